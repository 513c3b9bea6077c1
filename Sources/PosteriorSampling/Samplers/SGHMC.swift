/// Stochastic gradient Hamiltonian Monte Carlo, on the gradient of any estimator:
///
///     p ← (1 − α) p − √η ĝ(θ) + √(2(α − β̂)T) ξ,   θ ← θ + √η p
///
/// with unit mass. η is the square of the time step, and α ∈ (0, 1] the friction of a step. In Chen et al.'s equation 15
/// v = √η p and their η and α are these. With α = 1 it is ``LangevinSampler`` at η; with less the momentum lasts for 1/α
/// steps, and the chain moves like Langevin dynamics at the larger rate η/α.
///
/// On a Gaussian target of curvature a, h = ηa, with gradient noise of variance sa, the relative variance is
/// (1 − β̂/α + hs/2α)/(1 − h/(4 − 2α)): β̂ = hs/2 takes the gradient's noise out again. A short minibatch of |b| examples
/// shortens the time step to √η|b|/B.
///
/// Chen, Fox & Guestrin, ICML 2014, arXiv:1402.4102.
public struct SGHMC<Gradient: GradientEstimator>: PosteriorSampler {
  /// The estimator of ∇U.
  public let gradient: Gradient
  /// η of each step.
  public let learningRate: LearningRate
  /// α: the share of the momentum lost in a step.
  public let friction: Double
  /// β̂: the estimate of the gradient noise's contribution, ηV/2 for a gradient of variance V.
  public let noiseEstimate: Double
  /// T: 1 for the posterior, 0 for stochastic gradient descent with momentum.
  public let temperature: Double
  /// How many steps lie between two draws.
  public let stepsPerDraw: Int

  /// What the next step needs.
  public typealias State = MomentumState<Gradient>

  /// A sampler from its gradient estimator, its learning rate (η, not ε/2) and its friction, 0 < α ≤ 1.
  public init(
    gradient: Gradient, learningRate: LearningRate, friction: Double = 0.1, noiseEstimate: Double = 0,
    temperature: Double = 1, stepsPerDraw: Int = 1
  ) {
    precondition(learningRate.isValid, "a learning rate must be positive and finite, not \(learningRate)")
    precondition(friction > 0 && friction <= 1, "the friction must be in (0, 1], not \(friction)")
    precondition(
      noiseEstimate >= 0 && noiseEstimate <= friction,
      "the noise estimate must be in [0, friction], not \(noiseEstimate)")
    precondition(temperature >= 0 && temperature.isFinite, "a temperature cannot be \(temperature)")
    precondition(stepsPerDraw > 0, "steps per draw must be positive, not \(stepsPerDraw)")
    self.gradient = gradient
    self.learningRate = learningRate
    self.friction = friction
    self.noiseEstimate = noiseEstimate
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

  /// The number of parameters.
  public var dimension: Int { gradient.dimension }

  /// The names that the model gives its parameters.
  public var parameterNames: [String] { gradient.parameterNames }

  /// A new chain at a position of d elements, its momentum drawn from N(0, T).
  @inlinable
  public func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
    State(at: position, gradient, temperature: temperature, using: &random)
  }

  /// One update, on one minibatch.
  @inlinable
  public func step(_ state: inout State, using random: inout some RandomSource) throws(SamplingError) {
    let share = state.estimate(gradient, using: &random)
    let rate = learningRate(state.stepCount)
    let isFinite =
      state.move(
        keeping: 1 - share * friction, timeStep: rate.squareRoot() * share,
        noiseScale: (2 * share * (friction - noiseEstimate) * temperature).squareRoot(), using: &random) != nil
    if !isFinite { throw state.position.divergence(atStep: state.stepCount, learningRate: rate) }
  }
}
