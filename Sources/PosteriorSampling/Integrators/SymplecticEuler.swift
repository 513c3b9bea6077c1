/// The symplectic Euler scheme with friction, of underdamped Langevin dynamics of unit mass: stochastic gradient
/// Hamiltonian Monte Carlo's step.
///
///     v ← (1 − α) v − √η ĝ(θ) + √(2(α − β̂)T) ξ,   θ ← θ + √η v
///
/// η is the square of the time step, and α ∈ (0, 1] the share of the velocity that a step loses. In Chen et al.'s
/// equation 15 √η v is the velocity, and their η and α are these. With α = 1 it is ``EulerMaruyama`` at η; with less
/// the velocity lasts for 1/α steps, and the chain moves like Langevin dynamics at the larger rate η/α.
///
/// On a Gaussian target of curvature a, h = ηa, with gradient noise of variance sa, the relative variance is
/// (1 − β̂/α + hs/2α)/(1 − h/(4 − 2α)): β̂ = hs/2 takes the gradient's noise out again. A short minibatch
/// of |b| examples shortens the time step to √η|b|/B.
///
/// Chen, Fox & Guestrin, ICML 2014, arXiv:1402.4102.
public struct SymplecticEuler: LinearIntegrator, Hashable {
  /// How fast velocity is lost.
  public enum Friction: Sendable, Hashable {
    /// α: the share that a step loses, whatever its length; 0 < α ≤ 1.
    case perStep(Double)
    /// γ: 1/γ is how long a velocity lasts. α = γ√η, and 1 where that is more.
    case perTime(Double)

    /// α of a step of √η.
    @inlinable
    package func share(rate: Double) -> Double {
      switch self {
      case .perStep(let share): share
      case .perTime(let friction): min(1, max(.leastNormalMagnitude, friction * rate.squareRoot()))
      }
    }
  }

  @usableFromInline package let friction: Friction
  /// β̂: the estimate of the gradient noise's contribution to α, ηV/2 for a gradient of variance V.
  @usableFromInline package let noiseEstimate: Double

  /// The scheme with some friction, from which an estimate of the gradients' own noise is taken. The noise that is
  /// injected is what is left: none where the estimate is as large as the friction.
  public init(friction: Friction = .perStep(0.1), noiseEstimate: Double = 0) {
    switch friction {
    case .perStep(let share):
      precondition(share > 0 && share <= 1, "the friction of a step must be in (0, 1], not \(share)")
      precondition(noiseEstimate <= share, "the noise estimate must be in [0, friction], not \(noiseEstimate)")
    case .perTime(let rate):
      precondition(rate > 0 && rate.isFinite, "the friction must be positive, not \(rate)")
    }
    precondition(noiseEstimate >= 0 && noiseEstimate.isFinite, "a noise estimate cannot be \(noiseEstimate)")
    (self.friction, self.noiseEstimate) = (friction, noiseEstimate)
  }

  /// A time step √η, at friction α/√η.
  public func motion(over step: LangevinStep) -> UnderdampedMotion? {
    let time = step.fullRate.squareRoot()
    return UnderdampedMotion(
      time: time * step.rate / step.fullRate, friction: friction.share(rate: step.fullRate) / time)
  }

  /// The kick with friction and noise, then the motion.
  @inlinable
  public func complete(
    _ position: inout [Double], _ state: inout UnderdampedState, gradient: [Double], step: LangevinStep, metric: Metric,
    using random: inout some RandomSource
  ) -> Bool {
    let (share, lost) = (step.rate / step.fullRate, friction.share(rate: step.fullRate))
    let time = share * step.fullRate.squareRoot()
    let noise = (2 * share * max(0, lost - noiseEstimate) * step.temperature).squareRoot()
    state.noise.draw(through: metric, using: &random)
    state.velocity.kick(keeping: 1 - share * lost, gradient: gradient, -time, noise: state.noise, noise)
    return position.drift(time, state.velocity)
  }
}
