/// The Euler–Maruyama scheme of overdamped Langevin dynamics:
///
///     θ ← θ − ηĝ(θ) + √(2ηT) ξ
///
/// On a Gaussian target of curvature a, h = ηa, with the full gradient, its variance is (1/a)/(1 − h/2): first
/// order.
public struct EulerMaruyama: LinearIntegrator, Hashable {
  /// What the next step needs.
  public struct State: Sendable, Codable {
    @usableFromInline var noise: NoiseBuffer

    @inlinable
    init(noise: NoiseBuffer) { self.noise = noise }
  }

  /// The scheme, which has no settings of its own.
  public init() {}

  /// The noise of the step.
  public static var drivingIncrement: DrivingIncrement<State>? { .drawnWithin(\.noise.current) }

  /// Room for the noise of the chain's steps.
  @inlinable
  public func start(
    dimension: Int, temperature: Double, metric: Metric, using random: inout some RandomSource
  ) -> State { State(noise: NoiseBuffer(dimension: dimension)) }

  /// The drift and the noise in one pass.
  @inlinable
  public func complete(
    _ position: inout [Double], _ state: inout State, gradient: [Double], step: LangevinStep, metric: Metric,
    using random: inout some RandomSource
  ) -> Bool {
    if step.temperature > 0 { state.noise.draw(through: metric, using: &random) }
    return position.move(
      drift: gradient, -step.rate, noise: state.noise, (2 * step.temperature * step.rate).squareRoot())
  }
}
