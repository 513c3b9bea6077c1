/// Overdamped Langevin dynamics by the Euler–Maruyama scheme, on the gradient of any estimator:
///
///     θ ← θ − η ĝ(θ) + √(2ηT) ξ,   ξ ~ N(0, I)
///
/// with ĝ an estimate of ∇U, U = −ln posterior. What the estimator is makes this ``ULA``, ``SGLD`` or ``SGWORLD``.
/// A short minibatch of |b| examples takes the step η|b|/B, drift and noise both, so that an epoch's drifts still sum
/// to the full gradient's.
public struct LangevinSampler<Gradient: GradientEstimator>: PosteriorSampler {
  /// When the noise is injected.
  public enum NoiseSchedule: Sendable, Hashable {
    /// √(2ηT)ξ at every step.
    case everyStep
    /// √(2ηMT)ξ once at the end of an epoch of M steps: for comparison, its bias is far larger (of the order Mh).
    case everyEpoch
  }

  /// The estimator of ∇U.
  public let gradient: Gradient
  /// η of each step.
  public let learningRate: LearningRate
  /// T: 1 for the posterior, 0 for plain stochastic gradient descent.
  public let temperature: Double
  /// When the noise is injected.
  public let noise: NoiseSchedule
  /// How many steps lie between two draws.
  public let stepsPerDraw: Int

  /// What the next step needs.
  public struct State: SamplerState {
    /// Where the chain is: d elements.
    public var position: [Double]
    /// The number of steps taken.
    public var stepCount: Int
    /// The estimator's own state.
    public var gradientState: Gradient.State
    /// η summed over the steps since noise was last injected.
    @usableFromInline var noiselessTime: Double
    /// Room for a step's gradient and noise, so that a step allocates nothing.
    @usableFromInline var gradient: [Double]
    @usableFromInline var noise: [Double]

    @inlinable
    init(position: [Double], gradientState: Gradient.State) {
      self.position = position
      self.gradientState = gradientState
      stepCount = 0
      noiselessTime = 0
      gradient = [Double](repeating: 0, count: position.count)
      // Not a copy of `gradient`, whose storage it would share until the first step.
      noise = [Double](repeating: 0, count: position.count)
    }
  }

  /// A sampler from its gradient estimator and its learning rate (η, not ε/2).
  public init(
    gradient: Gradient, learningRate: LearningRate, temperature: Double = 1, noise: NoiseSchedule = .everyStep,
    stepsPerDraw: Int = 1
  ) {
    precondition(learningRate.isValid, "a learning rate must be positive and finite, not \(learningRate)")
    precondition(temperature >= 0 && temperature.isFinite, "a temperature cannot be \(temperature)")
    precondition(stepsPerDraw > 0, "steps per draw must be positive, not \(stepsPerDraw)")
    self.gradient = gradient
    self.learningRate = learningRate
    self.temperature = temperature
    self.noise = noise
    self.stepsPerDraw = stepsPerDraw
  }

  /// The number of parameters.
  public var dimension: Int { gradient.dimension }

  /// A new chain at a position of d elements.
  @inlinable
  public func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
    precondition(position.count == dimension, "a position needs \(dimension) elements, not \(position.count)")
    return State(position: position, gradientState: gradient.start(at: position, using: &random))
  }

  /// One update, on one minibatch.
  @inlinable
  public func step(_ state: inout State, using random: inout some RandomSource) throws(SamplingError) {
    let share = gradient.estimate(&state.gradient, at: state.position, state: &state.gradientState, using: &random)
    let rate = learningRate(state.stepCount) * share
    state.stepCount += 1
    state.noiselessTime += rate

    let isNoisy = temperature > 0 && (noise == .everyStep || gradient.isEpochEnd(state.gradientState))
    if isNoisy { random.fillNormal(&state.noise) }
    let noisyTime = isNoisy ? state.noiselessTime : 0
    state.noiselessTime -= noisyTime

    let isFinite = state.position.move(
      drift: state.gradient, -rate, noise: state.noise, (2 * temperature * noisyTime).squareRoot())
    if !isFinite { throw state.position.divergence(atStep: state.stepCount, learningRate: rate) }
  }
}
