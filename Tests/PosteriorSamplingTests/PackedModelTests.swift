import CPosteriorKernels
import PosteriorModels
import Testing

/// The gradient of a model in packed form against the plain sum over its examples.
@Suite struct PackedModelTests {
  private func model(columns: Int) -> LinearRegression {
    var random = GSLRandom(seed: 63, stream: columns)
    return LinearRegression(
      design: Matrix(columnCount: columns, elements: random.normals(64 * columns)), responses: random.normals(64),
      noiseStandardDeviation: 0.8, prior: .normal(standardDeviation: 1.5))
  }

  /// The estimate of ∇U on one minibatch at a position, by the estimator and as it is written.
  private func estimates(_ model: some Posterior, batchSize: Int) -> (value: [Double], plain: [Double]) {
    let gradient = MinibatchGradient(model, WithReplacement(), batchSize: batchSize)
    var random = GSLRandom(seed: 64, stream: batchSize)
    let position = random.normals(model.dimension)
    var state = gradient.start(at: position, using: &random)
    var value = [Double](repeating: .nan, count: model.dimension)
    _ = gradient.estimate(&value, at: position, state: &state, using: &random)
    var plain = [Double](repeating: 0, count: model.dimension)
    var span = plain.mutableSpan
    model.addLogPriorGradient(at: position.span, to: &span)
    for i in state.examples[state.current] {
      model.addLogLikelihoodGradient(
        of: Int(i), at: position.span, scaledBy: Double(model.exampleCount) / Double(batchSize), to: &span)
    }
    return (value, plain.map { -$0 })
  }

  private func expectClose(_ a: [Double], _ b: [Double]) {
    for (a, b) in zip(a, b) { #expect(abs(a - b) < 1e-12 * max(1, abs(b))) }
  }

  @Test(arguments: 1...7, [1, 2, 3, 4, 5, 6, 7, 8, 10, 13, 64]) func gradientIsThePlainSum(
    _ columns: Int, _ batchSize: Int
  ) {
    let model = model(columns: columns)
    let (value, plain) = estimates(model, batchSize: batchSize)
    expectClose(value, plain)
    let anchored = estimates(model.anchored(at: [Double](repeating: 0.3, count: columns)), batchSize: batchSize)
    expectClose(anchored.value, anchored.plain)
  }

  /// A wrapper that changes a gradient is asked for it, whatever the model behind it has packed.
  @Test func wrappersAreAsked() {
    struct Doubled: PosteriorWrapper {
      let base: any Posterior
      func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
        base.addLogPriorGradient(at: position, to: &gradient)
        base.addLogPriorGradient(at: position, to: &gradient)
      }
    }
    let (value, plain) = estimates(Doubled(base: model(columns: 3)), batchSize: 5)
    expectClose(value, plain)
  }
}
