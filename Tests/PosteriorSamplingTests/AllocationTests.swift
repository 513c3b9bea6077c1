import AllocationCounter
import Foundation
import PosteriorModels
import Testing

/// The inner step allocates nothing: everything it needs is in the chain's state from the start.
@Suite(.enabled(if: allocation_counter_is_available(), "allocations are counted on glibc without sanitizers"))
struct AllocationTests {
  /// The allocations of a chain's first 1000 steps. Another chain goes before, for what Swift's runtime sets up once for
  /// each generic type.
  private func allocations(of sampler: some PosteriorSampler) throws -> Int64 {
    var random = GSLRandom(seed: 1)
    var state = try sampler.start(at: [Double](repeating: 0, count: sampler.dimension), using: &random)
    try sampler.step(&state, using: &random)
    state = try sampler.start(at: [Double](repeating: 0, count: sampler.dimension), using: &random)
    let before = allocation_count()
    for _ in 0..<1000 { try sampler.step(&state, using: &random) }
    return allocation_count() - before
  }

  @Test func theCounterCounts() {
    let before = allocation_count()
    var array = [Double](repeating: 1, count: 100)
    array.append(2)
    #expect(array.count == 101 && allocation_count() - before >= 2)
  }

  private let regression: LinearRegression = {
    var random = GSLRandom(seed: 2)
    return LinearRegression(
      design: Matrix(columnCount: 3, elements: random.normals(300)), responses: random.normals(100),
      noiseStandardDeviation: 1, prior: .normal(standardDeviation: 10))
  }()
  private let mean = GaussianMean(observations: (0..<100).map { Double($0) / 100 }, noiseStandardDeviation: 1)

  /// B = 7 does not divide N = 100.
  private func expectNone(_ model: some Posterior) throws {
    #expect(try allocations(of: SGLD(model, learningRate: 1e-3, batchSize: 7)) == 0)
    #expect(try allocations(of: SGWORLD(model, learningRate: 1e-3, batchSize: 7)) == 0)
    #expect(try allocations(of: ULA(model, learningRate: 1e-3)) == 0)
    let decaying = LearningRate.polynomial(a: 1e-3, b: 1, gamma: 0.55)
    #expect(try allocations(of: SGLD(model, learningRate: decaying, batchSize: 7)) == 0)
    let replacing = MinibatchGradient(model, WithReplacement(), batchSize: 7)
    #expect(try allocations(of: LangevinSampler(gradient: replacing, learningRate: 1e-3)) == 0)
    let symmetric = MinibatchGradient(model, SymmetricReshuffledEpochs(), batchSize: 7)
    #expect(try allocations(of: LangevinSampler(gradient: symmetric, learningRate: 1e-3)) == 0)
    let start = [Double](repeating: 0, count: model.dimension)
    let anchored = MinibatchGradient(model.anchored(at: start), ReshuffledEpochs(), batchSize: 7)
    try expectNone(symmetric)
    try expectNone(anchored)
    try expectNone(SVRGGradient(model, ReshuffledEpochs(), batchSize: 7))
    try expectNone(SAGAGradient(model, FreshSubset(), batchSize: 7))
  }

  /// Every integrator, with every kind of metric.
  private func expectNone(_ gradient: some GradientEstimator) throws {
    let d = gradient.dimension
    let covariance = try Cholesky(Matrix(rowCount: d, columnCount: d, repeating: 0.1) + .identity(d))
    func check(_ integrator: some LangevinIntegrator) throws {
      for metric in [Metric.unit, .diagonal([Double](repeating: 2, count: d)), .dense(covariance)] {
        let sampler = LangevinSampler(
          gradient: gradient, integrator: integrator, learningRate: 1e-3, metric: metric)
        #expect(try allocations(of: sampler) == 0)
      }
    }
    try check(EulerMaruyama())
    try check(EpochwiseEulerMaruyama())
    try check(LeimkuhlerMatthews())
    try check(BAOAB(friction: 2))
    try check(SymplecticEuler())
    try check(UBU(friction: 2))
  }

  @Test func linearRegression() throws { try expectNone(regression) }
  @Test func gaussianMean() throws { try expectNone(mean) }
  @Test func aModelOfOnesOwn() throws { try expectNone(PoissonRate(counts: (0..<100).map { Double($0 % 5) })) }
}

/// Counts with the rate e^θ, written as a user would write a model: one example at a time.
private struct PoissonRate: Posterior {
  let counts: [Double]
  let prior = NormalPrior.normal(standardDeviation: 3)

  var dimension: Int { 1 }
  var exampleCount: Int { counts.count }

  func logPrior(at position: Span<Double>) -> Double { prior.logDensity(at: position) }

  func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    prior.addGradient(at: position, to: &gradient)
  }

  func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    counts[example] * position[0] - exp(position[0])
  }

  func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    gradient[0] += scale * (counts[example] - exp(position[0]))
  }
}
