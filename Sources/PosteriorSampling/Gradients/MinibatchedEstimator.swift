/// An estimator that adds something to the gradient of minibatches, and has their clock and their parameters.
@usableFromInline
package protocol MinibatchedEstimator: GradientEstimator, SharesParameters where State: MinibatchedState {
  /// The model's type.
  associatedtype Model: Posterior
  /// The minibatching's type.
  associatedtype Batching: Minibatching

  /// The minibatches' own gradient.
  var minibatches: MinibatchGradient<Model, Batching> { get }
}

/// What such an estimator carries from step to step.
@usableFromInline
package protocol MinibatchedState: Sendable, Codable {
  /// The chain's examples in their present order, and its current minibatch.
  var minibatches: Minibatches { get }
}

extension MinibatchedEstimator {
  @inlinable
  package var parameters: Model { minibatches.model }

  /// The number of minibatches in an epoch.
  public var stepsPerEpoch: Int { minibatches.stepsPerEpoch }

  /// The number of steps after which the minibatching begins anew.
  public var stepsPerCycle: Int { minibatches.stepsPerCycle }

  /// Whether the epoch's last minibatch has been used.
  @inlinable
  public func isEpochEnd(_ state: State) -> Bool { state.minibatches.isEpochEnd }
}
