import Foundation
import PosteriorSampling
import Testing

/// Every exact sampler leaves its posterior as it is.
@Suite struct CalibrationTests {
  /// Simulation-based calibration (Talts et al., arXiv:1804.06788): parameters drawn from the prior are one more draw
  /// from the posterior of the data they generate, so their rank among the chain's draws is uniform.
  ///
  /// Here the chain starts at those parameters, and they are put at a random place in it (Gandy & Scott,
  /// arXiv:2001.06465): the kernels are reversible, so that steps lead as well to what went before. Ranks are then
  /// uniform for every length and thinning. The log density is a test quantity too.
  @Test(arguments: CalibrationCase.all) func ranksAreUniform(_ c: CalibrationCase) throws {
    let (replicas, draws, thinning) = (1500, 15, 4)
    var counts = [[Double]](repeating: [Double](repeating: 0, count: draws + 1), count: 4)
    var random = GSLRandom(seed: 4_000)
    for _ in 0..<replicas {
      let (truth, model) = CalibrationCase.joint(using: &random)
      let ranks = try self.ranks(of: truth, in: try c.sampler(model), model, draws, thinning, &random)
      for (quantity, rank) in ranks.enumerated() { counts[quantity][rank] += 1 }
    }
    let expected = Double(replicas) / Double(draws + 1)
    // χ² with 15 degrees of freedom is a gamma of shape 7.5 and scale 2. 48 tests of 10⁻⁵ each.
    let limit = SpecialFunctions.gammaUpperQuantile(1e-5, shape: 0.5 * Double(draws), scale: 2)
    for (quantity, counts) in counts.enumerated() {
      let chiSquare = counts.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
      #expect(chiSquare < limit, "quantity \(quantity): \(counts)")
    }
  }

  private func ranks(
    of truth: [Double], in sampler: some PosteriorSampler, _ model: CalibrationCase.Model, _ draws: Int,
    _ thinning: Int, _ random: inout GSLRandom
  ) throws -> [Int] {
    let before = Int.random(in: 0...draws, using: &random)
    func quantities(_ position: [Double]) -> [Double] { position + [model.logDensity(at: position.span)] }
    let center = quantities(truth)
    var ranks = [Int](repeating: 0, count: center.count)
    var ties = ranks
    for length in [before, draws - before] {
      var state = try sampler.start(at: truth, using: &random)
      for _ in 0..<length {
        try sampler.advance(&state, steps: thinning, using: &random)
        for (j, value) in quantities(state.position).enumerated() {
          if value < center[j] { ranks[j] += 1 } else if value == center[j] { ties[j] += 1 }
        }
      }
    }
    // A chain that has stayed where it was is equal in all quantities: one uniform for each.
    return zip(ranks, ties).map { $0 + Int.random(in: 0...$1, using: &random) }
  }

  /// Exact draws, one step each: moments and distribution functions stay the posterior's.
  @Test(arguments: CalibrationCase.all) func oneStepKeepsThePosterior(_ c: CalibrationCase) throws {
    let model = CalibrationCase.model(responses: [0.3, -0.5, 0.9, 0.2, 1.4, 0.7, 2.2, 1.9])
    let count = 20_000
    var random = GSLRandom(seed: 4_001)
    let draws = try self.draws(try c.sampler(model), try model.exactPosterior(), count, &random)
    let exact = try model.exactPosterior()
    for j in 0..<exact.dimension {
      let values = draws.map { $0[j] - exact.mean[j] }
      let variance = values.reduce(0) { $0 + $1 * $1 } / Double(count)
      let fourth = values.reduce(0) { $0 + $1 * $1 * $1 * $1 } / Double(count)
      let meanError = values.reduce(0, +) / Double(count) / (variance / Double(count)).squareRoot()
      let varianceError =
        (variance - exact.covariance[j, j]) / ((fourth - variance * variance) / Double(count)).squareRoot()
      #expect(abs(meanError) < 4.5 && abs(varianceError) < 4.5, "parameter \(j): \(meanError), \(varianceError)")
      // Kolmogorov and Smirnov's statistic at 39 quantiles; √n D > 2.3 has probability 5·10⁻⁵.
      for k in 1..<40 {
        let probability = Double(k) / 40
        let quantile = exact.quantile(ofParameter: j, at: probability) - exact.mean[j]
        let below = Double(values.count { $0 < quantile }) / Double(count)
        #expect(abs(below - probability) * Double(count).squareRoot() < 2.3, "parameter \(j) at \(probability)")
      }
    }
  }

  private func draws(
    _ sampler: some PosteriorSampler, _ exact: some ExactPosterior, _ count: Int, _ random: inout GSLRandom
  ) throws -> [[Double]] {
    try (0..<count).map { _ in
      var state = try sampler.start(at: exact.draw(using: &random), using: &random)
      try sampler.step(&state, using: &random)
      return state.position
    }
  }
}
