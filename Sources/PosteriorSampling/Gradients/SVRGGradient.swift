/// The gradient of a minibatch relative to an anchor that follows the chain (stochastic variance-reduced gradient):
///
///     ĝ_b(θ) = −∇ln p(θ) − Σᵢ∇ln pᵢ(θ*) − (N/|b|) Σ_{i∈b} [∇ln pᵢ(θ) − ∇ln pᵢ(θ*)]
///
/// θ* is the chain's position at the start of every `epochsPerAnchor` epochs, by one pass over all examples. Where the
/// mode is known and the posterior close to normal, ``AnchoredPosterior`` there does better and needs no passes.
///
/// Johnson & Zhang, NeurIPS 2013; for Langevin dynamics Dubey, Reddi, Póczos, Smola, Xing & Williamson, NeurIPS 2016,
/// arXiv:1608.00495.
public struct SVRGGradient<Model: Posterior, Batching: Minibatching>: MinibatchedEstimator {
  /// The minibatches' own gradient.
  @usableFromInline package let minibatches: MinibatchGradient<Model, Batching>
  /// How many epochs an anchor serves.
  @usableFromInline let epochsPerAnchor: Int

  /// What notes the examples at an anchor, where the model has that.
  @usableFromInline let predictor: (any GeneralizedLinearModel)?

  /// A chain's minibatches and anchor.
  public struct State: MinibatchedState {
    /// The chain's examples in their present order, and its current minibatch.
    @usableFromInline package var minibatches: Minibatches
    /// θ*, and the model's examples there.
    @usableFromInline var anchor: Anchor
    /// Whether the next estimate moves the anchor.
    @usableFromInline var isAnchorDue = true

    @inlinable
    init(minibatches: Minibatches, anchor: Anchor) {
      self.minibatches = minibatches
      self.anchor = anchor
    }
  }

  /// The gradient of minibatches of `batchSize` examples, 1 to N.
  public init(_ model: Model, _ batching: Batching, batchSize: Int, epochsPerAnchor: Int = 1) {
    precondition(epochsPerAnchor >= 1, "an anchor must serve at least one epoch, not \(epochsPerAnchor)")
    minibatches = MinibatchGradient(model, batching, batchSize: batchSize)
    self.epochsPerAnchor = epochsPerAnchor
    predictor = model.capabilities.linearPredictor
  }

  /// Minibatches that have not begun, and an anchor where the first step will be.
  @inlinable
  public func start(at position: [Double], using random: inout some RandomSource) -> State {
    State(
      minibatches: minibatches.start(at: position, using: &random), anchor: Anchor(minibatches.model, at: position))
  }

  /// Moves to the next minibatch; the share is |b|/B.
  @inlinable
  public func advance(_ state: inout State, using random: inout some RandomSource) -> Double {
    let share = minibatches.advance(&state.minibatches, using: &random)
    if state.minibatches.usedInEpoch == 1, state.minibatches.epochCount.isMultiple(of: epochsPerAnchor) {
      state.isAnchorDue = true
    }
    return share
  }

  /// Writes the current minibatch's estimate, after moving the anchor here where that is due.
  @inlinable
  public func estimate(_ gradient: inout [Double], at position: [Double], state: inout State) {
    let model = minibatches.model
    if state.isAnchorDue {
      state.anchor.move(to: position, model, noting: predictor)
      state.isAnchorDue = false
    }
    let minibatch = state.minibatches.current
    let scale = -Double(model.exampleCount) / Double(minibatch.count)
    var span = gradient.mutableSpan
    span.fill(0)
    model.addLogPriorGradient(at: position.span, to: &span)
    span.add(1, times: state.anchor.gradient.span)
    span.negate()
    model.addLogLikelihoodGradient(
      ofExamples: state.minibatches.examples.span.extracting(minibatch), at: position.span,
      relativeTo: state.anchor, scaledBy: scale, to: &span)
  }
}
