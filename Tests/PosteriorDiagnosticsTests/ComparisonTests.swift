import Foundation
import PosteriorSampling
import Testing

@testable import PosteriorDiagnostics

@Suite struct ComparisonTests {
  private func posterior() throws -> MultivariateNormal {
    try MultivariateNormal(
      mean: [1, -200], covariance: Matrix(columnCount: 2, elements: [0.01, 0.6, 0.6, 100]),
      parameterNames: ["rate", "level"])
  }

  /// A chain in each parameter's own units: stationary, with the posterior's law but for a shift in standard deviations,
  /// and correlation ρ between successive draws.
  private func chain(
    _ count: Int, seed: UInt64, correlation: Double = 0, shift: [Double] = [0, 0], scale: Double = 1
  ) throws -> Matrix {
    let posterior = try posterior()
    var random = GSLRandom(seed: seed)
    var z = random.normals(2)
    let elements = (0..<count).flatMap { _ in
      let fresh = random.normals(2)
      z = zip(z, fresh).map { correlation * $0 + (1 - correlation * correlation).squareRoot() * $1 }
      let colored = posterior.cholesky.multiply(z)
      return (0..<2).map {
        posterior.mean[$0] + scale * colored[$0] + shift[$0] * posterior.standardDeviations[$0]
      }
    }
    return Matrix(columnCount: 2, elements: elements)
  }

  @Test func matching() throws {
    var random = GSLRandom(seed: 71)
    let comparison = Comparison.between(try chain(30_000, seed: 72, correlation: 0.3), try posterior(), using: &random)
    #expect(comparison.verdict == .match, "\(comparison.reason)")
    #expect(comparison.parameters.map(\.name) == ["rate", "level"])
    // Autoregression: n(1 − ρ)/(1 + ρ) = 16 154, the smaller of two estimates from 32 batches.
    #expect(comparison.effectiveSampleSize > 6000 && comparison.effectiveSampleSize < 24_000)
    #expect(comparison.steinDiscrepancy == nil)
    let whole = [
      comparison.gaussianKL, comparison.neighbourKL, comparison.slicedWasserstein2, comparison.transport,
      comparison.sinkhorn, comparison.meanDiscrepancy,
    ]
    for estimate in whole {
      let estimate = try #require(estimate)
      #expect(estimate.lower <= estimate.estimate && estimate.estimate <= estimate.upper)
    }
    let decoded = try JSONDecoder().decode(Comparison.self, from: JSONEncoder().encode(comparison))
    #expect(decoded == comparison)
  }

  /// Each distance holds its true value, known in closed form for a shift δ = 0.5 standard deviations of one parameter.
  @Test func differing() throws {
    var random = GSLRandom(seed: 73)
    let posterior = try posterior()
    let draws = try chain(8000, seed: 74, correlation: 0.5, shift: [0, 0.5])
    let comparison = Comparison.between(draws, posterior, model: posterior, using: &random)
    #expect(comparison.verdict == .differ && comparison.reason.contains("'level'"), "\(comparison.reason)")
    func holds(_ estimate: DivergenceEstimate?, _ truth: Double) -> Bool {
      estimate.map { $0.lower <= truth && truth <= $0.upper && $0.lower > 0 } ?? false
    }
    let level = comparison.parameters[1]
    #expect(holds(level.mean, 0.5) && holds(level.wasserstein1, 0.5) && holds(level.wasserstein2, 0.5))
    #expect(!comparison.parameters[0].mean.resolved && !level.standardDeviation.resolved)
    // Standardised, the correlation is 0.6: KL = ½δᵀR⁻¹δ, SW₂² = |δ|²/2.
    #expect(holds(comparison.gaussianKL, 0.5 * 0.25 / 0.64))
    #expect(holds(comparison.neighbourKL, 0.5 * 0.25 / 0.64))
    #expect(holds(comparison.slicedWasserstein2, 0.5 / 2.0.squareRoot()))
    #expect(holds(comparison.transport, 0.5))
    #expect(comparison.meanDiscrepancy?.resolved == true && comparison.steinDiscrepancy?.resolved == true)
  }

  @Test func tooFewDraws() throws {
    var random = GSLRandom(seed: 75)
    let few = Comparison.between(try chain(400, seed: 76), try posterior(), using: &random)
    #expect(few.verdict == .cannotTell && few.reason.contains("may differ by up to"), "\(few.reason)")
    // Worth some 20 draws: nothing is decided, however far off it seems.
    let slow = Comparison.between(
      try chain(4000, seed: 77, correlation: 0.99, shift: [3, 3]), try posterior(), using: &random)
    #expect(slow.verdict == .cannotTell && slow.reason.contains("too small"), "\(slow.reason)")
    #expect(slow.effectiveSampleSize < 160)
    // Stuck in one place.
    let stuck = Comparison.between(
      Matrix(rowCount: 100, columnCount: 2, repeating: 1), try posterior(), using: &random)
    #expect(stuck.verdict == .cannotTell && stuck.effectiveSampleSize == 0 && stuck.gaussianKL == nil)
  }

