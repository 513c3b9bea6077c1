/// A chain beside its full-gradient twin, as one chain of both positions side by side: see ``FullGradientTwin``.
@usableFromInline
struct CoupledPair<Gradient: GradientEstimator, Integrator: LinearIntegrator>: PosteriorSampler {
  @usableFromInline let sampler: LangevinSampler<Gradient, Integrator>
  @usableFromInline let twin: FullGradientTwin<Integrator>

  @usableFromInline
  struct State: SamplerState {
    @usableFromInline var chain: LangevinSampler<Gradient, Integrator>.State
    @usableFromInline var twin: FullGradientTwin<Integrator>.State
    /// Room for a step's noise.
    @usableFromInline var tape: [Double] = []

    @inlinable
    init(chain: LangevinSampler<Gradient, Integrator>.State, twin: FullGradientTwin<Integrator>.State) {
      self.chain = chain
      self.twin = twin
    }

    @inlinable var position: [Double] { chain.position + twin.position }
  }

  @inlinable
  init(_ sampler: LangevinSampler<Gradient, Integrator>, _ twin: FullGradientTwin<Integrator>) {
    self.sampler = sampler
    self.twin = twin
  }

  /// 2d.
  @inlinable var dimension: Int { 2 * sampler.dimension }

  /// Both chains at one position of d elements.
  @inlinable
  func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
    var noise = CoupledNoise(random)
    defer { random = noise.base }
    let chain = try sampler.start(at: position, using: &noise)
    noise.replay()
    return State(chain: chain, twin: twin.start(at: position, using: &noise))
  }

  @inlinable
  func step(_ state: inout State, using random: inout some RandomSource) throws(SamplingError) {
    try advance(&state, steps: 1, using: &random)
  }

  /// Moves both chains: the source is copied once for all steps.
  @inlinable
  func advance(_ state: inout State, steps: Int, using random: inout some RandomSource) throws(SamplingError) {
    var noise = CoupledNoise(random)
    swap(&noise.tape, &state.tape)
    defer {
      random = noise.base
      swap(&noise.tape, &state.tape)
    }
    for _ in 0..<steps {
      noise.record()
      let step = try sampler.step(&state.chain, using: &noise)
      noise.replay()
      twin.take(step, &state.twin, using: &noise)
    }
  }
}

/// A pair that can be run, with what is known of the twin's law.
@usableFromInline
struct CoupledSampler: Sendable {
  let pair: AnySampler
  /// The excess of the twin's stationary covariance over the posterior's, in whitened coordinates.
  let excess: Matrix

  /// The pair of a sampler at a constant learning rate; nil past stability, where both chains diverge.
  @inlinable
  init?<Gradient: GradientEstimator, Integrator: LinearIntegrator>(
    _ sampler: LangevinSampler<Gradient, Integrator>, _ reference: MultivariateNormal
  ) {
    let steps = sampler.stepsOfADraw(at: reference.mean)
    guard
      let twin = FullGradientTwin(
        sampler.integrator, metric: sampler.metric, temperature: sampler.temperature, reference),
      let excess = twin.stationaryExcess(steps, reference)
    else { return nil }
    self.init(AnySampler(CoupledPair(sampler, twin)), excess: excess)
  }

  @usableFromInline
  init(_ pair: AnySampler, excess: Matrix) {
    self.pair = pair
    self.excess = excess
  }
}

extension LangevinSampler {
  /// The steps from one draw to the next. Their lengths depend on the minibatches' sizes alone.
  @inlinable
  func stepsOfADraw(at position: [Double]) -> [LangevinStep] {
    var random = GSLRandom(seed: 0)
    var state = gradient.start(at: position, using: &random)
    return (0..<stepsPerDraw).map { _ in
      let share = gradient.advance(&state, using: &random)
      return LangevinStep(
        fullRate: learningRate(0), share: share, temperature: temperature, isEpochEnd: gradient.isEpochEnd(state))
    }
  }
}
