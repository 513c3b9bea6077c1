/// A way to estimate the gradient of the potential U = −ln posterior.
public protocol GradientEstimator: Sendable {
  /// What the estimator carries from step to step, such as an epoch's permutation and the place in it.
  associatedtype State: Sendable

  /// The number of parameters d.
  var dimension: Int { get }

  /// The state of a new chain.
  func start(at position: [Double], using random: inout some RandomSource) -> State

  /// Overwrites `gradient` (d elements) with an estimate of ∇U at `position`, and returns the share of a full step
  /// that it stands for: |b|/B for a minibatch of |b| examples, 1 but for a short last one.
  func estimate(
    _ gradient: inout [Double], at position: [Double], state: inout State, using random: inout some RandomSource
  ) -> Double

  /// Whether the last estimate was an epoch's last.
  func isEpochEnd(_ state: State) -> Bool
}
