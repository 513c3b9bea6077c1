import Foundation
import PosteriorModels
import Testing

/// NUTS, from its warm-up on, against posteriors that are known.
@Suite struct NUTSPosteriorTests {
  private static let regression: LinearRegressionUnknownNoise = {
    var random = GSLRandom(seed: 4_400)
    let features = random.normals(60)
    let design = Matrix(columnCount: 3, elements: (0..<30).flatMap { [1, 2 + features[$0], 3 * features[30 + $0]] })
    let responses = zip(design * [0.5, -1, 0.25], random.normals(30)).map { $0 + 1.3 * $1 }
    return LinearRegressionUnknownNoise(design: design, responses: responses)
  }()

  @Test(arguments: Metric.Shape.allCases) func regressionWithUnknownNoise(_ metric: Metric.Shape) throws {
    var random = GSLRandom(seed: 4_401)
    let model = Self.regression
    let (sampler, state) = try NUTS(model, stepSize: 1).warmedUp(
      WarmUp(metric: metric), from: [0, 0, 0, 0], using: &random)
    // Of 20 000 draws of the unit metric the size is 3100 to 7100 over seven seeds, at steps of the same length.
    let count = metric == .unit ? 40_000 : metric == .diagonal ? 20_000 : 12_000
    let size = try expectMoments(
      of: sampler, from: state, agreeWith: try model.exactPosterior(), draws: count, using: &random)
    #expect(size > 4000)
  }

  @Test func hamiltonianMonteCarloOnTheSame() throws {
    var random = GSLRandom(seed: 4_402)
    let model = Self.regression
    let (sampler, state) = try HMC(model, stepSize: 1, path: .time(1.5), jitter: 0.2).warmedUp(
      WarmUp(metric: .dense), from: [0, 0, 0, 0], using: &random)
    let size = try expectMoments(
      of: sampler, from: state, agreeWith: try model.exactPosterior(), draws: 12_000, using: &random)
    #expect(size > 4000)
  }

  /// Condition number 10⁸ in skew directions: the dense metric makes it round, and trajectories short.
  @Test func illConditioned() throws {
    var random = GSLRandom(seed: 4_403)
    let target = try Gaussian.illConditioned()
    let (dense, state) = try NUTS(target, stepSize: 1).warmedUp(
      WarmUp(steps: 1500, metric: .dense), from: [0, 0, 0], using: &random)
    let size = try expectMoments(of: dense, from: state, agreeWith: target.exact, draws: 8000, using: &random)
    #expect(size > 3000)
    var last = state
    #expect(try dense.step(&last, using: &random).treeDepth <= 4)
  }

  /// Scales of 10⁻² to 10² along the axes, and a unit metric that has to cross them step by step.
  @Test(arguments: [Metric.Shape.unit, .diagonal]) func scales(_ metric: Metric.Shape) throws {
    var random = GSLRandom(seed: 4_404)
    let target = try Gaussian(mean: [3, -1], covariance: Matrix(columnCount: 2, elements: [1e-2, 0.5, 0.5, 1e2]))
    let (sampler, state) = try NUTS(target, stepSize: 1).warmedUp(
      WarmUp(metric: metric), from: [0, 0], using: &random)
    try expectMoments(of: sampler, from: state, agreeWith: target.exact, draws: 4000, using: &random)
  }

  /// In the funnel's neck steps that fit its mouth diverge; the draws stay finite, and smaller steps diverge less.
  @Test func theFunnelDiverges() throws {
    func run(_ stepSize: Double) throws -> (divergences: Int, lowest: Double, places: [Double]) {
      var random = GSLRandom(seed: 4_405)
      let sampler = NUTS(Custom.funnel, stepSize: stepSize)
      var state = try sampler.start(at: [2, 0], using: &random)
      var (divergences, lowest, places): (Int, Double, [Double]) = (0, .infinity, [])
      for _ in 0..<3000 {
        let info = try sampler.step(&state, using: &random)
        #expect(state.position.allSatisfy(\.isFinite) && info.energy.isFinite)
        lowest = min(lowest, state.position[0])
        if info.isDivergent {
          divergences += 1
          places.append(state.position[0])
        }
      }
      return (divergences, lowest, places)
    }
    let (coarse, fine) = (try run(0.8), try run(0.1))
    #expect(coarse.divergences > 20 && fine.divergences < coarse.divergences / 4)
    // They are seen where v is low (its mean is 0), and the coarse chain does not reach as deep.
    #expect(coarse.places.reduce(0, +) / Double(coarse.places.count) < -1 && fine.lowest < coarse.lowest)
  }
}
