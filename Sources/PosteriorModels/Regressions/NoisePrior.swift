import Foundation
import PosteriorSampling

/// The conjugate prior of a linear regression with unknown noise, in (β, ln σ):
///
///     β | σ ~ N(0, σ²s²I) or flat,   σ² ~ inverse-gamma(a₀, b₀)
struct NoisePrior: Sendable {
  /// The prior on each coefficient, in units of σ.
  let coefficients: NormalPrior
  /// a₀.
  let shape: Double
  /// b₀.
  let scale: Double

  init(_ coefficients: NormalPrior, shape: Double, scale: Double) {
    precondition(shape >= 0 && scale >= 0, "an inverse-gamma prior needs a₀ ≥ 0 and b₀ ≥ 0")
    (self.coefficients, self.shape, self.scale) = (coefficients, shape, scale)
  }

  /// ln p(β, ln σ), up to a constant.
  func logDensity(at position: Span<Double>) -> Double {
    let d = position.count - 1
    let precision = exp(-2 * position[d])
    let onNoise = -2 * shape * position[d] - scale * precision
    guard coefficients.precision > 0 else { return onNoise }
    return onNoise - Double(d) * position[d]
      + precision * coefficients.logDensity(at: position.extracting(first: d))
  }

  /// Adds ∇ ln p(β, ln σ).
  func addGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    let d = position.count - 1
    let precision = exp(-2 * position[d])
    var onLogSigma = -2 * shape + 2 * scale * precision
    if coefficients.precision > 0 {
      var squares = 0.0
      for j in 0..<d {
        gradient[j] -= precision * coefficients.precision * position[j]
        squares += position[j] * position[j]
      }
      onLogSigma += precision * coefficients.precision * squares - Double(d)
    }
    gradient[d] += onLogSigma
  }

  /// The posterior of N examples.
  ///
  /// - Parameters:
  ///   - normal: That of the coefficients where σ = 1.
  ///   - residualSquares: Σ (yᵢ − xᵢᵀβ)² at its mean.
  ///   - responseSquares: Σ yᵢ².
  func posterior(
    _ normal: MultivariateNormal, residualSquares: Double, responseSquares: Double, exampleCount: Int
  ) throws(SamplingError) -> NormalInverseGamma {
    let freedom = exampleCount - (coefficients == .flat ? normal.dimension : 0)
    let squares = coefficients.precision * normal.mean.dot(normal.mean) + residualSquares
    return try NormalInverseGamma(
      mean: normal.mean, scaledCovariance: normal.covariance, shape: shape + 0.5 * Double(freedom),
      scale: scale + 0.5 * squares, responseScale: responseSquares, parameterNames: normal.parameterNames + ["ln σ"])
  }
}
