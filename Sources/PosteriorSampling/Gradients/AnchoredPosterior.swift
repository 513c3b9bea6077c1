/// A posterior whose examples' gradients are taken relative to an anchor θ*: control variates.
///
///     ln pᵢ(θ) − (θ − θ*)ᵀ∇ln pᵢ(θ*)   for each example,
///     ln p(θ) + (θ − θ*)ᵀ Σᵢ∇ln pᵢ(θ*)   for the prior
///
/// The posterior is the same; only its division between the prior and the examples is another, in which a minibatch's
/// gradient is
///
///     ĝ_b(θ) = ∇U(θ*) + [ĝ_b(θ) − ĝ_b(θ*)] + …   with no noise at θ*, and little near it.
///
/// With θ* the posterior's mode, a minibatch's noise is of the order of the distance from it, and the mean shift that
/// reshuffled epochs have, of the order of η, is gone to leading order. Any sampler takes it in place of the model;
/// for generalised linear models, which note one number for each example, it costs nothing a step.
///
/// Baker, Fearnhead, Fox & Nemeth, Stat. Comput. 29 (2019), doi:10.1007/s11222-018-9826-2; SGLDFP of Brosse, Durmus &
/// Moulines, NeurIPS 2018.
public struct AnchoredPosterior<Model: Posterior>: PosteriorWrapper {
  /// The model whose examples' gradients are taken relative to the anchor.
  @usableFromInline package let model: Model
  /// θ*, and the model's examples there.
  @usableFromInline package let anchor: Anchor

  /// A model with its examples' gradients relative to those at a position of d elements, best the mode.
  @inlinable
  package init(_ model: Model, at position: [Double]) {
    precondition(position.count == model.dimension, "a position needs \(model.dimension) elements")
    self.model = model
    anchor = Anchor(model, at: position)
  }

  /// The model, to which everything is handed on that the anchor does not change.
  public var base: any Posterior { model }

  /// The model's, its fused steps relative to the anchor.
  public var capabilities: Capabilities {
    var capabilities = model.capabilities
    capabilities.onePass = capabilities.onePass?.relative(to: anchor)
    capabilities.pointwise = nil
    return capabilities
  }

  // What a step asks for goes to the model directly, so that it is compiled for it.

  /// The number of parameters d.
  public var dimension: Int { model.dimension }

  /// The number of examples N.
  public var exampleCount: Int { model.exampleCount }

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

  /// ln p(θ) + (θ − θ*)ᵀ Σᵢ∇ln pᵢ(θ*).
  public func logPrior(at position: Span<Double>) -> Double {
    model.logPrior(at: position) + offset(position, anchor.gradient.span)
  }

  /// Adds ∇ ln p(θ) + Σᵢ∇ln pᵢ(θ*).
  @inlinable
  public func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    model.addLogPriorGradient(at: position, to: &gradient)
    gradient.add(1, times: anchor.gradient.span)
  }

  /// ln pᵢ(θ) − (θ − θ*)ᵀ∇ln pᵢ(θ*).
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    let tangent = withScratch(dimension) { gradient in
      model.addLogLikelihoodGradient(of: example, at: anchor.position.span, scaledBy: 1, to: &gradient)
      return offset(position, gradient.span)
    }
    return model.logLikelihood(of: example, at: position) - tangent
  }

  private func offset(_ position: Span<Double>, _ gradient: Span<Double>) -> Double {
    position.dot(gradient) - anchor.position.span.dot(gradient)
  }

  /// Adds scale · [∇ ln pᵢ(θ) − ∇ ln pᵢ(θ*)].
  @inlinable
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    let examples = CollectionOfOne(Int32(example))
    model.addLogLikelihoodGradient(
      ofExamples: examples.span, at: position, relativeTo: anchor, scaledBy: scale, to: &gradient)
  }

  /// Adds scale · Σ [∇ ln pᵢ(θ) − ∇ ln pᵢ(θ*)]; relative to another anchor, θ* is that one.
  @inlinable
  public func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo other: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    if let other {
      model.addLogLikelihoodGradient(
        ofExamples: examples, at: position, relativeTo: other, scaledBy: scale, to: &gradient)
    } else {
      model.addLogLikelihoodGradient(
        ofExamples: examples, at: position, relativeTo: anchor, scaledBy: scale, to: &gradient)
    }
  }
}

extension AnchoredPosterior: ConjugatePosterior where Model: ConjugatePosterior {
  /// The model's own exact posterior, which control variates do not change.
  public func exactPosterior() throws(SamplingError) -> Model.Exact { try model.exactPosterior() }
}

extension Posterior {
  /// This model with control variates at a position of d elements, best its mode.
  @inlinable
  public func anchored(at position: [Double]) -> AnchoredPosterior<Self> { AnchoredPosterior(self, at: position) }
}
