extension ChainPlan {
  /// Runs a chain beside its full-gradient twin, and records the moments of their difference: see ``FullGradientTwin``.
  @inlinable
  func runCoupled<Gradient: GradientEstimator, Integrator: LinearIntegrator>(
    _ sampler: LangevinSampler<Gradient, Integrator>, stepsPerDraw: Int
  ) -> ChainOutcome {
    let twin = FullGradientTwin(
      sampler.integrator, metric: sampler.metric, temperature: sampler.temperature, reference)
    // Past stability both chains diverge, and the plain one says where.
    guard let excess = twin.stationaryExcess(steps(sampler, stepsPerDraw), reference) else {
      return run(sampler, stepsPerDraw: stepsPerDraw)
    }
    var random = GSLRandom(stream: seed)
    let position = start(&random)
    var noise = CoupledNoise(random)
    var moments = BatchedMoments(reference: reference, drawCount: drawCount)
    var differences = moments
    do throws(SamplingError) {
      var state = try sampler.start(at: position, using: &noise)
      noise.replay()
      var twinState = twin.start(at: position, using: &noise)
      let isDone = try makeDraws { (isRecorded) throws(SamplingError) in
        for _ in 0..<stepsPerDraw {
          noise.record()
          let step = try sampler.step(&state, using: &noise)
          noise.replay()
          twin.take(step, &twinState, using: &noise)
        }
        guard isRecorded else { return }
        moments.add(state.position)
        differences.add(state.position, minus: twinState.position)
      }
      guard isDone else { return .stopped }
    } catch {
      return .failed(error)
    }
    return outcome(moments, differences.added(to: excess), stepsPerDraw: stepsPerDraw)
  }

  /// The steps from one draw to the next, at this plan's rate. Their lengths depend on the minibatches' sizes alone.
  @inlinable
  func steps<Gradient: GradientEstimator, Integrator: LinearIntegrator>(
    _ sampler: LangevinSampler<Gradient, Integrator>, _ count: Int
  ) -> [LangevinStep] {
    var random = GSLRandom(seed: 0)
    var state = sampler.gradient.start(at: reference.mean, using: &random)
    return (0..<count).map { _ in
      let share = sampler.gradient.advance(&state, using: &random)
      return LangevinStep(
        fullRate: learningRate, share: share, temperature: sampler.temperature,
        isEpochEnd: sampler.gradient.isEpochEnd(state))
    }
  }
}
