import Foundation

/// The posterior of a rate λ under independent counts:
///
///     yᵢ | λ ~ Poisson(λ),   λ ~ gamma(a₀, rate b₀),   λ | y ~ gamma(a₀ + Σyᵢ, rate b₀ + n)
///
/// The default prior, a₀ = 1 and b₀ = 0, is flat on λ > 0; a₀ = ½ is Jeffreys's, a₀ = 0 is flat in ln λ.
public struct GammaPoisson: ExactPosterior {
  /// a of the posterior.
  package let shape: Double
  /// b of the posterior, in observations.
  package let rate: Double
  /// The one parameter's name.
  public let parameterNames: [String]

  /// The posterior after n counts of a given total.
  ///
  /// - Throws: `SamplingError.improperPosterior(_:)` when a₀ or b₀ is zero and the data do not make up for it.
  public init(
    total: Int, observationCount: Int, priorShape: Double = 1, priorRate: Double = 0, parameterName: String = "rate"
  ) throws(SamplingError) {
    precondition(total >= 0 && observationCount >= 0, "counts cannot be negative")
    precondition(observationCount > 0 || total == 0, "no observations have a total of \(total)")
    precondition(
      priorShape >= 0 && priorRate >= 0 && priorShape.isFinite && priorRate.isFinite,
      "a gamma prior needs a₀ ≥ 0 and b₀ ≥ 0")
    shape = priorShape + Double(total)
    rate = priorRate + Double(observationCount)
    parameterNames = [parameterName]
    guard shape > 0, rate > 0 else {
      throw .improperPosterior(
        (rate > 0 ? "all counts are zero" : "there are no observations")
          + ", so a gamma prior with shape \(priorShape) and rate \(priorRate) leaves '\(parameterName)' undetermined; "
          + "give a prior with a positive \(rate > 0 ? "shape" : "shape and rate")")
    }
  }

  /// The posterior after a list of counts.
  ///
  /// - Throws: `SamplingError.improperPosterior(_:)` when a₀ or b₀ is zero and the data do not make up for it.
  public init(
    counts: [Int], priorShape: Double = 1, priorRate: Double = 0, parameterName: String = "rate"
  ) throws(SamplingError) {
    precondition(counts.allSatisfy { $0 >= 0 }, "counts cannot be negative")
    try self.init(
      total: counts.reduce(0, +), observationCount: counts.count, priorShape: priorShape, priorRate: priorRate,
      parameterName: parameterName)
  }

  /// The mean of the gamma distribution, a/b.
  public var mean: [Double] { [shape / rate] }

  /// The variance of the gamma distribution, a/b².
  public var covariance: Matrix { Matrix(diagonal: [shape / rate / rate]) }

  /// ln of bᵃ λ^(a−1) e^(−bλ) / Γ(a); −∞ for λ < 0.
  public func logDensity(at position: Span<Double>) -> Double {
    let x = position[0]
    guard x >= 0, x < .infinity else { return -.infinity }
    return timesLog(shape - 1, x) - rate * x + shape * log(rate) - SpecialFunctions.logGamma(shape)
  }

  /// The gamma distribution's quantile.
  public func quantile(ofParameter parameter: Int, at probability: Double) -> Double {
    SpecialFunctions.gammaQuantile(probability, shape: shape, scale: 1 / rate)
  }

  /// G/b, with G ~ gamma(a, 1).
  public func draw(into position: inout MutableSpan<Double>, using random: inout some RandomSource) {
    position[0] = random.gamma(shape: shape) / rate
  }
}
