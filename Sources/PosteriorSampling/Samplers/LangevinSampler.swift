/// Langevin dynamics: an integrator on the gradient of any estimator, at learning rate η and temperature T. By
/// ``EulerMaruyama``
///
///     θ ← θ − ηCĝ(θ) + √(2ηT) Lξ,   ξ ~ N(0, I),   C = LLᵀ
///
/// with ĝ an estimate of ∇U, U = −ln posterior, and C the identity unless a metric is given. It is a product of
/// three independent choices: how minibatches are chosen (``Minibatching``), what estimates the gradient from them
/// (``GradientEstimator``), and what discretises the dynamics (``LangevinIntegrator``). ``SGLD``, ``SGWORLD``, ``CALM``
/// and the other named samplers are points in it.
///
/// A short minibatch of |b| examples takes a step of η|b|/B, drift and noise both, so that an epoch's drifts still sum
/// to the full gradient's.
public struct LangevinSampler<Gradient: GradientEstimator, Integrator: LangevinIntegrator>: EstimatorSampler {
  /// The estimator of ∇U.
  @usableFromInline package let gradient: Gradient
  /// What discretises the dynamics.
  @usableFromInline package let integrator: Integrator
  /// η of each step.
  @usableFromInline package let learningRate: LearningRate
  /// T: 1 for the posterior, 0 for plain stochastic gradient descent.
  @usableFromInline package let temperature: Double
  /// The preconditioner C of drift and noise.
  @usableFromInline package let metric: Metric
  /// How many steps lie between two draws.
  public let stepsPerDraw: Int
  /// Many steps in one loop, where there is one for this combination.
  @usableFromInline private(set) var fused: FusedSteps?

  /// What the next step needs.
  public struct State: SamplerState {
    /// Where the chain is: d elements.
    public var position: [Double]
    /// The number of steps taken.
    @usableFromInline package var stepCount: Int
    /// The estimator's own state.
    @usableFromInline package var gradientState: Gradient.State
    /// The integrator's own state.
    @usableFromInline package var integratorState: Integrator.State
    /// Room for a step's gradient, so that a step allocates nothing.
    @usableFromInline var gradient: [Double]

    @inlinable
    init(position: [Double], gradientState: Gradient.State, integratorState: Integrator.State) {
      self.position = position
      self.gradientState = gradientState
      self.integratorState = integratorState
      stepCount = 0
      gradient = [Double](repeating: 0, count: position.count)
    }
  }

  /// A sampler from its gradient estimator, its integrator and its learning rate (η, not ε/2).
  public init(
    gradient: Gradient, integrator: Integrator, learningRate: LearningRate, temperature: Double = 1,
    metric: Metric = .unit, stepsPerDraw: Int = 1
  ) {
    checkSettings(learningRate, temperature: temperature, stepsPerDraw: stepsPerDraw)
    metric.precondition(dimension: gradient.dimension)
    self.gradient = gradient
    self.integrator = integrator
    self.learningRate = learningRate
    self.temperature = temperature
    self.metric = metric
    self.stepsPerDraw = stepsPerDraw
    fused = FusedSteps(for: self)
  }

  /// A new chain at a position of d elements.
  @inlinable
  public func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
    precondition(position.count == dimension, "a position needs \(dimension) elements, not \(position.count)")
    return State(
      position: position, gradientState: gradient.start(at: position, using: &random),
      integratorState: integrator.start(
        dimension: dimension, temperature: temperature, metric: metric, using: &random))
  }

  /// One update, on one minibatch; reports the step's length.
  @inlinable
  @discardableResult
  public func step(_ state: inout State, using random: inout some RandomSource) throws(SamplingError) -> LangevinStep {
    let share = gradient.advance(&state.gradientState, using: &random)
    let step = LangevinStep(
      fullRate: learningRate(state.stepCount), share: share, temperature: temperature,
      isEpochEnd: gradient.isEpochEnd(state.gradientState))
    state.stepCount += 1
    integrator.prepare(&state.position, &state.integratorState, for: step, metric: metric, using: &random)
    gradient.estimate(&state.gradient, at: state.position, state: &state.gradientState)
    metric.precondition(&state.gradient)
    let isFinite = integrator.complete(
      &state.position, &state.integratorState, gradient: state.gradient, step: step, metric: metric, using: &random)
    if !isFinite { throw state.position.divergence(atStep: state.stepCount, learningRate: step.rate) }
    return step
  }
}

extension LangevinSampler where Integrator == EulerMaruyama {
  /// A sampler by the Euler–Maruyama scheme.
  public init(
    gradient: Gradient, learningRate: LearningRate, temperature: Double = 1, metric: Metric = .unit,
    stepsPerDraw: Int = 1
  ) {
    self.init(
      gradient: gradient, integrator: EulerMaruyama(), learningRate: learningRate, temperature: temperature,
      metric: metric, stepsPerDraw: stepsPerDraw)
  }
}
