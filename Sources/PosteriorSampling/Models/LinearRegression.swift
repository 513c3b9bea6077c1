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
  /// The examples once more, laid out for short steps, where the design is narrow.
  @usableFromInline let narrow: NarrowRegression?

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
    narrow =
      design.columnCount <= NarrowRegression.mostColumns ? NarrowRegression(design, responses: responses) : nil
  }

  /// ln p(β).
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

  /// Adds scale · Σ xᵢ(yᵢ − xᵢᵀβ)/σ² over a minibatch, in one C loop.
  public func addLogLikelihoodGradient(
    ofMinibatch examples: Span<Int32>, at position: Span<Double>, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    gradient.addLinearGradient(
      design: design, responses: responses, examples: examples, at: position, scaledBy: scale * noisePrecision)
  }

  /// Adds Σ xᵢ(yᵢ − xᵢᵀβ)/σ² over a block of consecutive examples, in one C loop.
  public func addLogLikelihoodGradient(
    ofBlock examples: Range<Int>, at position: Span<Double>, to gradient: inout MutableSpan<Double>
  ) {
    gradient.addLinearGradient(
      design: design, responses: responses, block: examples, at: position, scaledBy: noisePrecision)
  }

  /// Adds scale · Σ xᵢxᵢᵀ(β* − β)/σ²: the same loop, with the predictors at the anchor in place of the responses.
  public func addLogLikelihoodGradient(
    ofMinibatch examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    gradient.addLinearGradient(
      design: design, responses: anchor.notes, examples: examples, at: position, scaledBy: scale * noisePrecision)
  }

  // The next two are inlined, and call nothing that takes the whole model: it would be copied at each step.

  /// Writes ∇U's estimate, in one C loop where the design is narrow.
  @inline(__always)
  @inlinable
  public func setPotentialGradient(
    _ gradient: inout MutableSpan<Double>, ofMinibatch examples: Span<Int32>, at position: Span<Double>
  ) {
    let scale = noisePrecision * Double(design.rowCount) / Double(examples.count)
    if let narrow {
      return narrow.setGradient(
        &gradient, ofMinibatch: examples, at: position, precision: prior.precision, scale: scale)
    }
    gradient.fill(0)
    prior.addGradient(at: position, to: &gradient)
    gradient.negate()
    gradient.addLinearGradient(
      design: design, responses: responses, examples: examples, at: position, scaledBy: -scale)
  }

  /// Writes ∇U's estimate with control variates, likewise.
  @inline(__always)
  @inlinable
  public func setPotentialGradient(
    _ gradient: inout MutableSpan<Double>, ofMinibatch examples: Span<Int32>, at position: Span<Double>,
    relativeTo anchor: Anchor
  ) {
    let scale = noisePrecision * Double(design.rowCount) / Double(examples.count)
    if let narrow {
      return narrow.setGradient(
        &gradient, ofMinibatch: examples, values: anchor.notes, offset: anchor.gradient, at: position,
        precision: prior.precision, scale: scale)
    }
    gradient.fill(0)
    prior.addGradient(at: position, to: &gradient)
    gradient.add(1, times: anchor.gradient.span)
    gradient.negate()
    gradient.addLinearGradient(
      design: design, responses: anchor.notes, examples: examples, at: position, scaledBy: -scale)
  }

  /// This model, where its design is narrow.
  public var shortSteps: ShortSteps? {
    narrow.map { ShortSteps(regression: $0, shift: nil, precision: prior.precision, noisePrecision: noisePrecision) }
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
