import Foundation
import PosteriorDiagnostics
import PosteriorSampling
import Testing

@Suite struct SlicedWassersteinTests {
  private func sample(_ count: Int, seed: UInt64, _ dimension: Int = 3) -> Matrix {
    var random = GSLRandom(seed: seed)
    return Matrix(columnCount: dimension, elements: random.normals(count * dimension))
  }

  private func shifted(_ draws: Matrix, by shift: [Double]) -> Matrix {
    Matrix(columnCount: shift.count, elements: draws.rows.flatMap { zip($0, shift).map { $0 + $1 } })
  }

  /// SW₂² = |δ|²/d for a shift, which in every direction is exact: only the directions are random.
  @Test func shift() {
    var random = GSLRandom(seed: 81)
    let draws = sample(50, seed: 82)
    let distance = SlicedWassersteinDistance.between(
      draws, shifted(draws, by: [1, -2, 2]), projections: 4000, using: &random)
    #expect(abs(distance.squared - 3) < 4 * distance.squaredStandardError)
    #expect(abs(distance.value - 3.0.squareRoot()) < 4 * distance.standardError)
    // (u·δ)² = 9c² with c uniform on (−1, 1): its variance is 81(1/5 − 1/9).
    let expected = (81 * (1.0 / 5 - 1.0 / 9) / 4000).squareRoot()
    #expect(abs(distance.squaredStandardError / expected - 1) < 0.05)
    #expect(abs(distance.standardError - distance.squaredStandardError / (2 * distance.value)) < 1e-15)
  }

  @Test func zeroBetweenEqualSamples() {
    var random = GSLRandom(seed: 83)
    let draws = sample(20, seed: 84)
    let reversed = Matrix(columnCount: 3, elements: draws.rows.reversed().flatMap { $0 })
    let distance = SlicedWassersteinDistance.between(draws, reversed, projections: 10, using: &random)
    #expect(distance.value < 1e-15 && distance.standardError == 0)
  }

  /// In one dimension every direction is ±1: no randomness, and the one-dimensional distance, unequal sizes included.
  @Test func oneDimension() throws {
    var random = GSLRandom(seed: 85)
    let (a, b) = (sample(40, seed: 86, 1), sample(25, seed: 87, 1))
    let distance = SlicedWassersteinDistance.between(a, b, projections: 3, using: &random)
    let expected = WassersteinDistance.between(a.elements, b.elements, order: .two)
    #expect(abs(distance.value - expected) < 1e-14 && distance.standardError < 1e-15)

    let normal = try MultivariateNormal(mean: [0.3], covariance: Matrix(diagonal: [2.25]))
    for count in [1, 2, 3, 40, 1000] {
      let draws = sample(count, seed: 88, 1)
      let toNormal = SlicedWassersteinDistance.between(draws, normal, projections: 2, using: &random)
      let byQuadrature = WassersteinDistance.between(
        draws.elements, quantile: { normal.quantile(ofParameter: 0, at: $0) }, order: .two)
      #expect(abs(toNormal.value / byQuadrature - 1) < 1e-7)
    }
  }

  /// One draw at x: the squared distance in direction u is (u·(x − μ))² + uᵀΣu, whose mean is
  /// (|x − μ|² + tr Σ)/d.
  @Test func oneDrawAgainstNormal() throws {
    var random = GSLRandom(seed: 89)
    let normal = try MultivariateNormal(
      mean: [1, -2, 0], covariance: Matrix(columnCount: 3, elements: [2, 0.6, 0, 0.6, 0.5, 0.1, 0, 0.1, 1]))
    let distance = SlicedWassersteinDistance.between(
      Matrix(columnCount: 3, elements: [0, 0, 2]), normal, projections: 4000, using: &random)
    #expect(abs(distance.squared - (9 + 3.5) / 3) < 4 * distance.squaredStandardError)
  }

  /// Draws of the normal itself approach it, as n⁻¹ up to a slow factor in the square; those of another do not.
  @Test func drawsOfTheNormalApproachIt() throws {
    var random = GSLRandom(seed: 90)
    let normal = try MultivariateNormal(
      mean: [1, -2], covariance: Matrix(columnCount: 2, elements: [2, 0.6, 0.6, 0.5]))
    func squared(_ count: Int, shift: Double) -> Double {
      let draws = (0..<count).flatMap { _ in normal.draw(using: &random).map { $0 + shift } }
      return SlicedWassersteinDistance.between(
        Matrix(columnCount: 2, elements: draws), normal, projections: 50, using: &random
      ).squared
    }
    let (few, many) = ((0..<10).map { _ in squared(50, shift: 0) }, (0..<10).map { _ in squared(2000, shift: 0) })
    let ratio = few.reduce(0, +) / many.reduce(0, +)
    #expect(ratio > 10 && ratio < 80)
    #expect(squared(2000, shift: 1) > 0.5)
  }

  @Test func refusesTooFewProjections() async {
    await #expect(processExitsWith: .failure) {
      var random = GSLRandom(seed: 1)
      let draws = Matrix(columnCount: 1, elements: [1, 2])
      _ = SlicedWassersteinDistance.between(draws, draws, projections: 1, using: &random)
    }
  }
}
