import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// Comparisons at equal cost: what is counted, and what the error of exact draws is known to be.
@Suite struct CostComparisonTests {
  /// Exact draws that take one full gradient each, as a budget counts gradients.
  struct PaidExactSampler<Exact: ExactPosterior>: PosteriorSampler {
    let model: AnyPosterior
    let exact: ExactSampler<Exact>

    var dimension: Int { exact.dimension }

    func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError)
      -> ExactSampler<Exact>.State
    { try exact.start(at: position, using: &random) }

    func step(_ state: inout ExactSampler<Exact>.State, using random: inout some RandomSource) throws(SamplingError) {
      _ = model.potentialGradient(at: state.position)
      try exact.step(&state, using: &random)
    }
  }

  /// A design of 12 examples and 3 parameters.
  static func regression() -> LinearRegression {
    var random = GSLRandom(seed: 8)
    let design = Matrix(columnCount: 3, elements: (0..<12).flatMap { _ in [1] + random.normals(2) })
    return LinearRegression(design: design, responses: random.normals(12), noiseStandardDeviation: 1)
  }

  @Test func countsGradientsExactly() throws {
    let base = Self.regression()
    func evaluations(_ steps: Int, _ make: (CountedPosterior) throws -> some PosteriorSampler) throws -> Int {
      let model = CountedPosterior(base)
      let sampler = try make(model)
      var random = GSLRandom(seed: 1)
      var state = try sampler.start(at: [0, 0, 0], using: &random)
      let before = model.evaluations
      try sampler.advance(&state, steps: steps, using: &random)
      return model.evaluations - before
    }
    // Three epochs of 5, 5 and the ragged 2; fresh subsets are of 5 always.
    #expect(try evaluations(9) { SGWORLD($0, learningRate: 0.001, batchSize: 5) } == 36)
    #expect(try evaluations(9) { SGLD($0, learningRate: 0.001, batchSize: 5) } == 45)
    #expect(try evaluations(9) { ULA($0, learningRate: 0.001) } == 108)
    // A generalised linear model keeps notes of its anchor: a difference costs no more than a gradient.
    #expect(try evaluations(9) { CALM($0, anchor: [0, 0, 0], learningRate: 0.001, batchSize: 5) } == 36)
    // L leapfrog steps take L gradients.
    #expect(try evaluations(2) { HMC($0, stepSize: 0.1, path: .steps(4)) } == 96)
    // The mode of a quadratic: Newton steps of a gradient and a Hessian, N + dN each.
    let counted = CountedPosterior(base)
    let mode = try counted.countedMode()
    #expect(counted.evaluations > 0 && counted.evaluations.isMultiple(of: 12))
    for (a, b) in zip(mode, try base.exactPosterior().mean) { #expect(abs(a - b) < 1e-9) }
  }

  /// Of n exact draws the plug-in KL is d(d + 3)/(4n) on average, to leading order.
  @Test func exactDrawsHaveTheKnownError() async throws {
    let model = Self.regression()
    let exact = try model.exactPosterior()
    let sampler = SamplerFamily<AnyPosterior>("paid", takesLearningRate: false) { site, _ in
      PaidExactSampler(model: site.model, exact: ExactSampler(exact))
    }
    let comparison = CostComparison(
      model: model, reference: exact, samplers: [sampler],
      settings: .init(largestBudget: 12 * 800, replicates: 400))
    let result = await comparison.run(threads: 2)
    #expect(result.points.map(\.evaluations) == comparison.budgets)
    for point in result.points.suffix(3) {
      // The draws of the last half of the budget.
      #expect(point.draws == Double(point.evaluations / 24))
      let (kl, lower, upper) = (try #require(point.kl), try #require(point.lower), try #require(point.upper))
      let expected = 3.0 * 6 / (4 * point.draws)
      // Three points: 1.3 times the 95 % interval, and a next order of about 5/n.
      let slack = 0.65 * (upper - lower) + expected * 5 / point.draws
      #expect(abs(kl - expected) < slack, "\(point)")
    }
    // Seeds alone decide the errors.
    let again = await comparison.run(threads: 1)
    #expect(again.points.map(\.kl) == result.points.map(\.kl))
  }
}
