import PosteriorModels
import Testing

/// The vectorised gradients of networks against the plain ones, which models have for single examples.
@Suite struct NetworkKernelTests {
  private static let exampleCount = 19

  private func check(_ model: some Posterior, _ batch: [Int32]) {
    var random = GSLRandom(seed: 93, stream: model.dimension)
    let (position, start) = (random.normals(model.dimension), random.normals(model.dimension))
    var (plain, value) = (start, start)
    var plainSpan = plain.mutableSpan
    for i in batch {
      model.addLogLikelihoodGradient(of: Int(i), at: position.span, scaledBy: -1.3, to: &plainSpan)
    }
    var span = value.mutableSpan
    model.addLogLikelihoodGradient(
      ofExamples: batch.span, at: position.span, relativeTo: nil, scaledBy: -1.3, to: &span)
    let size = plain.map(abs).max() ?? 0
    for (value, plain) in zip(value, plain) { #expect(abs(value - plain) <= 1e-14 * max(1, size)) }
  }

  private func checkAllBatches(_ model: some Posterior) {
    var random = GSLRandom(seed: 94)
    for count in [0, 1, 2, 3, 7, 8, 9, 10, 15, 16, 17, 33] {
      check(model, (0..<count).map { _ in Int32.random(in: 0..<Int32(Self.exampleCount), using: &random) })
    }
    check(model, [Int32](repeating: Int32(Self.exampleCount - 1), count: 11))
  }

  @Test(arguments: [1, 2, 3, 9], [1, 2, 5]) func regression(_ inputs: Int, _ hidden: Int) {
    var random = GSLRandom(seed: 92)
    let design = Matrix(columnCount: inputs, elements: random.normals(Self.exampleCount * inputs))
    checkAllBatches(
      TanhNetworkRegression(
        inputs: design, responses: random.normals(Self.exampleCount), hiddenCount: hidden,
        noiseStandardDeviation: 0.7, prior: .flat))
  }

  @Test(arguments: [1, 3, 9], [2, 3, 6]) func classifier(_ inputs: Int, _ classes: Int) {
    var random = GSLRandom(seed: 95)
    let design = Matrix(columnCount: inputs, elements: random.normals(Self.exampleCount * inputs))
    checkAllBatches(
      NetworkClassifier(
        inputs: design, labels: (0..<Self.exampleCount).map { $0 % classes }, classCount: classes, hiddenCount: 4,
        prior: .flat))
  }
}
