/// How a gradient estimate is made of a model's examples, where on a quadratic potential it is affine in the position.
///
/// From it, and a linear integrator, a sampler's stationary law follows without a chain.
public struct AffineScheme: Sendable {
  /// The model whose examples make the estimate.
  package let model: any Posterior
  /// How the examples of a step are chosen; nil where every step sees all.
  package let minibatching: (any Minibatching)?
  /// B, the number of examples in a full minibatch.
  package let batchSize: Int
  /// Whether gradients are relative to the full one at the position where the epoch began.
  package let isAnchoredEachEpoch: Bool

  /// The mean over minibatches of `batchSize` examples, relative to an anchor that moves each epoch or to none.
  public init(
    _ model: any Posterior, _ minibatching: any Minibatching, batchSize: Int, isAnchoredEachEpoch: Bool = false
  ) {
    self.model = model
    self.minibatching = minibatching
    self.batchSize = batchSize
    self.isAnchoredEachEpoch = isAnchoredEachEpoch
  }

  /// The sum over all examples.
  public init(allExamplesOf model: any Posterior) {
    self.model = model
    minibatching = nil
    batchSize = model.exampleCount
    isAnchoredEachEpoch = false
  }
}

extension FullGradient {
  /// All examples at every step, where the density is a posterior.
  public var affineScheme: AffineScheme? { target.asPosterior.map(AffineScheme.init(allExamplesOf:)) }
}

extension MinibatchGradient {
  /// Minibatches of the model's examples, relative to no anchor.
  public var affineScheme: AffineScheme? { AffineScheme(model, batching, batchSize: batchSize) }
}

extension SVRGGradient {
  /// Affine where an anchor serves one epoch: then the chain remembers nothing else at an epoch's end.
  public var affineScheme: AffineScheme? {
    guard epochsPerAnchor == 1 else { return nil }
    return AffineScheme(
      minibatches.model, minibatches.batching, batchSize: minibatches.batchSize, isAnchoredEachEpoch: true)
  }
}
