/// A stretch of underdamped Langevin dynamics of unit mass, dθ = v dt, dv = −(∇U + γv) dt + √(2γT) dW.
public struct UnderdampedMotion: Sendable, Hashable {
  /// How long it is.
  public let time: Double
  /// γ: the share of the velocity that is lost in a unit of time.
  public let friction: Double

  /// A stretch of a time, at a friction.
  public init(time: Double, friction: Double) { (self.time, self.friction) = (time, friction) }

  /// A time step τ = √(2η).
  init(_ step: LangevinStep, friction: Double) {
    self.init(time: (2 * step.rate).squareRoot(), friction: friction)
  }
}