  /// The Stein discrepancy between the standardised laws is that of their own scores: here a normal's.
  @Test func steinDiscrepancyIsThatOfStandardisedScores() throws {
    var random = GSLRandom(seed: 80)
    let posterior = try posterior()
    let draws = try chain(640, seed: 81, shift: [0.3, 0])
    let comparison = Comparison.between(draws, posterior, model: posterior, using: &random)
    let standard = try MultivariateNormal(
      mean: [0, 0], covariance: Matrix(columnCount: 2, elements: [1, 0.6, 0.6, 1]))
    let expected = KernelSteinDiscrepancy.of(try standardized(draws), standard).biasedSquared
    let sample = ComparedSample(try standardized(draws))
    let pair = ComparedPair(sample, sample, using: &random)
    let seen = try #require(pair.stein(draws, posterior, scale: posterior.standardDeviations)).value
    #expect(abs(seen * seen - expected) < 1e-12)
    let estimate = try #require(comparison.steinDiscrepancy)
    #expect(abs(estimate.estimate + estimate.floor - expected) < 0.2 * expected && estimate.resolved)
    // Scores that overflow say nothing.
    struct Overflowing: LogDensity {
      let dimension = 2
      func logDensity(at position: Span<Double>) -> Double { .infinity }
      func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
        gradient[0] = .infinity
      }
    }
    #expect(Comparison.between(draws, posterior, model: Overflowing(), using: &random).steinDiscrepancy == nil)
  }

  /// In six dimensions, for N(0, s² I) against N(0, I), and for draws raised to a power, sign(z)|z|^1.3, whose divergence is
  /// d(E[z^2.6]/2 − ½ − ln 1.3 − 0.3 E ln|z|) = 0.0751 d.
  @Test(arguments: [(1.3, 1.0, 0.4958), (0.8, 1.0, 0.2589), (1, 1.3, 0.4508)])
  func neighbourKLInManyDimensions(_ scale: Double, _ power: Double, _ truth: Double) throws {
    var random = GSLRandom(seed: 82)
    let z = normalDraws(4096, 6, seed: 83)
    let draws = Matrix(columnCount: 6, elements: z.elements.map { scale * pow(abs($0), power) * ($0 < 0 ? -1 : 1) })
    let pair = ComparedPair(
      ComparedSample(draws), ComparedSample(normalDraws(4096, 6, seed: 84)), using: &random)
    let estimate = try #require(pair.neighbourKL(using: &random))
    #expect(estimate.lower <= truth && truth <= estimate.upper, "\(estimate)")
    // Normals are corrected to the estimate's own noise of about 0.03; of other laws some of the bias is left.
    #expect(abs(estimate.estimate - truth) < (power == 1 ? 0.12 : 0.25), "\(estimate)")
  }

  /// A difference that is significant but smaller than the tolerance is a match.
  @Test func toleratedDifference() throws {
    var random = GSLRandom(seed: 78)
    let draws = try chain(30_000, seed: 79, shift: [0, 0.08])
    let strict = Comparison.between(draws, try posterior(), tolerance: 0.03, using: &random)
    #expect(strict.verdict == .differ, "\(strict.reason)")
    let lenient = Comparison.between(draws, try posterior(), tolerance: 0.2, using: &random)
    #expect(lenient.verdict == .match && lenient.parameters[1].mean.resolved, "\(lenient.reason)")
  }

  /// Draws that are exact but correlated, against independent ones: over 200 repetitions each interval excludes 0, and
  /// any family-wise limit is passed, in about 5 %. Four standard errors of a rate of 5 % are 6 %.
  @Test func errorRates() throws {
    var family = 0
    var single = 0
    for round in 0..<200 {
      var random = GSLRandom(seed: UInt64(8000 + round))
      let pair = ComparedPair(
        ComparedSample(try standardized(chain(1280, seed: UInt64(9000 + round), correlation: 0.6))),
        ComparedSample(try standardized(chain(640, seed: UInt64(9500 + round)))), using: &random)
      let parts = ComparedParts(pair, names: ["a", "b"])
      if !parts.deciding.significant.isEmpty { family += 1 }
      if parts.parameters[0].mean.resolved { single += 1 }
    }
    #expect(family >= 1 && family <= 22)
    #expect(single >= 1 && single <= 22)
  }

  /// The same for the distances of all parameters together.
  @Test func errorRatesOfJointDistances() throws {
    var resolved = [Int](repeating: 0, count: 7)
    let rounds = 20
    for round in 0..<rounds {
      var random = GSLRandom(seed: UInt64(6000 + round))
      let draws = try chain(320, seed: UInt64(6100 + round), correlation: 0.4)
      let pair = ComparedPair(
        ComparedSample(try standardized(draws)),
        ComparedSample(try standardized(chain(320, seed: UInt64(6200 + round)))), using: &random)
      let estimates = [
        pair.gaussianKL, pair.neighbourKL(using: &random), pair.sliced(using: &random), pair.transport, pair.sinkhorn,
        pair.meanDiscrepancy.length.estimate(),
        try pair.stein(draws, posterior(), scale: posterior().standardDeviations)?.estimate(),
      ]
      for (place, estimate) in estimates.enumerated() where estimate?.resolved == true { resolved[place] += 1 }
    }
    // 5 % of 20 is 1, with four standard errors 5.
    #expect(resolved.allSatisfy { $0 <= 5 }, "\(resolved)")
  }

  private func standardized(_ draws: Matrix) throws -> Matrix {
    let posterior = try posterior()
    return draws.standardized(center: posterior.mean, scale: posterior.standardDeviations)
  }
}
