/// Stochastic gradient Hamiltonian Monte Carlo, on the gradient of any estimator:
///
///     p ← (1 − α) p − √η ĝ(θ) + √(2(α − β̂)T) ξ,   θ ← θ + √η p
///
/// with unit mass. η is the square of the time step, and α ∈ (0, 1] the friction of a step. In Chen et al.'s
/// equation 15 v = √η p and their η and α are these. With α = 1 it is ``LangevinSampler`` at η; with less the
/// momentum lasts for 1/α steps, and the chain moves like Langevin dynamics at the larger rate η/α.
///
/// On a Gaussian target of curvature a, h = ηa, with gradient noise of variance sa, the relative variance is
/// (1 − β̂/α + hs/2α)/(1 − h/(4 − 2α)): β̂ = hs/2 takes the gradient's noise out again. A short minibatch
/// of |b| examples shortens the time step to √η|b|/B.
///
/// Chen, Fox & Guestrin, ICML 2014, arXiv:1402.4102.
public struct SGHMC<Gradient: GradientEstimator>: EstimatorSampler {
  /// The estimator of ∇U.
  @usableFromInline package let gradient: Gradient
  /// η of each step.
  @usableFromInline package let learningRate: LearningRate
  /// α: the share of the momentum lost in a step.
  @usableFromInline package let friction: Double
  /// β̂: the estimate of the gradient noise's contribution, ηV/2 for a gradient of variance V.
  @usableFromInline package let noiseEstimate: Double
  /// T: 1 for the posterior, 0 for stochastic gradient descent with momentum.
  @usableFromInline package let temperature: Double
  /// How many steps lie between two draws.
  public let stepsPerDraw: Int

  /// A sampler from its gradient estimator, its learning rate (η, not ε/2) and its friction, 0 < α ≤ 1.
  public init(
    gradient: Gradient, learningRate: LearningRate, friction: Double = 0.1, noiseEstimate: Double = 0,
    temperature: Double = 1, stepsPerDraw: Int = 1
  ) {
    checkSettings(learningRate, friction: friction, temperature: temperature, stepsPerDraw: stepsPerDraw)
    precondition(
      noiseEstimate >= 0 && noiseEstimate <= friction,
      "the noise estimate must be in [0, friction], not \(noiseEstimate)")
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

  /// A new chain at a position of d elements, its momentum drawn from N(0, T).
  @inlinable
  public func start(
    at position: [Double], using random: inout some RandomSource
  ) throws(SamplingError) -> EstimatorState<Gradient> {
    EstimatorState(at: position, gradient, temperature: temperature, using: &random)
  }

  /// One update, on one minibatch.
  @inlinable
  public func step(
    _ state: inout EstimatorState<Gradient>, using random: inout some RandomSource
  ) throws(SamplingError) {
    let share = state.estimate(gradient, using: &random)
    let rate = learningRate(state.stepCount)
    let isFinite =
      state.move(
        keeping: 1 - share * friction, timeStep: rate.squareRoot() * share,
        noiseScale: (2 * share * (friction - noiseEstimate) * temperature).squareRoot(), using: &random) != nil
    if !isFinite { throw state.position.divergence(atStep: state.stepCount, learningRate: rate) }
  }
}
