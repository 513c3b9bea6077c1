import Foundation
import PosteriorSampling
import Testing

@testable import PosteriorDiagnostics

/// What is computed from blocks is what the samples themselves have.
@Suite struct ComparisonBlockTests {
  private let a = normalDraws(96, 2, seed: 91)
  private let b = normalDraws(96, 2, seed: 92, shift: 0.4, scale: 1.3)

  /// Multipliers add up to 0 in each sample, and have variance 1 as Student's t with 31 degrees of freedom has it.
  @Test func multipliers() {
    var random = GSLRandom(seed: 93)
    let multipliers = BlockMultipliers(count: 4000, using: &random)
    var square = 0.0
    for replicate in 0..<4000 {
      let coefficients = multipliers.coefficients(replicate)
      #expect(abs(coefficients[..<32].reduce(0, +)) < 1e-15 && abs(coefficients[32...].reduce(0, +)) < 1e-15)
      square += coefficients.dot(coefficients) * 32 / 2 / 4000
    }
    // The variance of t is ν/(ν − 2), that of its square's mean 2(ν − 1)/(ν − 4) of that over the replicates.
    #expect(abs(square - 31.0 / 29) < 4 * (2.0 / 27 * 1.3 / 4000).squareRoot(), "\(square)")
  }

  /// The scatter of a mean is its standard error by batch means.
  @Test func scatterOfMeans() {
    var random = GSLRandom(seed: 94)
    let multipliers = BlockMultipliers(count: 4000, using: &random)
    let means = blockMeans(a.column(0))
    let zero = [Double](repeating: 0, count: 32)
    let scatter = multipliers.scatter(means, zero)
    let expected = means.variance / 32 * 31 / 29
    #expect(abs(scatter.dot(scatter) / 4000 / expected - 1) < 0.12)
  }

  /// A linear statistic's form is the square of its number.
  @Test func formsOfQuantiles() {
    var random = GSLRandom(seed: 95)
    let multipliers = BlockMultipliers(count: 50, using: &random)
    let distances = MarginalDistances(a.column(0), b.column(0), multipliers)
    let exact = WassersteinDistance.between(a.column(0), b.column(0))
    #expect(abs(distances.wasserstein1.value - exact.one) < 1e-15)
    #expect(abs(distances.wasserstein2.value - exact.two) < 1e-15)
    let mean = abs(a.column(0).reduce(0, +) - b.column(0).reduce(0, +)) / 96
    #expect(abs(distances.mean.value - mean) < 1e-15)
    let deviations = (a.moments.covariance[0, 0].squareRoot(), b.moments.covariance[0, 0].squareRoot())
    #expect(abs(distances.standardDeviation.value - abs(deviations.0 - deviations.1)) < 1e-14)
  }

  /// The V-statistic, from the U-statistic by its diagonals.
  @Test func kernel() {
    var random = GSLRandom(seed: 96)
    let multipliers = BlockMultipliers(count: 5, using: &random)
    let seen = BlockKernel(a, b, bandwidth: 0.8).form(multipliers).square
    let joint = MaximumMeanDiscrepancy.between(a, b, bandwidth: 0.8).squared
    // mean over i ≠ j becomes mean over all: (95/96) u + 1/96, the cross term being the same.
    func inner(_ x: Matrix, _ y: Matrix) -> Double {
      (0..<96).reduce(0) { sum, i in
        (0..<96).reduce(sum) { sum, j in
          let square = (0..<2).reduce(0) { $0 + (x[i, $1] - y[j, $1]) * (x[i, $1] - y[j, $1]) }
          return sum + exp(-square / 1.28)
        }
      }
    }
    let (own, other) = ((inner(a, a) - 96) / 96 / 95, (inner(b, b) - 96) / 96 / 95)
    #expect(abs(seen - (joint + (2 - own - other) / 96)) < 1e-12)
  }

  /// The unit of MMD is what a small shift of one parameter makes of it, on average.
  @Test func unitOfTheKernel() {
    let draws = normalDraws(640, 3, seed: 97)
    let shift = 1e-3
    let mean = (0..<3).reduce(0.0) { sum, j in
      var moved = draws
      for i in 0..<draws.rowCount { moved[i, j] += shift }
      var random = GSLRandom(seed: 98)
      let form = BlockKernel(draws, moved, bandwidth: 1.5).form(BlockMultipliers(count: 1, using: &random))
      return sum + form.square / (shift * shift) / 3
    }
    let unit = BlockKernel.unitShift(draws, bandwidth: 1.5)
    // The diagonal, which the unit leaves out, is 1/640 of 1/σ².
    #expect(abs(unit + 1 / (640 * 2.25) - mean) < 0.01 * mean, "\(unit) \(mean)")
  }

  @Test func steinIsTheBiasedStatistic() {
    var random = GSLRandom(seed: 99)
    let stein = SteinKernel(dimension: 2, scale: 1, exponent: -0.5)
    let scores = -1 * a
    let kernel = BlockKernel(count: 32, length: 3) { stein.value(a.elements.span, scores.elements.span, $0, $1) }
    let seen = kernel.form(BlockMultipliers(count: 5, using: &random)).square
    #expect(abs(seen - KernelSteinDiscrepancy.of(a, scores: scores).biasedSquared) < 1e-12)
  }
}
