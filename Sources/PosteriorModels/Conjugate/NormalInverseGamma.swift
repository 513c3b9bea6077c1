import Foundation

/// The posterior of linear regression with unknown noise, in the parameters (β, ln σ).
///
///     σ² ~ inverse-gamma(a, b),   β | σ ~ N(m, σ²V)
///
/// β is Student t with 2a degrees of freedom; ln σ = ½(ln b − ln G) with G ~ gamma(a, 1), so that its mean is
/// ½(ln b − ψ(a)) and its variance ¼ψ₁(a); β and ln σ are dependent but uncorrelated.
public struct NormalInverseGamma: ExactPosterior {
  /// The mean of (β, ln σ).
  public let mean: [Double]
  /// The covariance of (β, ln σ).
  public let covariance: Matrix
  /// The coefficients' names, then "ln σ".
  public let parameterNames: [String]
  /// The shape a of the inverse gamma distribution of σ².
  package let shape: Double
  /// The scale b of the inverse gamma distribution of σ².
  package let scale: Double
  /// β given σ = 1: N(m, V).
  package let unitNormal: MultivariateNormal

  init(
    mean: [Double], scaledCovariance: Matrix, shape: Double, scale: Double, responseScale: Double,
    parameterNames: [String]
  ) throws(SamplingError) {
    guard shape > 1 else {
      throw .improperPosterior(
        "with \(mean.count) coefficients there are too few examples for the noise to be estimated "
          + "(the coefficients' variances are infinite); give more rows, or fewer features")
    }
    guard scale > 1e-24 * responseScale else {
      throw .improperPosterior("the features fit the target exactly, so the noise has no posterior; use a known noise")
    }
    do throws(GSLError) {
      unitNormal = try MultivariateNormal(
        mean: mean, covariance: scaledCovariance, parameterNames: Array(parameterNames.dropLast()))
    } catch {
      throw .improperPosterior("the coefficients' covariance is not positive definite: \(error)")
    }
    self.shape = shape
    self.scale = scale
    self.parameterNames = parameterNames
    self.mean = mean + [0.5 * (log(scale) - SpecialFunctions.digamma(shape))]
    let d = mean.count
    var covariance = Matrix(rowCount: d + 1, columnCount: d + 1)
    for i in 0..<d { for j in 0..<d { covariance[i, j] = scale / (shape - 1) * scaledCovariance[i, j] } }
    covariance[d, d] = 0.25 * SpecialFunctions.trigamma(shape)
    self.covariance = covariance
  }

  /// The normalised log density of (β, ln σ).
  public func logDensity(at position: Span<Double>) -> Double {
    let d = dimension - 1
    let logSigma = position[d]
    let whitened = unitNormal.cholesky.solveLower((0..<d).map { position[$0] - mean[$0] })
    let precision = exp(-2 * logSigma)
    let coefficients =
      -0.5 * (precision * whitened.dot(whitened) + Double(d) * logOf2Pi + unitNormal.cholesky.logDeterminant)
      - Double(d) * logSigma
    let noise =
      log(2.0) + shape * log(scale) - SpecialFunctions.logGamma(shape) - 2 * shape * logSigma - scale * precision
    return coefficients + noise
  }

  /// Student's t for a coefficient, ½ ln of an inverse-gamma quantile for ln σ.
  public func quantile(ofParameter parameter: Int, at probability: Double) -> Double {
    if parameter == dimension - 1 {
      return 0.5 * log(scale / SpecialFunctions.gammaUpperQuantile(probability, shape: shape, scale: 1))
    }
    let width = (scale / shape * unitNormal.covariance[parameter, parameter]).squareRoot()
    return mean[parameter] + width * SpecialFunctions.studentTQuantile(probability, degrees: 2 * shape)
  }

  /// σ first, then β given σ.
  public func draw(into position: inout MutableSpan<Double>, using random: inout some RandomSource) {
    let d = dimension - 1
    let logSigma = 0.5 * (log(scale) - log(random.gamma(shape: shape)))
    let draw = unitNormal.draw(using: &random)
    for j in 0..<d { position[j] = mean[j] + exp(logSigma) * (draw[j] - mean[j]) }
    position[d] = logSigma
  }
}
