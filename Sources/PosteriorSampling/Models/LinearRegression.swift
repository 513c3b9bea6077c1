import Foundation

/// Bayesian linear regression with known noise: yᵢ ~ N(xᵢᵀβ, σ²), β ~ N(0, s²I) or flat.
///
/// An intercept is a column of ones in the design.
public struct LinearRegression: ConjugatePosterior, GeneralizedLinearModel {
  /// The design X: N × d, an example a row.
  public let design: Matrix
  /// The N responses y.
  public let responses: [Double]
  /// The known standard deviation σ of the responses around the line.
  public let noiseStandardDeviation: Double
  /// The prior on each coefficient.
  public let prior: NormalPrior
  /// A name for each coefficient.
  public let parameterNames: [String]
  @usableFromInline let noisePrecision: Double
  private let packed: PackedModel?

  /// A model of N responses on an N × d design.
  public init(
    design: Matrix, responses: [Double], noiseStandardDeviation: Double, prior: NormalPrior = .flat,
    parameterNames: [String]? = nil
  ) {
    precondition(design.rowCount > 0, "a model needs at least one example")
    precondition(responses.count == design.rowCount, "\(responses.count) responses for \(design.rowCount) examples")
    precondition(
      noiseStandardDeviation > 0 && noiseStandardDeviation.isFinite,
      "the noise standard deviation must be positive, not \(noiseStandardDeviation)")
    self.design = design
    self.responses = responses
    self.noiseStandardDeviation = noiseStandardDeviation
    self.prior = prior
    self.parameterNames = parameterNames ?? (1...design.columnCount).map { "β[\($0)]" }
    noisePrecision = 1 / (noiseStandardDeviation * noiseStandardDeviation)
    packed = .linearRegression(design, responses, noisePrecision: noisePrecision, prior: prior)
  }

  /// The log density of the prior at β.
  public func logPrior(at position: Span<Double>) -> Double { prior.logDensity(at: position) }

  /// Adds ∇ ln p(β).
  @inlinable
  public func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    prior.addGradient(at: position, to: &gradient)
  }

  /// ln N(yᵢ; xᵢᵀβ, σ²).
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    let residual = responses[example] - design.dot(row: example, position)
    return -0.5 * (residual * residual * noisePrecision + logOf2Pi) - log(noiseStandardDeviation)
  }

  /// (yᵢ − λ)/σ².
  @inlinable
  public func score(of example: Int, atPredictor predictor: Double) -> Double {
    noisePrecision * (responses[example] - predictor)
  }

  /// 1/σ².
  @inlinable
  public func curvature(of example: Int, atPredictor predictor: Double) -> Double { noisePrecision }

  /// Adds scale · Σ xᵢ(yᵢ − xᵢᵀβ)/σ², in one C loop; relative to an anchor the same, with the predictors there in place of the responses.
  public func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    if let anchor {
      gradient.addLinearGradient(
        design: design, responses: anchor.notes, examples: examples, at: position, scaledBy: scale * noisePrecision)
    } else {
      gradient.addLinearGradient(
        design: design, responses: responses, examples: examples, at: position, scaledBy: scale * noisePrecision)
    }
  }

  /// The Hessian, the closed form, the linear predictor, and fused steps where the design is narrow.
  public var capabilities: Capabilities {
    var capabilities = Capabilities(hessian: self, exactPosterior: self, linearPredictor: self)
    capabilities.packed = packed
    return capabilities
  }

  /// The examples' predictors.
  public func note(_ notes: inout [Double], at position: Span<Double>) {
    if notes.count != exampleCount { notes = [Double](repeating: 0, count: exampleCount) }
    for i in notes.indices { notes[i] = design.dot(row: i, position) }
  }

  /// β | y ~ N(PXᵀy/σ², P), P⁻¹ = XᵀX/σ² + I/s².
  public func exactPosterior() throws(SamplingError) -> MultivariateNormal {
    try MultivariateNormal(
      design: design, responses: responses, noisePrecision: noisePrecision, priorPrecision: prior.precision,
      parameterNames: parameterNames)
  }
}
