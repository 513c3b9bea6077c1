import Foundation
import Testing

@testable import PosteriorSampling

/// Metrics from draws and gradients together.
@Suite struct RecentDrawsTests {
  /// Draws of N(m, C) with the gradients there, −C⁻¹(x − m).
  private func draws(_ count: Int, of covariance: Metric, mean: [Double], seed: UInt64) -> RecentDraws {
    var random = GSLRandom(seed: seed)
    let d = mean.count
    var draws = RecentDraws()
    for _ in 0..<count {
      // Lξ and, of the same ξ, L⁻ᵀξ.
      var (deviation, gradient) = ([Double](repeating: 0, count: d), [Double](repeating: 0, count: d))
      var same = random
      covariance.drawMomentum(&gradient, using: &same)
      covariance.drawIncrement(&deviation, using: &random)
      draws.add(zip(deviation, mean).map(+), gradient: gradient.map { -$0 }, atMost: count)
    }
    return draws
  }

  /// The eigenvalues of one metric in the coordinates in which another is the identity.
  private func ratios(_ metric: Metric, to truth: Metric, dimension d: Int) throws -> [Double] {
    let (root, other) = (metric.factor(dimension: d), truth.factor(dimension: d))
    return try SymmetricEigen(try Cholesky(other * other.transposed).whiten(root * root.transposed)).values
  }

  /// Σ, whatever units or guess, from one draw more than there are parameters.
  @Test(arguments: [Metric.unit, .diagonal([4, 1e-6, 1e4, 1]), .dense(try! Cholesky(.identity(4)))])
  func aNormalsCovarianceFromFewDraws(_ guess: Metric) throws {
    let truth = Metric.dense(
      try Cholesky(
        Matrix(columnCount: 4, elements: [1e4, 50, 0, 1, 50, 1, 0.3, 0, 0, 0.3, 4, 0.9, 1, 0, 0.9, 0.5])))
    let found = try draws(5, of: truth, mean: [1e3, 0, -7, 1], seed: 1).metric(.dense, last: 5, guess: guess)
    for ratio in try ratios(found, to: truth, dimension: 4) { #expect(abs(ratio - 1) < 0.02) }
  }

  /// The variances that make a diagonal normal round, from two draws.
  @Test func aDiagonalFromTwoDraws() throws {
    let truth = [1e-6, 2, 3e8]
    let found = try draws(2, of: .diagonal(truth), mean: [1, 2, 3], seed: 2).metric(.diagonal, last: 2, guess: .unit)
    for ratio in try ratios(found, to: .diagonal(truth), dimension: 3) { #expect(abs(ratio - 1) < 1e-6) }
  }

  /// A diagonal and three directions in 208 dimensions from 50 draws, and what is left of a condition of 4·10⁴.
  @Test func aLowRankFromFewerDrawsThanParameters() throws {
    let signs = (0..<208).map { i in [1, 2, 7].map { k in (i & k).nonzeroBitCount.isMultiple(of: 2) ? 1.0 : -1 } }
    let truth = try #require(
      LowRankMetric(
        scales: (0..<208).map { exp(Double($0 % 7) - 3) },
        directions: (1 / 208.0.squareRoot()) * Matrix(columnCount: 3, elements: signs.flatMap(\.self)).transposed,
        variances: [400, 50, 0.01]))
    let seen = draws(50, of: .lowRank(truth), mean: [Double](repeating: 3, count: 208), seed: 3)
    func condition(_ shape: Metric.Shape) throws -> Double {
      let ratios = try ratios(seen.metric(shape, last: 50, guess: .unit), to: .lowRank(truth), dimension: 208)
      return ratios[207] / ratios[0]
    }
    #expect(try condition(.diagonal) > 5000)
    #expect(try condition(.lowRank) < 4)
    guard case .lowRank(let found) = try seen.metric(.lowRank, last: 50, guess: .unit) else {
      Issue.record("not of low rank")
      return
    }
    #expect((3...12).contains(found.variances.count))
  }

  /// A single direction of a little more than twice the others' variance, or less than half of it, is seen.
  @Test(arguments: [2.2, 0.45]) func aFaintDirection(_ variance: Double) throws {
    let truth = try #require(
      LowRankMetric(
        scales: [Double](repeating: 3, count: 40),
        directions: (1 / 40.0.squareRoot()) * Matrix(columnCount: 40, elements: [Double](repeating: 1, count: 40)),
        variances: [variance]))
    let seen = draws(400, of: .lowRank(truth), mean: [Double](repeating: 0, count: 40), seed: 6)
    guard case .lowRank(let found) = try seen.metric(.lowRank, last: 400, guess: .unit) else {
      Issue.record("no direction")
      return
    }
    try #require(found.variances.count == 1)
    #expect(abs(found.variances[0] / variance - 1) < 0.1)
  }

