/// A way to estimate the gradient of the potential U = −ln posterior.
///
/// An estimate has two parts: which examples it is made of, and its value at a position. Integrators that take the
/// gradient somewhere within a step need to know the step's length, and so the examples' number, before that.
public protocol GradientEstimator: ParameterSpace {
  /// What the estimator carries from step to step, such as an epoch's permutation and the place in it.
  associatedtype State: Sendable & Codable

  /// M: the number of steps in which as many examples are used as there are.
  var stepsPerEpoch: Int { get }

  /// The number of steps after which the choice of examples begins anew: an epoch, or two when one is repeated
  /// backwards.
  var stepsPerCycle: Int { get }

  /// How an estimate is made of the examples, where it is affine in the position on a quadratic potential; nil unless
  /// given.
  var affineScheme: AffineScheme? { get }

  /// The state of a new chain.
  func start(at position: [Double], using random: inout some RandomSource) -> State

  /// Moves to the next minibatch, and returns the share of a full step that it stands for: |b|/B for a minibatch of |b|
  /// examples, 1 but for a short last one.
  func advance(_ state: inout State, using random: inout some RandomSource) -> Double

  /// Overwrites `gradient` (d elements) with the current minibatch's estimate of ∇U at `position`.
  func estimate(_ gradient: inout [Double], at position: [Double], state: inout State)

  /// Whether the current minibatch is its epoch's last.
  func isEpochEnd(_ state: State) -> Bool
}

extension GradientEstimator {
  /// The estimate is not known to be affine, so that no stationary law follows from it.
  public var affineScheme: AffineScheme? { nil }

  /// Moves to the next minibatch, writes its estimate of ∇U at `position`, and returns the share of a full step that
  /// it stands for.
  @inlinable
  package func estimate(
    _ gradient: inout [Double], at position: [Double], state: inout State, using random: inout some RandomSource
  ) -> Double {
    let share = advance(&state, using: &random)
    estimate(&gradient, at: position, state: &state)
    return share
  }
}
