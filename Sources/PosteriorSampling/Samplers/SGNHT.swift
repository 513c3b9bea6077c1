/// The stochastic gradient Nosé–Hoover thermostat, on the gradient of any estimator:
///
///     p ← (1 − ζ) p − √η ĝ(θ) + √(2αT) ξ,   θ ← θ + √η p,   ζ ← ζ + η (|p|²/d − T)
///
/// with unit mass. The friction ζ adapts until the momentum has the temperature T, whatever noise the gradient adds,
/// so that the noise need not be known. η is the square of the time step; in Ding et al.'s algorithm 2 h = √η, ξ =
/// ζ/h and A = α/h.
///
/// The thermostat holds the variance of p, not of θ: on a Gaussian target of curvature a, h = ηa, with gradient noise
/// of variance sa and many parameters, the relative variance of θ is 1 − ζ/2, ζ(4 − 2ζ − h) = 4α + 2hs. Its
/// bias is of first order in the time step √η. A short minibatch of |b| examples shortens that to √η|b|/B.
///
/// Ding, Fang, Babbush, Chen, Skeel & Neven, NeurIPS 2014.
public struct SGNHT<Gradient: GradientEstimator>: EstimatorSampler {
  /// The estimator of ∇U.
  @usableFromInline package let gradient: Gradient
  /// η of each step.
  @usableFromInline package let learningRate: LearningRate
  /// α: the friction of a step from which ζ starts, and which the injected noise is for.
  @usableFromInline package let friction: Double
  /// T: 1 for the posterior.
  @usableFromInline package let temperature: Double
  /// How many steps lie between two draws.
  public let stepsPerDraw: Int

  /// What the next step needs.
  public struct State: SamplerState {
    /// The position and the momentum.
    @usableFromInline package var motion: EstimatorState<Gradient>
    /// ζ: the friction of a step.
    @usableFromInline package var thermostat: Double
    /// Where the chain is: d elements.
    public var position: [Double] { motion.position }

    @inlinable
    init(motion: EstimatorState<Gradient>, thermostat: Double) {
      self.motion = motion
      self.thermostat = thermostat
    }
  }

  /// A sampler from its gradient estimator, its learning rate (η, not ε/2) and its friction, 0 < α ≤ 1.
  public init(
    gradient: Gradient, learningRate: LearningRate, friction: Double = 0.1, temperature: Double = 1,
    stepsPerDraw: Int = 1
  ) {
    checkSettings(learningRate, friction: friction, temperature: temperature, stepsPerDraw: stepsPerDraw)
    precondition(temperature > 0 && temperature.isFinite, "a thermostat's temperature cannot be \(temperature)")
    self.gradient = gradient
    self.learningRate = learningRate
    self.friction = friction
    self.temperature = temperature
    self.stepsPerDraw = stepsPerDraw
  }

  /// A sampler on fresh subsets of a model's examples.
  public init<Model>(_ model: Model, learningRate: LearningRate, batchSize: Int, friction: Double = 0.1)
  where Gradient == MinibatchGradient<Model, FreshSubset> {
    self.init(
      gradient: MinibatchGradient(model, FreshSubset(), batchSize: batchSize), learningRate: learningRate,
      friction: friction)
  }

  /// A new chain at a position of d elements, its momentum drawn from N(0, T), ζ = α.
  @inlinable
  public func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
    State(
      motion: EstimatorState(at: position, gradient, temperature: temperature, using: &random), thermostat: friction)
  }

  /// One update, on one minibatch.
  @inlinable
  public func step(_ state: inout State, using random: inout some RandomSource) throws(SamplingError) {
    let share = state.motion.estimate(gradient, using: &random)
    let rate = learningRate(state.motion.stepCount)
    let squares = state.motion.move(
      keeping: 1 - share * state.thermostat, timeStep: rate.squareRoot() * share,
      noiseScale: (2 * share * friction * temperature).squareRoot(), using: &random)
    if let squares { state.thermostat += share * rate * (squares / Double(dimension) - temperature) }
    if squares == nil || !state.thermostat.isFinite {
      throw state.position.divergence(atStep: state.motion.stepCount, learningRate: rate)
    }
  }
}