  /// Where nothing but units is to be learnt, no direction is taken.
  @Test func noDirectionWithoutNeed() throws {
    let seen = draws(30, of: .diagonal([1, 2, 3]), mean: [0, 0, 0], seed: 4)
    guard case .diagonal = try seen.metric(.lowRank, last: 30, guess: .unit) else {
      Issue.record("a direction")
      return
    }
  }

  /// The last draws alone count, and too few or impossible ones are no crash.
  @Test func theLastCount() throws {
    var seen = RecentDraws()
    for k in 0..<40 { seen.add([k < 20 ? 1e9 : Double(k % 2)], gradient: [-Double(k % 2)], atMost: 30) }
    #expect(seen.positions.count == 30)
    #expect(try seen.metric(.diagonal, last: 20, guess: .unit) == .diagonal([1]))
    #expect(throws: SamplingError.self) { try RecentDraws().metric(.auto, last: 5, guess: .unit) }
    for _ in 0..<20 { seen.add([1e300], gradient: [0], atMost: 30) }
    seen.add([-1e300], gradient: [0], atMost: 30)
    #expect(throws: SamplingError.self) { try seen.metric(.auto, last: 20, guess: .unit) }
  }

  /// A chain that has not moved, of more parameters than draws, says nothing, and one that comes from far away no more
  /// than it can.
  @Test(arguments: Metric.Shape.allCases) func unmovedAndFallingChains(_ shape: Metric.Shape) throws {
    var (still, falling) = (RecentDraws(), RecentDraws())
    let ones = [Double](repeating: 1, count: 9)
    for _ in 0..<3 { still.add(ones, gradient: ones, atMost: 3) }
    let unmoved = try still.metric(shape, last: 3, guess: .diagonal(ones.map { 5 * $0 }))
    for j in 0..<9 { #expect(abs(unmoved.variance(of: j) - (shape == .unit ? 1 : 5)) < 1e-12) }
    for k in 0..<3 {
      let far = pow(10, Double(9 - 3 * k))
      falling.add((0..<9).map { far + Double($0) }, gradient: (0..<9).map { -far * Double($0 + 1) }, atMost: 3)
    }
    let fallen = try falling.metric(shape, last: 3, guess: .unit)
    #expect(fallen.fits(dimension: 9))
    for j in 0..<9 { #expect(fallen.variance(of: j) > 0 && fallen.variance(of: j).isFinite) }
  }

  /// Means and deviations of a correlated normal under a metric that does not fit it, and under one that was tuned.
  @Test func drawsAreTheNormals() throws {
    let target = try Gaussian(
      mean: [1, -2, 0], covariance: Matrix(columnCount: 3, elements: [1, 0.95, 0, 0.95, 1.2, 0.3, 0, 0.3, 4]))
    let misfit = try #require(
      LowRankMetric(
        scales: [0.5, 1, 2], directions: Matrix(columnCount: 3, elements: [0.6, 0, 0.8, 0.8, 0, -0.6]),
        variances: [9, 0.2]))
    var random = GSLRandom(seed: 5)
    let fixed = NUTS(target, stepSize: 0.3, metric: .lowRank(misfit))
    try expectMoments(
      of: fixed, from: try fixed.start(at: [1, -2, 0], using: &random), agreeWith: target.exact, draws: 8000,
      using: &random)
    let (tuned, state) = try NUTS(target, stepSize: 1).warmedUp(
      WarmUp(metric: .lowRank), from: [0, 0, 0], using: &random)
    guard case .lowRank = tuned.metric else {
      Issue.record("\(tuned.metric)")
      return
    }
    try expectMoments(of: tuned, from: state, agreeWith: target.exact, draws: 8000, using: &random)
  }

  /// A metric goes through a file and back, and one that is none does not.
  @Test func codable() throws {
    let metric = Metric.lowRank(
      try #require(
        LowRankMetric(
          scales: [1, 0.1], directions: Matrix(columnCount: 2, elements: [0.6, 0.8]), variances: [1.0 / 3])))
    let data = try JSONEncoder().encode(metric)
    #expect(try JSONDecoder().decode(Metric.self, from: data) == metric)
    for (good, bad) in [("0.6", "0.7"), ("[1,", "[0,"), ("[1,", "[1,1,"), ("0.3333333333333333", "-1")] {
      let text = String(decoding: data, as: UTF8.self)
      let damaged = text.replacing(good, with: bad)
      #expect(damaged != text)
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(Metric.self, from: Data(damaged.utf8)) }
    }
  }
}
