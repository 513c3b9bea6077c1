import Testing

@testable import PosteriorDiagnostics

/// Do intervals cover, and floors and biases come out, over many repetitions of a chain whose law is known?
@Suite struct MomentEstimateTests {
  /// Autoregressive chains, one an axis: stationary law N(shift, scale²) in whitened coordinates.
  struct Chain {
    var correlation = [0.9, 0.5, 0.0]
    var shift = 0.0
    var scale = 1.0

    func run(_ reference: MultivariateNormal, draws: Int, random: inout GSLRandom) -> BatchedMoments {
      var moments = BatchedMoments(reference: reference, drawCount: draws)
      var z = random.normals(correlation.count)
      for _ in 0..<draws {
        let noise = random.normals(correlation.count)
        for j in z.indices {
          z[j] = correlation[j] * z[j] + (1 - correlation[j] * correlation[j]).squareRoot() * noise[j]
        }
        let position = reference.cholesky.multiply(z.map { scale * $0 + shift })
        moments.add(zip(position, reference.mean).map { $0 + $1 })
      }
      return moments
    }
  }

  static func reference() throws -> MultivariateNormal {
    try MultivariateNormal(
      mean: [1, -2, 3], covariance: Matrix(columnCount: 3, elements: [4, 1, 0.5, 1, 2, 0.3, 0.5, 0.3, 0.25]))
  }

  /// Repetitions of two chains of `draws` draws.
  static func repeated(_ chain: Chain, draws: Int, count: Int) throws -> [MomentEstimate] {
    let reference = try reference()
    return (0..<count).map { repetition in
      var random = GSLRandom(seed: 11, stream: repetition)
      let chains = (0..<2).map { _ in chain.run(reference, draws: draws, random: &random) }
      return MomentEstimate(chains, reference: reference)
    }
  }

  @Test func floorAndBiasAreRightForAnExactSampler() throws {
    let estimates = try Self.repeated(Chain(), draws: 4000, count: 100)
    let reference = try Self.reference()
    let plugIn = try estimates.map { try reference.klDivergence(ofMean: $0.mean, covariance: $0.covariance) }
    let floors = estimates.compactMap { $0.klDivergence()?.floor }
    let (value, floor) = (plugIn.reduce(0, +) / 100, floors.reduce(0, +) / 100)
    let error = (plugIn.reduce(0) { $0 + ($1 - value) * ($1 - value) } / 99 / 100).squareRoot()
    #expect(abs(value - floor) < 4 * error)
    // Σ over axes and pairs of axes of 1/ESS: (1 + ρ)/(1 − ρ) draws an independent one, ρ the product of correlations.
    let rho = Chain().correlation
    func cost(_ r: Double) -> Double { (1 + r) / (1 - r) / 8000 }
    var exact = 0.5 * rho.reduce(0) { $0 + cost($1) }
    for a in rho { for b in rho { exact += 0.25 * cost(a * b) } }
    exact += 0.25 * rho.reduce(0) { $0 + cost($1 * $1) }
    #expect(abs(floor / exact - 1) < 0.1)
    #expect(estimates.filter { $0.klDivergence()?.resolved == true }.count <= 7)
    #expect(estimates.filter { ($0.klDivergence()?.lower ?? 1) > 0 }.count <= 8)
  }

  @Test(arguments: [(0.0, 1.05), (0.1, 1.0), (0.3, 1.4)]) func intervalsCoverTheTruth(_ bias: (Double, Double)) throws {
    let reference = try Self.reference()
    let moments = reference.color(
      WhitenedMoments(
        mean: [Double](repeating: bias.0, count: 3), excess: (bias.1 * bias.1 - 1) * Matrix.identity(3)))
    let truth = try MultivariateNormal(mean: moments.mean, covariance: moments.covariance)
    let kl = try truth.klDivergence(from: reference)
    let wasserstein = try truth.wasserstein2(to: reference)
    let estimates = try Self.repeated(Chain(shift: bias.0, scale: bias.1), draws: 6000, count: 100)
    let klCovered = estimates.compactMap { $0.klDivergence() }.filter { $0.lower <= kl && kl <= $0.upper }.count
    let wassersteinCovered = estimates.compactMap { $0.wasserstein2() }
      .filter { $0.lower <= wasserstein && wasserstein <= $0.upper }.count
    // 95 of 100, less four binomial standard deviations.
    #expect(klCovered >= 87)
    #expect(wassersteinCovered >= 87)
    // The corrected estimate is unbiased: its mean over repetitions within four of its standard errors.
    let values = estimates.compactMap { $0.klDivergence()?.estimate }
    let mean = values.reduce(0, +) / 100
    let error = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 99 / 100).squareRoot()
    #expect(abs(mean - kl) < 4 * error)
  }

  @Test func effectiveSampleSizeIsThatOfTheSlowestAxis() throws {
    let reference = try MultivariateNormal(mean: [0, 0, 0], covariance: .identity(3))
    var random = GSLRandom(seed: 5)
    let chain = Chain().run(reference, draws: 200_000, random: &random)
    let estimate = MomentEstimate([chain], reference: reference)
    // (1 − 0.9)/(1 + 0.9) of the draws; 32 batches tell it to about √(2/31).
    #expect(abs(estimate.effectiveSampleSize / (200_000 / 19) - 1) < 4 * (2.0 / 31).squareRoot())
  }

  @Test func mergesBatchesUntilTheyAreLong() throws {
    let reference = try MultivariateNormal(mean: [0], covariance: .identity(1))
    var random = GSLRandom(seed: 9)
    // 2000 draws worth about 10 in all: no number of batches is enough, so nothing may count as resolved.
    let slow = Chain(correlation: [0.99], shift: 3).run(reference, draws: 2000, random: &random)
    #expect(MomentEstimate([slow], reference: reference).klDivergence()?.resolved == false)
  }

  @Test func tooFewDrawsGiveNoDivergence() throws {
    let reference = try Self.reference()
    var moments = BatchedMoments(reference: reference, drawCount: 2)
    moments.add([1, 2, 3])
    moments.add([2, 1, 3])
    #expect(MomentEstimate([moments], reference: reference).klDivergence() == nil)
  }
}
