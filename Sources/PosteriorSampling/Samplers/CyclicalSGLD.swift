/// Cyclical stochastic gradient Langevin dynamics, on the gradient of any estimator: ``LangevinSampler`` at the rate
///
///     η = (peak/2)(1 + cos πr),   r = (t mod L)/L
///
/// in cycles of L steps. The first part of a cycle, r < β, explores: large steps without noise (T = 0), in search of
/// another mode. The rest samples, with noise. Only positions from there are draws: each step says which it was, and
/// the clock, ``stepsPerDraw``, takes the last position of each cycle unless told otherwise. The rate falls to nothing
/// within a cycle, so that draws late in it are correlated, and none comes from the law at one rate.
///
/// Zhang, Li, Zhang, Chen & Wilson, ICLR 2020, arXiv:1902.03932.
public struct CyclicalSGLD<Gradient: GradientEstimator>: EstimatorSampler {
  /// The two parts of a cycle.
  public enum Stage: Sendable, Hashable {
    /// Descending without noise, in search of another mode.
    case exploring
    /// Sampling: the position after this step is a draw.
    case sampling
  }

  /// The largest η, with which each cycle begins.
  package let peakLearningRate: Double
  /// The number of steps in which the rate falls from its peak to 0.
  @usableFromInline package let stepsPerCycle: Int
  /// β: the share of a cycle that explores.
  @usableFromInline package let explorationShare: Double
  /// How many steps lie between two draws.
  public let stepsPerDraw: Int
  @usableFromInline package var gradient: Gradient { sampler.gradient }
  @usableFromInline let explorer: LangevinSampler<Gradient, EulerMaruyama>
  @usableFromInline let sampler: LangevinSampler<Gradient, EulerMaruyama>

  /// A sampler from its gradient estimator, the rate (η, not ε/2) with which cycles begin, their length, and the
  /// share of each, 0 ≤ β < 1, that explores.
  public init(
    gradient: Gradient, peakLearningRate: Double, stepsPerCycle: Int, explorationShare: Double = 0.8,
    stepsPerDraw: Int? = nil
  ) {
    precondition(stepsPerCycle > 0, "a cycle needs a step")
    precondition(
      explorationShare >= 0 && explorationShare < 1,
      "the share that explores must be in [0, 1), not \(explorationShare)")
    self.peakLearningRate = peakLearningRate
    self.stepsPerCycle = stepsPerCycle
    self.explorationShare = explorationShare
    self.stepsPerDraw = stepsPerDraw ?? stepsPerCycle
    let rate = LearningRate.cosineCycles(peak: peakLearningRate, stepsPerCycle: stepsPerCycle)
    explorer = LangevinSampler(gradient: gradient, learningRate: rate, temperature: 0)
    sampler = LangevinSampler(gradient: gradient, learningRate: rate, stepsPerDraw: self.stepsPerDraw)
  }

  /// A sampler on fresh subsets of a model's examples.
  public init<Model>(
    _ model: Model, peakLearningRate: Double, stepsPerCycle: Int, batchSize: Int, explorationShare: Double = 0.8
  ) where Gradient == MinibatchGradient<Model, FreshSubset> {
    self.init(
      gradient: MinibatchGradient(model, FreshSubset(), batchSize: batchSize), peakLearningRate: peakLearningRate,
      stepsPerCycle: stepsPerCycle, explorationShare: explorationShare)
  }

  /// A new chain at a position of d elements, at the beginning of a cycle.
  @inlinable
  public func start(
    at position: [Double], using random: inout some RandomSource
  ) throws(SamplingError) -> LangevinSampler<Gradient, EulerMaruyama>.State {
    try sampler.start(at: position, using: &random)
  }

  /// One update, on one minibatch; says to which part of a cycle it belongs.
  @discardableResult
  @inlinable
  public func step(
    _ state: inout LangevinSampler<Gradient, EulerMaruyama>.State, using random: inout some RandomSource
  ) throws(SamplingError) -> Stage {
    let progress = Double(state.stepCount % stepsPerCycle) / Double(stepsPerCycle)
    if progress < explorationShare {
      try explorer.step(&state, using: &random)
      return .exploring
    }
    try sampler.step(&state, using: &random)
    return .sampling
  }
}
