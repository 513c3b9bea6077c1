/// What a chain with a momentum of unit mass carries from step to step.
public struct MomentumState<Gradient: GradientEstimator>: SamplerState {
  /// Where the chain is: d elements.
  public var position: [Double]
  /// The momentum p, d elements.
  public var momentum: [Double]
  /// The number of steps taken.
  public var stepCount = 0
  /// The estimator's own state.
  public var gradientState: Gradient.State
  // Room for a step's gradient and noise.
  @usableFromInline var gradient: [Double]
  @usableFromInline var noise: NoiseBuffer

  /// A new chain at a position of d elements, its momentum drawn from N(0, T).
  @inlinable
  init(at position: [Double], _ gradient: Gradient, temperature: Double, using random: inout some RandomSource) {
    let dimension = gradient.dimension
    precondition(position.count == dimension, "a position needs \(dimension) elements, not \(position.count)")
    self.position = position
    momentum = random.normals(dimension).map { temperature.squareRoot() * $0 }
    gradientState = gradient.start(at: position, using: &random)
    self.gradient = [Double](repeating: 0, count: dimension)
    noise = NoiseBuffer(dimension: dimension)
  }

  /// Moves to the next minibatch and makes its estimate here the step's gradient; returns the share of a full step.
  @inlinable
  mutating func estimate(_ estimator: Gradient, using random: inout some RandomSource) -> Double {
    estimator.estimate(&gradient, at: position, state: &gradientState, using: &random)
  }

  /// p ← kept · p − τĝ + noiseScale · ξ, then θ ← θ + τp; returns |p|², or nil where the position is no longer finite.
  @inlinable
  mutating func move(
    keeping kept: Double, timeStep: Double, noiseScale: Double, using random: inout some RandomSource
  ) -> Double? {
    stepCount += 1
    noise.draw(through: .unit, using: &random)
    let squares = momentum.kick(keeping: kept, gradient: gradient, -timeStep, noise: noise, noiseScale)
    return position.drift(timeStep, momentum) ? squares : nil
  }
}
