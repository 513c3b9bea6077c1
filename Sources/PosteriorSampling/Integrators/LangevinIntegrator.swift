/// A discretisation of Langevin dynamics that takes one gradient a step.
///
/// A step has two halves, before and after the gradient is taken: `prepare` moves the position to where it is wanted
/// (not at all in most schemes), and `complete` uses it. The gradient comes preconditioned, as Cĝ, and noise is drawn
/// through the metric, as Lξ with C = LLᵀ, so that a scheme is written as if C were the identity.
public protocol LangevinIntegrator: Sendable {
  /// What the scheme carries from step to step besides the position, such as a velocity.
  associatedtype State: Sendable & Codable

  /// The state of a new chain of d parameters.
  func start(
    dimension: Int, temperature: Double, metric: Metric, using random: inout some RandomSource
  ) -> State

  /// Moves the position to where the gradient is to be taken.
  func prepare(
    _ position: inout [Double], _ state: inout State, for step: LangevinStep, metric: Metric,
    using random: inout some RandomSource)

  /// Completes the step with the preconditioned gradient Cĝ taken there; returns whether the position is finite.
  func complete(
    _ position: inout [Double], _ state: inout State, gradient: [Double], step: LangevinStep, metric: Metric,
    using random: inout some RandomSource
  ) -> Bool
}

extension LangevinIntegrator {
  /// The gradient is taken where the chain is.
  @inlinable
  public func prepare(
    _ position: inout [Double], _ state: inout State, for step: LangevinStep, metric: Metric,
    using random: inout some RandomSource
  ) {}
}

/// How long a step is, and how warm.
public struct LangevinStep: Sendable, Hashable {
  /// η of this step: less than ``fullRate`` for a short minibatch, drift and noise both.
  public let rate: Double
  /// η of a full minibatch.
  public let fullRate: Double
  /// T: 1 for the posterior.
  public let temperature: Double
  /// Whether the step is its epoch's last.
  public let isEpochEnd: Bool

  /// A step at η, which stands for the share |b|/B of a full one.
  @inlinable
  package init(fullRate: Double, share: Double = 1, temperature: Double = 1, isEpochEnd: Bool = true) {
    rate = fullRate * share
    self.fullRate = fullRate
    self.temperature = temperature
    self.isEpochEnd = isEpochEnd
  }
}
