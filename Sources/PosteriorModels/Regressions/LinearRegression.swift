import Foundation

/// Bayesian linear regression with known noise: yᵢ ~ N(xᵢᵀβ, σ²), β ~ N(0, s²I) or flat.
///
/// An intercept is a column of ones in the design.
public struct LinearRegression: ConjugatePosterior, IndependentPriorModel, OnePassLinearModel {
  /// The design X: N × d, an example a row.
  public let design: Matrix
  /// The N responses y.
  @usableFromInline package let responses: [Double]
  /// The known standard deviation σ of the responses around the line.
  package let noiseStandardDeviation: Double
  /// The prior on each coefficient.
  @usableFromInline package let prior: NormalPrior
  /// A name for each coefficient.
  public let parameterNames: [String]
  /// How many threads share a pass over all examples at the most: 1 unless set. Results are the same bits on any
  /// number.
  public var threads = 1
  @usableFromInline let noisePrecision: Double
  private let onePass: (any OnePassGradient)?

  /// A model of N responses on an N × d design.
  public init(
    design: Matrix, responses: [Double], noiseStandardDeviation: Double, prior: NormalPrior = .flat,
    parameterNames: [String]? = nil
  ) {
    design.checkExamples(responses.count, "responses")
    self.design = design
    self.responses = responses
    self.noiseStandardDeviation = noiseStandardDeviation
    self.prior = prior
    self.parameterNames = parameterNames ?? design.coefficientNames
    noisePrecision = precision(ofNoise: noiseStandardDeviation)
    let packed = PackedModel.linearRegression(
      design, responses, noisePrecision: noisePrecision,
      prior: IndependentNormals(precision: prior.precision, count: design.columnCount))
    onePass =
      packed
      ?? LeastSquaresSteps(design, responses, noisePrecision: noisePrecision, priorPrecision: prior.precision)
  }

  /// ln N(yᵢ; xᵢᵀβ, σ²).
  public func logLikelihood(of example: Int, atPredictor predictor: Double) -> Double {
    let residual = responses[example] - predictor
    return -0.5 * (residual * residual * noisePrecision + logOf2Pi) - log(noiseStandardDeviation)
  }

  @usableFromInline
  package func logLikelihood(_ pass: LikelihoodPass) -> Double {
    pass.normal(design, responses, precision: noisePrecision)
      - Double(exampleCount) * (0.5 * logOf2Pi + log(noiseStandardDeviation))
  }

  /// The residual over the variance, (yᵢ − λ)/σ².
  @inlinable
  public func score(of example: Int, atPredictor predictor: Double) -> Double {
    noisePrecision * (responses[example] - predictor)
  }

  /// 1/σ², the same for all examples.
  @inlinable
  public func curvature(of example: Int, atPredictor predictor: Double) -> Double { noisePrecision }

  /// Adds scale · Σ xᵢ(yᵢ − xᵢᵀβ)/σ², in one C loop; relative to an anchor the same, with the predictors
  /// there in place of the responses.
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

  /// The Hessian, the closed form, the linear predictor, and fused steps.
  public var capabilities: Capabilities {
    Capabilities(hessian: self, exactPosterior: self, linearPredictor: self, onePass: onePass)
  }

  /// The examples' predictors at the anchor, which its gradient needs in place of their scores.
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
