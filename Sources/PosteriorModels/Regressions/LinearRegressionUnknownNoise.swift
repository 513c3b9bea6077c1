import Foundation

/// Bayesian linear regression with unknown noise, in the parameters (β, ln σ).
///
///     yᵢ | β, σ ~ N(xᵢᵀβ, σ²),   β | σ ~ N(0, σ²s²I) or flat,   σ² ~ inverse-gamma(a₀, b₀)
///
/// The prior on β is scaled by σ, which makes the model conjugate. With a₀ = b₀ = 0, the default, the prior on σ
/// is flat in ln σ. The density is that of (β, ln σ): the Jacobian is included.
public struct LinearRegressionUnknownNoise: ConjugatePosterior, NoisyRegression {
  /// The design X: N × d.
  @usableFromInline package let design: Matrix
  /// The N responses y.
  @usableFromInline package let responses: [Double]
  /// The prior on each coefficient, in units of σ.
  package let prior: NormalPrior
  /// a₀ of the inverse-gamma prior on σ².
  package let noiseShape: Double
  /// b₀ of the inverse-gamma prior on σ².
  package let noiseScale: Double
  /// The coefficients' names, then "ln σ".
  public let parameterNames: [String]
  /// How many threads share a pass over all examples at the most: 1 unless set. Results are the same bits on any
  /// number.
  public var threads = 1

  /// A model of N responses on an N × d design.
  public init(
    design: Matrix, responses: [Double], prior: NormalPrior = .flat, noiseShape: Double = 0, noiseScale: Double = 0,
    coefficientNames: [String]? = nil
  ) {
    design.checkExamples(responses.count, "responses")
    precondition(noiseShape >= 0 && noiseScale >= 0, "an inverse-gamma prior needs a₀ ≥ 0 and b₀ ≥ 0")
    self.design = design
    self.responses = responses
    self.prior = prior
    self.noiseShape = noiseShape
    self.noiseScale = noiseScale
    parameterNames = (coefficientNames ?? design.coefficientNames) + ["ln σ"]
  }

  /// The closed form and the Hessian.
  public var capabilities: Capabilities { Capabilities(hessian: self, exactPosterior: self) }

  /// ln p(β, ln σ).
  public func logPrior(at position: Span<Double>) -> Double {
    let (coefficients, logSigma) = (position.extracting(first: dimension - 1), position[dimension - 1])
    let precision = exp(-2 * logSigma)
    let onNoise = -2 * noiseShape * logSigma - noiseScale * precision
    guard prior.precision > 0 else { return onNoise }
    return onNoise - Double(dimension - 1) * logSigma + precision * prior.logDensity(at: coefficients)
  }

  /// Adds ∇ ln p(β, ln σ).
  public func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    let d = dimension - 1
    let precision = exp(-2 * position[d])
    var onLogSigma = -2 * noiseShape + 2 * noiseScale * precision
    if prior.precision > 0 {
      var squares = 0.0
      for j in 0..<d {
        gradient[j] -= precision * prior.precision * position[j]
        squares += position[j] * position[j]
      }
      onLogSigma += precision * prior.precision * squares - Double(d)
    }
    gradient[d] += onLogSigma
  }

  /// The normal–inverse-gamma posterior, in (β, ln σ).
  public func exactPosterior() throws(SamplingError) -> NormalInverseGamma {
    let d = design.columnCount
    let normal = try MultivariateNormal(
      design: design, responses: responses, noisePrecision: 1, priorPrecision: prior.precision,
      parameterNames: Array(parameterNames.dropLast()))
    let fitted = design * normal.mean
    var squares = prior.precision * normal.mean.dot(normal.mean)
    for (response, fit) in zip(responses, fitted) { squares += (response - fit) * (response - fit) }
    let freedom = exampleCount - (prior == .flat ? d : 0)
    return try NormalInverseGamma(
      mean: normal.mean, scaledCovariance: normal.covariance,
      shape: noiseShape + 0.5 * Double(freedom), scale: noiseScale + 0.5 * squares,
      responseScale: responses.reduce(0) { $0 + $1 * $1 }, parameterNames: parameterNames)
  }
}
