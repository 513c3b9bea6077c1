/// The splitting scheme UBU of underdamped Langevin dynamics, with friction γ and time step τ = √(2η):
///
///     U(½τ)   B: v ← v − τĝ(θ)   U(½τ)
///
/// U is the exact motion without a force, and the gradient is taken in the middle of the step. Strong order two in τ. On
/// symmetric minibatches it is SMS-UBU, ``SMSUBU``.
///
/// Sanz-Serna & Zygalakis, J. Mach. Learn. Res. 22 (2021); Paulin, Whalley, Chada & Leimkuhler, arXiv:2410.19780.
public struct UBU: LinearIntegrator, Hashable {
  /// γ: 1/γ is how long a velocity lasts. 2√a damps a mode of curvature a (in the metric's coordinates) critically.
  public let friction: Double

  /// What the next step needs.
  public struct State: Sendable {
    /// v: d elements.
    @usableFromInline var velocity: [Double]
    @usableFromInline var noise: NoiseIncrements
    /// U over half a step of the length last taken.
    @usableFromInline var flow: FreeFlow

    @inlinable
    init(dimension: Int) {
      velocity = [Double](repeating: 0, count: dimension)
      noise = NoiseIncrements(dimension: dimension)
      flow = FreeFlow(time: 0, friction: 1, temperature: 1)
    }
  }

  /// The scheme with friction γ > 0.
  public init(friction: Double) {
    precondition(friction > 0 && friction.isFinite, "the friction must be positive, not \(friction)")
    self.friction = friction
  }

  /// A velocity from N(0, TC).
  @inlinable
  public func start(
    dimension: Int, temperature: Double, metric: Metric, using random: inout some RandomSource
  ) -> State {
    var state = State(dimension: dimension)
    metric.drawVelocity(&state.velocity, temperature: temperature, using: &random)
    return state
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
    _ = flow(&position, &state, metric, using: &random)
  }

  /// The kick, and U over the other half.
  @inlinable
  public func complete(
    _ position: inout [Double], _ state: inout State, gradient: [Double], step: LangevinStep, metric: Metric,
    using random: inout some RandomSource
  ) -> Bool {
    state.velocity.add(-(2 * step.rate).squareRoot(), times: gradient)
    return flow(&position, &state, metric, using: &random)
  }

  @inlinable
  func flow(
    _ position: inout [Double], _ state: inout State, _ metric: Metric, using random: inout some RandomSource
  ) -> Bool {
    let flow = state.flow
    position.add(flow.drift, times: state.velocity)
    state.velocity.scale(by: flow.kept)
    state.noise.draw(through: metric, using: &random)
    let isFinite = position.add(flow.positionNoise, times: state.noise)
    state.velocity.add(flow.sharedNoise, times: state.noise)
    state.noise.draw(through: metric, using: &random)
    state.velocity.add(flow.velocityNoise, times: state.noise)
    return isFinite
  }

  /// k = 2: θ and v.
  public func linearSteps(_ steps: [LangevinStep]) -> [LinearStep] {
    steps.map { step in
      let time = (2 * step.rate).squareRoot()
      let flow = FreeFlow(time: 0.5 * time, friction: friction, temperature: step.temperature)
      return LinearStep(
        before: flow.map, noiseBefore: flow.noise, after: flow.map,
        gradientScale: [-time * flow.drift, -time * flow.kept], noiseAfter: flow.noise)
    }
  }
}
