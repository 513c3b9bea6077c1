/// A posterior whose examples' gradients are taken relative to lines in their linear predictors λᵢ = xᵢᵀθ: control
/// variates of second order, smoothed over a normal approximation N(μ, Σ).
///
///     ĝ_b(θ) = −∇ln p(θ) + Σᵢaᵢxᵢ + (Σᵢbᵢxᵢxᵢᵀ)(θ − μ) + (N/|b|) Σ_{i∈b} [wᵢ(λᵢ) − aᵢ − bᵢxᵢᵀ(θ − μ)] xᵢ
///
///     wᵢ = −∂ln p(yᵢ | λ)/∂λ,   aᵢ = E wᵢ(xᵢᵀμ + sᵢz),   bᵢ = E wᵢ′(xᵢᵀμ + sᵢz),   sᵢ² = xᵢᵀΣxᵢ,   z ~ N(0, 1)
///
/// The posterior is the same; only its division between the prior and the examples is another. The estimate is unbiased
/// for every (μ, Σ). Under N(μ, Σ) the lines are those of least squares, so that a minibatch's noise is least where
/// chains are, not at the mode alone as with ``AnchoredPosterior``. Linear regression has no noise at all.
///
/// It is for models with a linear predictor. It keeps two numbers an example and a d × d matrix; making it takes some N
/// d² operations for each of a dozen passes over the examples, and a step takes d² more. Any sampler takes it in place
/// of the model.
public struct SmoothedControlVariates<Model: Posterior>: PosteriorWrapper, GeneralizedLinearModel {
  /// The model whose examples' gradients are taken relative to lines.
  @usableFromInline package let model: Model
  /// What knows the examples' linear predictors.
  let predictor: any GeneralizedLinearModel
  /// The lines, and what they sum to.
  @usableFromInline let lines: PredictorLines

  init(_ model: Model, _ predictor: any GeneralizedLinearModel, _ lines: PredictorLines) {
    self.model = model
    self.predictor = predictor
    self.lines = lines
  }

  /// The model, to which everything is handed on that the lines do not change.
  public var base: any Posterior { model }

  /// The model's, its gradient in one pass relative to the lines.
  public var capabilities: Capabilities {
    var capabilities = model.capabilities
    capabilities.onePass = capabilities.onePass.map { LineRelativeGradient($0, lines) }
    capabilities.pointwise = nil
    capabilities.linearPredictor = self
    return capabilities
  }

  // What a step asks for goes to the model directly, so that it is compiled for it.

  /// The number of parameters d.
  public var dimension: Int { model.dimension }

  /// The number of examples N.
  public var exampleCount: Int { model.exampleCount }

  /// The posterior's own log density.
  public func logDensity(at position: Span<Double>) -> Double { model.logDensity(at: position) }

  /// The posterior's own log density and gradient.
  @inlinable
  public func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    model.logDensity(at: position, addingGradientTo: &gradient)
  }

  /// The posterior's own gradient.
  @inlinable
  public func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    model.addLogDensityGradient(at: position, to: &gradient)
  }

  /// ln p(θ) less the parabolas of all examples.
  public func logPrior(at position: Span<Double>) -> Double { model.logPrior(at: position) - lines.sum(at: position) }

  /// Adds ∇ ln p(θ) less the lines of all examples.
  @inlinable
  public func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    model.addLogPriorGradient(at: position, to: &gradient)
    lines.addSum(at: position, scaledBy: -1, to: &gradient)
  }

  /// ln pᵢ(θ) with the example's parabola added.
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    model.logLikelihood(of: example, at: position)
      + lines.parabola(of: example, atPredictor: design.dot(row: example, position))
  }

  /// Adds scale · [∇ ln pᵢ(θ) + the line's value times xᵢ].
  @inlinable
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    let examples = CollectionOfOne(Int32(example))
    addLogLikelihoodGradient(
      ofExamples: examples.span, at: position, relativeTo: nil, scaledBy: scale, to: &gradient)
  }

  /// Adds scale · Σ [∇ ln pᵢ(θ) + the line's value times xᵢ].
  @inlinable
  public func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    model.addLogLikelihoodGradient(
      ofExamples: examples, at: position, relativeTo: anchor, scaledBy: scale, to: &gradient)
    lines.add(examples, at: position, scaledBy: scale, to: &gradient)
    guard let there = anchor?.position else { return }
    lines.add(examples, at: there.span, scaledBy: -scale, to: &gradient)
  }
}

extension SmoothedControlVariates {
  /// The model's design, whose rows the lines are along.
  public var design: Matrix { lines.design }

  /// The log likelihood with the example's parabola added.
  public func logLikelihood(of example: Int, atPredictor value: Double) -> Double {
    predictor.logLikelihood(of: example, atPredictor: value) + lines.parabola(of: example, atPredictor: value)
  }

  /// The score that the line leaves.
  public func score(of example: Int, atPredictor value: Double) -> Double {
    predictor.score(of: example, atPredictor: value) + lines.value(of: example, atPredictor: value)
  }

  /// The curvature that the line leaves, which may be negative.
  public func curvature(of example: Int, atPredictor value: Double) -> Double {
    predictor.curvature(of: example, atPredictor: value) - lines.slope(of: example)
  }

  /// The model's own notes, which its gradient reads.
  public func note(_ notes: inout [Double], at position: Span<Double>) { predictor.note(&notes, at: position) }
}
