import Foundation

/// Bayesian linear regression with unknown noise under any priors, in the parameters (β, ln σ):
///
///     yᵢ ~ N(xᵢᵀβ, σ²),   βⱼ ~ a ``Prior``,   σ ~ a ``ScalePrior``
///
/// Unlike ``LinearRegressionUnknownNoise`` the prior on β does not depend on σ, so that there is no closed form. The
/// density is that of (β, ln σ), the Jacobian included; reported are (β, σ).
public struct NonconjugateLinearRegression: Posterior {
  /// The prior on each coefficient.
  @usableFromInline package let prior: Prior
  /// The prior on σ.
  @usableFromInline package let noisePrior: ScalePrior
  /// The likelihood, which is the conjugate model's.
  @usableFromInline let likelihood: LinearRegressionUnknownNoise

  /// A model of N responses on an N × d design.
  public init(
    design: Matrix, responses: [Double], prior: Prior, noisePrior: ScalePrior, coefficientNames: [String]? = nil
  ) {
    self.prior = prior
    self.noisePrior = noisePrior
    likelihood = LinearRegressionUnknownNoise(
      design: design, responses: responses, coefficientNames: coefficientNames)
  }

  /// The coefficients' names, then "ln σ".
  public var parameterNames: [String] { likelihood.parameterNames }

  /// The coefficients' names, then "σ".
  public var reportedNames: [String] { parameterNames.dropLast() + ["σ"] }

  /// d + 1: the coefficients and ln σ.
  public var dimension: Int { likelihood.dimension }

  /// The number of examples N.
  public var exampleCount: Int { likelihood.exampleCount }

  /// Writes the coefficients, then σ in place of ln σ.
  public func report(_ position: Span<Double>, into values: inout MutableSpan<Double>) {
    let d = dimension - 1
    for j in 0..<d { values[j] = position[j] }
    values[d] = exp(position[d])
  }

  /// ln p(β, ln σ).
  public func logPrior(at position: Span<Double>) -> Double {
    let d = dimension - 1
    return prior.logDensity(at: position.extracting(first: d)) + noisePrior.logDensity(ofLogarithm: position[d])
  }

  /// Adds ∇ ln p(β, ln σ).
  @inlinable
  public func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    let d = dimension - 1
    prior.addGradient(at: position.extracting(first: d), to: &gradient)
    gradient[d] += noisePrior.derivative(ofLogarithm: position[d])
  }

  /// ln N(yᵢ; xᵢᵀβ, σ²).
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    likelihood.logLikelihood(of: example, at: position)
  }

  /// Adds scale · (xᵢr/σ², r²/σ² − 1), r = yᵢ − xᵢᵀβ.
  @inlinable
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    likelihood.addLogLikelihoodGradient(of: example, at: position, scaledBy: scale, to: &gradient)
  }
}
