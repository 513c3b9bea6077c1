/// Stochastic gradient Langevin dynamics preconditioned like RMSProp, on the gradient of any estimator:
///
///     V ← λV + (1 − λ) ĝ²,   G = 1/(ς + √V),   θ ← θ − ηGĝ + √(2ηTG) ξ     (element by element)
///
/// Each parameter moves at a rate fit to its own gradient, so that η is in units of θ, and ηG is the learning rate
/// that other samplers have. Li et al. average the squares of ĝ/N instead, so that their G is NG for a damping of
/// ς/N: their step ε with that damping is η = Nε/2 here.
///
/// G depends on the position through V, for which the exact dynamics has a further drift Γᵢ = Σⱼ
/// ∂Gᵢⱼ/∂θⱼ. As in Li et al.'s own experiments it is omitted, which leaves a bias of the order 1 − λ that
/// does not vanish with η. After `Adaptation/steps` V is held fixed, and that bias is gone: what remains is
/// ``LangevinSampler`` with a constant diagonal preconditioner, of relative variance 1/(1 − ηGa/2) on a Gaussian
/// target of curvature a.
///
/// Li, Chen, Carlson & Carin, AAAI 2016, arXiv:1512.07666.
public struct PreconditionedSGLD<Gradient: GradientEstimator>: EstimatorSampler {
  /// The estimator of ∇U.
  @usableFromInline package let gradient: Gradient
  /// η of each step, in units of θ.
  @usableFromInline package let learningRate: LearningRate
  /// How V follows the gradient.
  @usableFromInline package let adaptation: Adaptation
  /// T: 1 for the posterior, 0 for RMSProp.
  @usableFromInline package let temperature: Double
  /// How many steps lie between two draws.
  public let stepsPerDraw: Int

  /// How V follows the gradient.
  public struct Adaptation: Sendable, Hashable {
    /// λ: the share of V kept in a step.
    @usableFromInline package let decay: Double
    /// ς: keeps G finite, in units of the gradient.
    @usableFromInline package let damping: Double
    /// The number of steps after which V is held fixed; nil for never.
    @usableFromInline package let steps: Int?

    /// An adaptation with 0 ≤ λ < 1 and ς > 0.
    public init(decay: Double = 0.99, damping: Double = 1e-5, steps: Int? = nil) {
      precondition(decay >= 0 && decay < 1, "the decay must be in [0, 1), not \(decay)")
      precondition(damping > 0 && damping.isFinite, "the damping must be positive, not \(damping)")
      precondition((steps ?? 1) > 0, "V needs a step to adapt in")
      self.decay = decay
      self.damping = damping
      self.steps = steps
    }
  }

  /// A sampler from its gradient estimator and its learning rate.
  public init(
    gradient: Gradient, learningRate: LearningRate, adaptation: Adaptation = Adaptation(), temperature: Double = 1,
    stepsPerDraw: Int = 1
  ) {
    checkSettings(learningRate, temperature: temperature, stepsPerDraw: stepsPerDraw)
    self.gradient = gradient
    self.learningRate = learningRate
    self.adaptation = adaptation
    self.temperature = temperature
    self.stepsPerDraw = stepsPerDraw
  }

  /// A sampler on fresh subsets of a model's examples.
  public init<Model>(
    _ model: Model, learningRate: LearningRate, batchSize: Int, decay: Double = 0.99, adaptationSteps: Int? = nil
  ) where Gradient == MinibatchGradient<Model, FreshSubset> {
    self.init(
      gradient: MinibatchGradient(model, FreshSubset(), batchSize: batchSize), learningRate: learningRate,
      adaptation: Adaptation(decay: decay, steps: adaptationSteps))
  }

  /// A new chain at a position of d elements, whose V begins as the first step's ĝ². Where that vanishes, as the full
  /// gradient does at a mode, only ς bounds the first step: start somewhere else.
  @inlinable
  public func start(
    at position: [Double], using random: inout some RandomSource
  ) throws(SamplingError) -> EstimatorState<Gradient> {
    EstimatorState(at: position, gradient, with: [Double](repeating: 0, count: dimension), using: &random)
  }

  /// One update, on one minibatch.
  @inlinable
  public func step(
    _ state: inout EstimatorState<Gradient>, using random: inout some RandomSource
  ) throws(SamplingError) {
    let share = state.estimate(gradient, using: &random)
    let rate = learningRate(state.stepCount) * share
    let adapts = adaptation.steps.map { state.stepCount < $0 } ?? true
    let kept = !adapts ? 1 : state.stepCount == 0 ? 0 : adaptation.decay
    state.stepCount += 1

    state.noise.draw(through: .unit, using: &random)
    state.companion.average(squaresOf: state.gradient, keeping: kept)
    let isFinite = state.position.move(
      drift: state.gradient, noise: state.noise, meanSquares: state.companion, rate: rate,
      damping: adaptation.damping, temperature: temperature)
    if !isFinite { throw state.position.divergence(atStep: state.stepCount, learningRate: rate) }
  }
}

extension [Double] {
  /// V ← kept · V + (1 − kept) g².
  @inlinable
  mutating func average(squaresOf gradient: [Double], keeping kept: Double) {
    precondition(gradient.count == count, "vectors of different lengths")
    let gradient = gradient.span
    var squares = mutableSpan
    for j in 0..<squares.count {
      squares[unchecked: j] =
        kept * squares[unchecked: j] + (1 - kept) * gradient[unchecked: j] * gradient[unchecked: j]
    }
  }

  /// self ← self − ηG · drift + √(2ηTG) · noise, G = 1/(damping + √V); returns whether V and the result are
  /// finite.
  @inlinable
  mutating func move(
    drift: [Double], noise: NoiseBuffer, meanSquares: [Double], rate: Double, damping: Double, temperature: Double
  ) -> Bool {
    precondition(
      drift.count == count && noise.dimension == count && meanSquares.count == count, "vectors of different lengths")
    let noise = noise.values.span.extracting(noise.place..<noise.place + count)
    let (drift, meanSquares) = (drift.span, meanSquares.span)
    var position = mutableSpan
    var finite = 0.0
    for j in 0..<position.count {
      let scaled = rate / (damping + meanSquares[unchecked: j].squareRoot())
      position[unchecked: j] +=
        (2 * temperature * scaled).squareRoot() * noise[unchecked: j] - scaled * drift[unchecked: j]
      // An infinite V would stop the chain where it is.
      finite += 0 * (position[unchecked: j] + meanSquares[unchecked: j])
    }
    return finite == 0
  }
}
