/// What a chain on an estimator's gradient carries from step to step: beside the position, one vector of the sampler's
/// own.
public struct EstimatorState<Gradient: GradientEstimator>: SamplerState {
  /// Where the chain is: d elements.
  public var position: [Double]
  /// The momentum p of unit mass, or the running mean V of the squared gradients: d elements.
  @usableFromInline package var companion: [Double]
  /// The number of steps taken.
  @usableFromInline package var stepCount = 0
  /// The estimator's own state.
  @usableFromInline package var gradientState: Gradient.State
  // Room for a step's gradient and noise.
  @usableFromInline var gradient: [Double]
  @usableFromInline var noise: NoiseBuffer

  /// A new chain at a position of d elements.
  @inlinable
  init(at position: [Double], _ gradient: Gradient, with companion: [Double], using random: inout some RandomSource) {
    let dimension = gradient.dimension
    precondition(position.count == dimension, "a position needs \(dimension) elements, not \(position.count)")
    self.position = position
    self.companion = companion
    gradientState = gradient.start(at: position, using: &random)
    self.gradient = [Double](repeating: 0, count: dimension)
    noise = NoiseBuffer(dimension: dimension)
  }

  /// A new chain at a position of d elements, its momentum drawn from N(0, T).
  @inlinable
  init(at position: [Double], _ gradient: Gradient, temperature: Double, using random: inout some RandomSource) {
    let momentum = random.normals(gradient.dimension).map { temperature.squareRoot() * $0 }
    self.init(at: position, gradient, with: momentum, using: &random)
  }

  /// Moves to the next minibatch and makes its estimate here the step's gradient; returns the share of a full step.
  @inlinable
  mutating func estimate(_ estimator: Gradient, using random: inout some RandomSource) -> Double {
    estimator.estimate(&gradient, at: position, state: &gradientState, using: &random)
  }

  /// p ← kept · p − τĝ + noiseScale · ξ, then θ ← θ + τp; returns |p|², or nil where the position is no
  /// longer finite.
  @inlinable
  mutating func move(
    keeping kept: Double, timeStep: Double, noiseScale: Double, using random: inout some RandomSource
  ) -> Double? {
    stepCount += 1
    noise.draw(through: .unit, using: &random)
    let squares = companion.kick(keeping: kept, gradient: gradient, -timeStep, noise: noise, noiseScale)
    return position.drift(timeStep, companion) ? squares : nil
  }
}
