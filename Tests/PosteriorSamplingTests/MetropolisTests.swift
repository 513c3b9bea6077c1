import Foundation
import PosteriorModels
import Testing

@Suite struct MetropolisTests {
  private func gaussian() throws -> Gaussian {
    try Gaussian(mean: [1, -2], covariance: Matrix(columnCount: 2, elements: [1, 0.9, 0.9, 1.5]))
  }

  @Test func randomWalkMoments() throws {
    let target = try gaussian()
    var random = GSLRandom(seed: 4_100)
    for metric in [Metric.unit, .diagonal([1, 2]), .dense(target.exact.cholesky)] {
      let sampler = RandomWalkMetropolis(target, scale: 1.2, metric: metric)
      let state = try sampler.start(at: target.exact.draw(using: &random), using: &random)
      let size = try expectMoments(of: sampler, from: state, agreeWith: target.exact, draws: 60_000, using: &random)
      #expect(size > 1500)
    }
  }

  @Test func langevinMoments() throws {
    let target = try gaussian()
    var random = GSLRandom(seed: 4_101)
    for (rate, metric) in [(0.3, Metric.unit), (0.25, .diagonal([1, 1.5])), (0.7, .dense(target.exact.cholesky))] {
      let sampler = MALA(target, learningRate: rate, metric: metric)
      let state = try sampler.start(at: target.exact.draw(using: &random), using: &random)
      let size = try expectMoments(of: sampler, from: state, agreeWith: target.exact, draws: 60_000, using: &random)
      #expect(size > 2000)
    }
  }

  /// From the same seed, a proposal that is accepted is the unadjusted algorithm's step: the same η.
  @Test func proposesTheUnadjustedStep() throws {
    let target = try gaussian()
    let (adjusted, unadjusted) = (MALA(target, learningRate: 0.1), ULA(target, learningRate: 0.1))
    var accepted = 0
    for seed in 0..<20 {
      var (first, second) = (GSLRandom(seed: UInt64(seed)), GSLRandom(seed: UInt64(seed)))
      var a = try adjusted.start(at: [0.2, 0.1], using: &first)
      var b = try unadjusted.start(at: [0.2, 0.1], using: &second)
      let info = try adjusted.step(&a, using: &first)
      try unadjusted.step(&b, using: &second)
      guard info.isAccepted else { continue }
      accepted += 1
      for (a, b) in zip(a.position, b.position) { #expect(abs(a - b) < 1e-14) }
    }
    #expect(accepted > 5)
  }

  /// The acceptance by energies is Hastings's ratio of the proposal densities.
  @Test func acceptanceIsHastingsRatio() throws {
    let covariance = Matrix(columnCount: 2, elements: [1, 0.4, 0.4, 0.7])
    let factor = try Cholesky(covariance)
    let target = Custom(
      dimension: 2, value: { -0.25 * pow($0[0], 4) - 0.5 * pow($0[1] - $0[0], 2) },
      gradient: { [-pow($0[0], 3) + $0[1] - $0[0], $0[0] - $0[1]] })
    let rate = 0.35
    func logProposal(_ to: [Double], _ from: [Double]) throws -> Double {
      let drift = covariance * target.gradient(from)
      let normal = try MultivariateNormal(
        mean: zip(from, drift).map { $0 + rate * $1 }, covariance: 2 * rate * covariance)
      return normal.logDensity(at: to.span)
    }
    let sampler = MALA(target, learningRate: rate, metric: .dense(factor))
    var random = GSLRandom(seed: 4_102)
    var state = try sampler.start(at: [0.5, -0.5], using: &random)
    var (partial, accepted) = (0, 0)
    for _ in 0..<300 {
      let before = state.position
      let info = try sampler.step(&state, using: &random)
      guard info.isAccepted else {
        #expect(state.position == before)
        continue
      }
      let after = state.position
      let ratio =
        target.value(after) - target.value(before) + (try logProposal(before, after) - logProposal(after, before))
      #expect(abs(info.acceptanceProbability - min(1, exp(ratio))) < 1e-12)
      #expect(state.logDensity == target.value(after) && state.gradient == target.gradient(after))
      accepted += 1
      if ratio < 0 { partial += 1 }
    }
    #expect(accepted > 100 && partial > 30)
  }

  /// Outside the support the log density is NaN: proposals there are rejected, and draws stay finite.
  @Test func rejectsWhatIsNotFinite() throws {
    var random = GSLRandom(seed: 4_103)
    let exact = try GammaPoisson(counts: [0], priorShape: 1, priorRate: 0)  // the exponential distribution
    let walk = RandomWalkMetropolis(Custom.exponential, scale: 2)
    let state = try walk.start(at: [1], using: &random)
    try expectMoments(of: walk, from: state, agreeWith: exact, draws: 60_000, using: &random)
    let langevin = MALA(Custom.exponential, learningRate: 0.8)
    let start = try langevin.start(at: [1], using: &random)
    try expectMoments(of: langevin, from: start, agreeWith: exact, draws: 60_000, using: &random)
  }

  @Test func refusesToStartNowhere() throws {
    var random = GSLRandom(seed: 4_104)
    let walk = RandomWalkMetropolis(Custom.exponential, scale: 1)
    let langevin = MALA(Custom.exponential, learningRate: 1)
    for position in [-1, Double.nan, .infinity] {
      let first = #expect(throws: SamplingError.self) { try walk.start(at: [position], using: &random) }
      let second = #expect(throws: SamplingError.self) { try langevin.start(at: [position], using: &random) }
      #expect(first == second)
      guard case .invalidStart(let reason) = first else {
        Issue.record("\(String(describing: first))")
        continue
      }
      #expect(reason.contains(position == -1 ? "start where the posterior has mass" : "give finite numbers"))
    }
    let steep = Custom(value: { $0[0].squareRoot() }) { [0.5 / $0[0].squareRoot()] }
    #expect(throws: SamplingError.self) { try MALA(steep, learningRate: 1).start(at: [0], using: &random) }
  }
}
