/// What a scheme of underdamped Langevin dynamics carries from step to step.
public struct UnderdampedState: Sendable, Codable {
  /// The velocity v, d elements.
  @usableFromInline package var velocity: [Double]
  @usableFromInline var noise: NoiseBuffer

  /// The state of a new chain: a velocity from N(0, TC).
  @inlinable
  init(dimension: Int, temperature: Double, metric: Metric, using random: inout some RandomSource) {
    velocity = [Double](repeating: 0, count: dimension)
    noise = NoiseBuffer(dimension: dimension)
    metric.drawVelocity(&velocity, temperature: temperature, using: &random)
  }
}

extension LinearIntegrator where State == UnderdampedState {
  /// The velocity, which the step carries on.
  public static var carried: [WritableKeyPath<UnderdampedState, [Double]>] { [\.velocity] }

  /// A velocity from N(0, TC).
  @inlinable
  public func start(
    dimension: Int, temperature: Double, metric: Metric, using random: inout some RandomSource
  ) -> UnderdampedState {
    UnderdampedState(dimension: dimension, temperature: temperature, metric: metric, using: &random)
  }
}
