import Foundation

/// The posterior of a probability θ under independent trials:
///
///     yᵢ | θ ~ Bernoulli(θ),   θ ~ Beta(α₀, β₀),   θ | y ~ Beta(α₀ + successes, β₀ + failures)
///
/// The default prior is flat on (0, 1). α₀ = β₀ = 0 (Haldane's prior, flat in the log odds) is improper, and
/// taken when there are both successes and failures.
public struct BetaBernoulli: ExactPosterior {
  /// α of the posterior.
  package let alpha: Double
  /// β of the posterior.
  package let beta: Double
  /// The one parameter's name.
  public let parameterNames: [String]

  /// The posterior after a number of successes and failures.
  ///
  /// - Throws: `SamplingError.improperPosterior(_:)` when α₀ or β₀ is zero and the data do not make up for it.
  public init(
    successes: Int, failures: Int, priorAlpha: Double = 1, priorBeta: Double = 1,
    parameterName: String = "probability"
  ) throws(SamplingError) {
    precondition(successes >= 0 && failures >= 0, "counts cannot be negative")
    precondition(
      priorAlpha >= 0 && priorBeta >= 0 && priorAlpha.isFinite && priorBeta.isFinite,
      "a beta prior needs α₀ ≥ 0 and β₀ ≥ 0")
    alpha = priorAlpha + Double(successes)
    beta = priorBeta + Double(failures)
    parameterNames = [parameterName]
    guard alpha > 0, beta > 0 else {
      throw .improperPosterior(
        "with no \(alpha > 0 ? "failure" : "success") seen, a prior Beta(\(priorAlpha), \(priorBeta)) leaves "
          + "'\(parameterName)' undetermined; give a prior with α₀ > 0 and β₀ > 0")
    }
  }

  /// The mean of the beta distribution, α/(α + β).
  public var mean: [Double] { [alpha / (alpha + beta)] }

  /// αβ/((α + β)²(α + β + 1)).
  public var covariance: Matrix {
    let total = alpha + beta
    return Matrix(diagonal: [alpha / total * (beta / total) / (total + 1)])
  }

  /// ln of θ^(α−1) (1 − θ)^(β−1) / B(α, β); −∞ outside [0, 1].
  public func logDensity(at position: Span<Double>) -> Double {
    let x = position[0]
    guard x >= 0, x <= 1 else { return -.infinity }
    return timesLog(alpha - 1, x) + timesLog(beta - 1, 1 - x) + SpecialFunctions.logGamma(alpha + beta)
      - SpecialFunctions.logGamma(alpha) - SpecialFunctions.logGamma(beta)
  }

  /// The beta distribution's quantile.
  public func quantile(ofParameter parameter: Int, at probability: Double) -> Double {
    SpecialFunctions.betaQuantile(probability, alpha, beta)
  }

  /// G₁/(G₁ + G₂), with G₁ ~ gamma(α, 1) and G₂ ~ gamma(β, 1).
  public func draw(into position: inout MutableSpan<Double>, using random: inout some RandomSource) {
    position[0] = 1 / (1 + exp(-random.logGamma(shape: alpha) + random.logGamma(shape: beta)))
  }
}
