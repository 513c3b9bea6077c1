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
public struct AffineScheme: Sendable, Hashable {
  /// How the examples of a step are chosen.
  public enum Batching: Sendable, Hashable {
    /// All of them.
    case full
    /// Minibatches that do not depend on one another, with repeats or without.
    case independent(withReplacement: Bool)
    /// A new permutation each cycle, used forwards, and then backwards where a cycle is two epochs.
    case reshuffled(epochsPerCycle: Int)
  }

  /// How the examples of a step are chosen.
  public let batching: Batching
  /// B.
  public let batchSize: Int
  /// Whether gradients are relative to the full one at the position where the epoch began.
  public let isAnchoredEachEpoch: Bool
}

/// A minibatching whose part in a stationary law is known.
public protocol AffineMinibatching: Minibatching {
  /// Which it is.
  var affineBatching: AffineScheme.Batching { get }
}

extension WithReplacement: AffineMinibatching {
  /// Independent minibatches, with repeats.
  public var affineBatching: AffineScheme.Batching { .independent(withReplacement: true) }
}

extension FreshSubset: AffineMinibatching {
  /// Independent minibatches, without repeats.
  public var affineBatching: AffineScheme.Batching { .independent(withReplacement: false) }
}

extension ReshuffledEpochs: AffineMinibatching {
  /// A permutation an epoch.
  public var affineBatching: AffineScheme.Batching { .reshuffled(epochsPerCycle: 1) }
}

extension SymmetricReshuffledEpochs: AffineMinibatching {
  /// A permutation every two epochs.
  public var affineBatching: AffineScheme.Batching { .reshuffled(epochsPerCycle: 2) }
}

extension FullGradient: AffineGradientEstimator where Target: Posterior {
  /// The density.
  public var model: Target { target }

  /// All examples at every step.
  public func affineScheme() throws(StationaryLawError) -> AffineScheme {
    AffineScheme(batching: .full, batchSize: target.exampleCount, isAnchoredEachEpoch: false)
  }
}

extension MinibatchGradient: AffineGradientEstimator where Batching: AffineMinibatching {
  /// The minibatches' own.
  public func affineScheme() throws(StationaryLawError) -> AffineScheme {
    AffineScheme(batching: batching.affineBatching, batchSize: batchSize, isAnchoredEachEpoch: false)
  }
}

extension SVRGGradient: AffineGradientEstimator where Batching: AffineMinibatching {
  /// The model.
  public var model: Model { minibatches.model }

  /// Affine where an anchor serves one epoch: then the chain remembers nothing else at an epoch's end.
  public func affineScheme() throws(StationaryLawError) -> AffineScheme {
    guard epochsPerAnchor == 1 else { throw .notAffine("an anchor serves \(epochsPerAnchor) epochs, not one") }
    return AffineScheme(
      batching: minibatches.batching.affineBatching, batchSize: minibatches.batchSize, isAnchoredEachEpoch: true)
  }
}
