import Foundation
import PosteriorSampling
import Testing

@testable import PosteriorDiagnostics

/// Intervals hold the truth at any distance, and verdicts are wrong as rarely as they say.
@Suite struct ComparisonCalibrationTests {
  /// An autoregression with standard normal margins, of d independent coordinates.
  static func chain(_ count: Int, _ d: Int, correlation: Double, seed: UInt64) -> Matrix {
    var random = GSLRandom(seed: seed)
    var z = random.normals(d)
    let rest = (1 - correlation * correlation).squareRoot()
    return Matrix(
      columnCount: d,
      elements: (0..<count).flatMap { _ in
        let fresh = random.normals(d)
        z = zip(z, fresh).map { correlation * $0 + rest * $1 }
        return z
      })
  }

  static func parts(_ first: Matrix, _ second: Matrix, seed: UInt64) -> ComparedParts {
    var random = GSLRandom(seed: seed)
    let pair = ComparedPair(ComparedSample(first), ComparedSample(second), using: &random)
    return ComparedParts(pair, names: (0..<first.columnCount).map { "x\($0)" })
  }

  /// N(δ, s²) against N(0, 1): |δ|, |s − 1|, W₁ and W₂ are known, W₁ of a scale being |s − 1| √(2/π) and of a shift δ.
  static let differences: [(shift: Double, scale: Double)] = [
    (0, 1), (0.05, 1), (0.2, 1), (1, 1), (10, 1), (0, 1.1), (0, 1.5), (0, 4),
  ]

  @Test(arguments: differences.indices) func intervalsHoldTheTruth(_ index: Int) throws {
    let (shift, scale) = Self.differences[index]
    let one = shift > 0 ? shift : abs(scale - 1) * (2 / Double.pi).squareRoot()
    let two = (shift * shift + (scale - 1) * (scale - 1)).squareRoot()
    let kl = 0.5 * (scale * scale + shift * shift - 1) - log(scale)
    let rounds = 200
    var held = [Int](repeating: 0, count: 5)
    for round in 0..<rounds {
      let seed = UInt64(20_000 + 1000 * index + 2 * round)
      let x = Self.chain(960, 1, correlation: 0.5, seed: seed)
      let first = Matrix(columnCount: 1, elements: x.elements.map { shift + scale * $0 })
      let second = Self.chain(640, 1, correlation: 0, seed: seed + 1)
      var random = GSLRandom(seed: seed)
      let pair = ComparedPair(ComparedSample(first), ComparedSample(second), using: &random)
      let marginal = MarginalDistances(first.column(0), second.column(0), pair.multipliers)
      let parameter = try #require(Comparison.Parameter(name: "x", marginal))
      let estimates = [
        parameter.mean, parameter.standardDeviation, parameter.wasserstein1, parameter.wasserstein2, pair.gaussianKL,
      ]
      for (place, truth) in [shift, abs(scale - 1), one, two, kl].enumerated() {
        let estimate = try #require(estimates[place])
        if estimate.lower <= truth, truth <= estimate.upper { held[place] += 1 }
      }
    }
    // 95 % less three standard errors.
    #expect(held.allSatisfy { Double($0) >= 0.904 * Double(rounds) }, "\(Self.differences[index]): \(held)")
  }

  /// 4000 draws of N(10, 1) and of N(0, 1): the error is that of the means, √(2/4000) = 0.022, however far apart they
  /// are, and the floor what two samples of one law show.
  @Test func farApart() throws {
    let first = normalDraws(4000, 1, seed: 31, shift: 10)
    let second = normalDraws(4000, 1, seed: 32)
    let parameter = try #require(Self.parts(first, second, seed: 33).parameters.first)
    for estimate in [parameter.mean, parameter.wasserstein1, parameter.wasserstein2] {
      #expect(estimate.lower <= 10 && 10 <= estimate.upper && estimate.upper - estimate.lower < 0.11, "\(estimate)")
      #expect(estimate.floor < 0.06, "\(estimate)")
    }
  }

