import Foundation

/// The splitting scheme BAOAB of underdamped Langevin dynamics, with friction γ and time step τ = √(2η):
///
///     B: v ← v − τĝ(θ)   A: θ ← θ + ½τv   O: v ← e^(−γτ)v + √(T(1 − e^(−2γτ))) ξ
///     A: θ ← θ + ½τv
///
/// The two half kicks around a step's end take the same gradient and are made as one. The position's law is second
/// order in τ, so first order in η, with the full gradient exact in the covariance of a Gaussian. As γ grows it
/// becomes ``LeimkuhlerMatthews`` at η. With a metric C the kick is −τCĝ, and the velocity's law N(0, TC).
///
/// Leimkuhler & Matthews, Appl. Math. Res. Express 2013, doi:10.1093/amrx/abs010.
public struct BAOAB: LinearIntegrator, Hashable {
  /// γ: 1/γ is how long a velocity lasts. 2√a damps a mode of curvature a (in the metric's coordinates) critically.
  @usableFromInline package let friction: Double

  /// The scheme with friction γ > 0.
  public init(friction: Double) {
    precondition(friction > 0 && friction.isFinite, "the friction must be positive, not \(friction)")
    self.friction = friction
  }

  /// A time step τ, at friction γ.
  public func motion(over step: LangevinStep) -> UnderdampedMotion? { UnderdampedMotion(step, friction: friction) }

  /// The kick, half the motion, the noise, and the other half.
  @inlinable
  public func complete(
    _ position: inout [Double], _ state: inout UnderdampedState, gradient: [Double], step: LangevinStep, metric: Metric,
    using random: inout some RandomSource
  ) -> Bool {
    let time = (2 * step.rate).squareRoot()
    let kept = exp(-friction * time)
    state.noise.draw(through: metric, using: &random)
    state.velocity.add(-time, times: gradient)
    position.add(0.5 * time, times: state.velocity)
    state.velocity.scale(by: kept)
    state.velocity.add((step.temperature * (1 - kept * kept)).squareRoot(), times: state.noise)
    return position.drift(0.5 * time, state.velocity)
  }
}
