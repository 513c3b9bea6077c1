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
  private let prior: NoisePrior
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
    self.design = design
    self.responses = responses
    self.prior = NoisePrior(prior, shape: noiseShape, scale: noiseScale)
    parameterNames = (coefficientNames ?? design.coefficientNames) + ["ln σ"]
  }

  /// The closed form and the Hessian.
  public var capabilities: Capabilities { Capabilities(hessian: self, exactPosterior: self) }

  /// ln p(β, ln σ).
  public func logPrior(at position: Span<Double>) -> Double { prior.logDensity(at: position) }

  /// Adds ∇ ln p(β, ln σ).
  public func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    prior.addGradient(at: position, to: &gradient)
  }

  /// The normal–inverse-gamma posterior, in (β, ln σ).
  public func exactPosterior() throws(SamplingError) -> NormalInverseGamma {
    let normal = try MultivariateNormal(
      design: design, responses: responses, noisePrecision: 1, priorPrecision: prior.coefficients.precision,
      parameterNames: Array(parameterNames.dropLast()))
    let residuals = zip(responses, design * normal.mean).map(-)
    return try prior.posterior(
      normal, residualSquares: residuals.dot(residuals), responseSquares: responses.dot(responses),
      exampleCount: exampleCount)
  }
}
