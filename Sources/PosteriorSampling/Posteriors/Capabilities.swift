/// What a model can do besides what every density or posterior can: it declares this, and callers ask.
///
/// A capability is the model itself, under the protocol that says how it is used. A wrapper hands on its model's.
///
///     if let exact = model.capabilities.exactPosterior { print(try exact.exactPosterior().mean) }
public struct Capabilities: Sendable {
  /// The model, where it knows the Hessians of its examples' likelihoods in closed form.
  public var hessian: (any TwiceDifferentiable)?
  /// The model, where its posterior is known in closed form.
  public var exactPosterior: (any ConjugatePosterior)?
  /// The model, where an example depends on the parameters through a linear predictor alone. An ``Anchor`` keeps what
  /// it notes.
  public var linearPredictor: (any GeneralizedLinearModel)?
  /// Whether all examples' likelihoods have the same Hessian, whatever the position.
  public var examplesShareHessian: Bool
  /// What writes a minibatch's estimate of ∇U in one pass, where the model has that.
  package var onePass: (any OnePassGradient)?
  /// The model, where it reports something else than its parameters and knows the way back.
  package var reportInverse: (any InvertibleReport)?
  /// Finds the linear predictor of a model that has one and does not declare it.
  package var recognizedPredictor: (@Sendable () -> (any GeneralizedLinearModel)?)?
  /// The model, where it finds the likelihoods of all examples in one pass.
  package var pointwise: (any PointwiseLikelihood)?
  /// What reads the model's examples, where they are on a disk.
  @usableFromInline package var stored: (any StoredExamples)?

  /// Declares some capabilities; none unless given.
  public init(
    hessian: (any TwiceDifferentiable)? = nil, exactPosterior: (any ConjugatePosterior)? = nil,
    linearPredictor: (any GeneralizedLinearModel)? = nil, examplesShareHessian: Bool = false
  ) {
    self.hessian = hessian
    self.exactPosterior = exactPosterior
    self.linearPredictor = linearPredictor
    self.examplesShareHessian = examplesShareHessian
  }

  /// The capabilities of a model that may have a minibatch's estimate in one pass.
  package init(
    hessian: (any TwiceDifferentiable)? = nil, exactPosterior: (any ConjugatePosterior)? = nil,
    linearPredictor: (any GeneralizedLinearModel)? = nil, onePass: (any OnePassGradient)?
  ) {
    self.init(hessian: hessian, exactPosterior: exactPosterior, linearPredictor: linearPredictor)
    self.onePass = onePass
  }
}

/// Writes the estimate of ∇U from a minibatch, prior and examples together, in one pass.
@usableFromInline
package protocol OnePassGradient: AnyObject, Sendable {
  /// Writes −∇ ln p(θ) − N/|b| Σ ∇ ln p(yᵢ | θ) over the current minibatch.
  func setPotentialGradient(_ gradient: inout [Double], of minibatches: Minibatches, at position: [Double])

  /// The same with control variates, where that has one pass too.
  func relative(to anchor: Anchor) -> (any OnePassGradient)?
}

/// A model that finds the log likelihoods of all its examples in one pass, each for itself.
package protocol PointwiseLikelihood: Posterior {
  /// What gives ln p(yᵢ | θ) of all examples at a position, made once for many positions.
  func pointwiseLogLikelihood() -> @Sendable (_ position: [Double]) -> [Double]
}

extension Posterior {
  /// What gives ln p(yᵢ | θ) of all examples at a position: one by one, unless the model knows better.
  package func logLikelihoods() -> @Sendable (_ position: [Double]) -> [Double] {
    if let pointwise = capabilities.pointwise { return pointwise.pointwiseLogLikelihood() }
    return { position in (0..<exampleCount).map { logLikelihood(of: $0, at: position.span) } }
  }
}

/// A posterior that is known in closed form, so that a sampler's draws can be held against it.
public protocol ConjugatePosterior: Posterior {
  /// The closed form.
  associatedtype Exact: ExactPosterior

  /// The exact posterior.
  ///
  /// - Throws: ``SamplingError/improperPosterior(_:)`` when the data do not determine one.
  func exactPosterior() throws(SamplingError) -> Exact
}

extension ConjugatePosterior {
  /// The closed form, unless a model declares more.
  public var capabilities: Capabilities { Capabilities(exactPosterior: self) }
}

/// A model that knows the Hessian of each example's likelihood in closed form.
public protocol TwiceDifferentiable: Posterior {
  /// −∇∇ ln p(yᵢ | θ) of one example: d × d.
  func exampleHessian(of example: Int, at position: [Double]) -> Matrix

  /// −Σᵢ ∇∇ ln p(yᵢ | θ) over all examples: d × d.
  func likelihoodHessian(at position: [Double]) -> Matrix
}

extension TwiceDifferentiable {
  /// The Hessian, unless a model declares more.
  public var capabilities: Capabilities { Capabilities(hessian: self) }
}
