/// A gradient estimator that is affine in the position on a quadratic potential, so that a linear integrator on it has a stationary
/// law in closed form. ``SAGAGradient`` is not one: its table remembers N positions.
public protocol AffineGradientEstimator: GradientEstimator {
  /// The model.
  associatedtype Model: Posterior
  /// The model.
  var model: Model { get }
  /// What the estimator does with the model's examples.
  ///
  /// - Throws: ``StationaryLawError/notAffine(_:)`` for settings under which it is not affine.
  func affineScheme() throws(StationaryLawError) -> AffineScheme
}

/// How an affine estimate is made of the examples.
public struct AffineScheme: Sendable {
  /// How the examples of a step are chosen; nil where every step sees all.
  public let minibatching: (any Minibatching)?
  /// B.
  public let batchSize: Int
  /// Whether gradients are relative to the full one at the position where the epoch began.
  public let isAnchoredEachEpoch: Bool

  /// A scheme on minibatches of `batchSize` examples.
  public init(_ minibatching: (any Minibatching)?, batchSize: Int, isAnchoredEachEpoch: Bool = false) {
    self.minibatching = minibatching
    self.batchSize = batchSize
    self.isAnchoredEachEpoch = isAnchoredEachEpoch
  }
}

extension FullGradient: AffineGradientEstimator where Target: Posterior {
  /// The density.
  public var model: Target { target }

  /// All examples at every step.
  public func affineScheme() throws(StationaryLawError) -> AffineScheme {
    AffineScheme(nil, batchSize: target.exampleCount)
  }
}

extension MinibatchGradient: AffineGradientEstimator {
  /// The minibatches' own.
  public func affineScheme() throws(StationaryLawError) -> AffineScheme {
    AffineScheme(batching, batchSize: batchSize)
  }
}

extension SVRGGradient: AffineGradientEstimator {
  /// The model.
  public var model: Model { minibatches.model }

  /// Affine where an anchor serves one epoch: then the chain remembers nothing else at an epoch's end.
  public func affineScheme() throws(StationaryLawError) -> AffineScheme {
    guard epochsPerAnchor == 1 else { throw .notAffine("an anchor serves \(epochsPerAnchor) epochs, not one") }
    return AffineScheme(minibatches.batching, batchSize: minibatches.batchSize, isAnchoredEachEpoch: true)
  }
}
