/// The splitting scheme UBU of underdamped Langevin dynamics, with friction γ and time step τ = √(2η):
///
///     U(½τ)   B: v ← v − τĝ(θ)   U(½τ)
///
/// U is the exact motion without a force, and the gradient is taken in the middle of the step. Strong order two in τ.
/// On symmetric minibatches it is SMS-UBU, ``SMSUBU``.
///
/// Sanz-Serna & Zygalakis, J. Mach. Learn. Res. 22 (2021); Paulin, Whalley, Chada & Leimkuhler, arXiv:2410.19780.
public struct UBU: LinearIntegrator, Hashable {
  /// γ: 1/γ is how long a velocity lasts. 2√a damps a mode of curvature a (in the metric's coordinates) critically.
  @usableFromInline package let friction: Double

  /// What the next step needs.
  public struct State: Sendable, Codable {
    @usableFromInline var motion: UnderdampedState
    /// U over half a step of the length last taken.
    @usableFromInline var flow = FreeFlow(time: 0, friction: 1, temperature: 1)

    @inlinable
    init(motion: UnderdampedState) { self.motion = motion }
  }

  /// The velocity, which the step carries on.
  public static var carried: [WritableKeyPath<State, [Double]>] { [\.motion.velocity] }

  /// The scheme with friction γ > 0.
  public init(friction: Double) {
    precondition(friction > 0 && friction.isFinite, "the friction must be positive, not \(friction)")
    self.friction = friction
  }

  /// A time step τ, at friction γ.
  public func motion(over step: LangevinStep) -> UnderdampedMotion? { UnderdampedMotion(step, friction: friction) }

  /// A velocity from N(0, TC).
  @inlinable
  public func start(
    dimension: Int, temperature: Double, metric: Metric, using random: inout some RandomSource
  ) -> State {
    State(motion: UnderdampedState(dimension: dimension, temperature: temperature, metric: metric, using: &random))
  }

  /// U over half the step.
  @inlinable
  public func prepare(
    _ position: inout [Double], _ state: inout State, for step: LangevinStep, metric: Metric,
    using random: inout some RandomSource
  ) {
    let time = 0.5 * (2 * step.rate).squareRoot()
    if time != state.flow.time {
      state.flow = FreeFlow(time: time, friction: friction, temperature: step.temperature)
    }
    _ = state.motion.flow(&position, state.flow, metric, using: &random)
  }

  /// The kick, and U over the other half.
  @inlinable
  public func complete(
    _ position: inout [Double], _ state: inout State, gradient: [Double], step: LangevinStep, metric: Metric,
    using random: inout some RandomSource
  ) -> Bool {
    state.motion.velocity.add(-(2 * step.rate).squareRoot(), times: gradient)
    return state.motion.flow(&position, state.flow, metric, using: &random)
  }
}

extension UnderdampedState {
  /// The motion without a force; returns whether the position is finite.
  @inlinable
  mutating func flow(
    _ position: inout [Double], _ flow: FreeFlow, _ metric: Metric, using random: inout some RandomSource
  ) -> Bool {
    position.add(flow.drift, times: velocity)
    velocity.scale(by: flow.kept)
    noise.draw(through: metric, using: &random)
    let isFinite = position.add(flow.positionNoise, times: noise)
    velocity.add(flow.sharedNoise, times: noise)
    noise.draw(through: metric, using: &random)
    velocity.add(flow.velocityNoise, times: noise)
    return isFinite
  }
}