  /// Standard normal margins and another joint law: a correlation of 0.95, and a sign that two parameters share.
  @Test func sameMarginsOtherLaw() {
    let z = normalDraws(20_000, 2, seed: 41)
    let independent = normalDraws(20_000, 2, seed: 42)
    let rest = (1 - 0.95 * 0.95).squareRoot()
    let correlated = Matrix(
      columnCount: 2, elements: (0..<20_000).flatMap { [z[$0, 0], 0.95 * z[$0, 0] + rest * z[$0, 1]] })
    var random = GSLRandom(seed: 43)
    let first = Comparison.between(correlated, independent, using: &random)
    #expect(first.verdict == .differ && first.reason.contains("the correlation of"), "\(first.reason)")
    #expect(first.jointProbability < 0.01 && first.correlations[0].difference.lower > 1.7)
    let folded = Matrix(
      columnCount: 2,
      elements: (0..<20_000).flatMap { row -> [Double] in
        // |x| and |y| are one: uncorrelated, for the sign of one is drawn anew.
        let x = z[row, 0]
        return [x, z[row, 1] < 0 ? -x : x]
      })
    let second = Comparison.between(folded, independent, using: &random)
    #expect(second.verdict == .differ && second.reason.contains("the joint law (MMD)"), "\(second.reason)")
    let other = normalDraws(20_000, 2, seed: 44)
    #expect(Comparison.between(z, other, using: &random).verdict == .match)
  }

  /// Constants that are equal say nothing, and others are a difference.
  @Test func constants() {
    func with(_ value: Double, seed: UInt64) -> Matrix {
      let z = normalDraws(20_000, 1, seed: seed)
      return Matrix(columnCount: 2, elements: z.elements.flatMap { [$0, value] })
    }
    var random = GSLRandom(seed: 51)
    let names = ["x", "c"]
    let same = Comparison.between(with(3, seed: 52), with(3, seed: 53), parameterNames: names, using: &random)
    #expect(same.verdict == .match && same.constants == ["c"] && same.parameters.map(\.name) == ["x"], "\(same.reason)")
    let other = Comparison.between(with(3, seed: 52), with(4, seed: 53), parameterNames: names, using: &random)
    #expect(other.verdict == .differ && other.reason == "'c' is always 3.0 where the reference has 4.0")
    let all = Comparison.between(
      Matrix(rowCount: 100, columnCount: 1, repeating: 2), Matrix(rowCount: 64, columnCount: 1, repeating: 2),
      using: &random)
    #expect(all.verdict == .match && all.constants.count == 1)
  }

  /// 1000 pairs of samples of one law, independent and correlated: at most 6 % are said to differ, and the joint test
  /// rejects in 5 %, with three standard errors of 0.7 %.
  @Test func equalLaws() {
    var (differ, rejected) = (0, 0)
    for round in 0..<1000 {
      let seed = UInt64(50_000 + 2 * round)
      let correlation = [0, 0.4, 0.7][round % 3]
      let parts = Self.parts(
        Self.chain(1920, 3, correlation: correlation, seed: seed), Self.chain(640, 3, correlation: 0, seed: seed + 1),
        seed: seed)
      if parts.deciding.jointProbability <= 0.05 { rejected += 1 }
      if Comparison.decide(parts.deciding, tolerance: 0.01, effectiveSampleSize: 1000).0 == .differ { differ += 1 }
    }
    #expect(differ <= 60 && rejected >= 29 && rejected <= 71, "\(differ) \(rejected)")
  }

  /// What the joint test sees of 4000 independent draws: a correlation of 0.1, a mean 0.1 standard deviations off, a
  /// variance 20 % too large. The standard errors are 0.022, 0.022 and 3.2 %.
  @Test(arguments: [(0.1, 0, 1), (0, 0.1, 1), (0, 0, 1.2)]) func power(
    _ correlation: Double, _ shift: Double, _ variance: Double
  ) {
    var rejected = 0
    for round in 0..<40 {
      let z = normalDraws(4000, 2, seed: UInt64(60_000 + 2 * round))
      let rest = (1 - correlation * correlation).squareRoot()
      let first = Matrix(
        columnCount: 2,
        elements: (0..<4000).flatMap {
          [shift + variance.squareRoot() * z[$0, 0], correlation * z[$0, 0] + rest * z[$0, 1]]
        })
      let parts = Self.parts(first, normalDraws(4000, 2, seed: UInt64(60_001 + 2 * round)), seed: UInt64(round))
      if parts.deciding.jointProbability <= 0.05 { rejected += 1 }
    }
    #expect(rejected >= 30, "\(rejected) of 40")
  }
}
