import PosteriorDiagnostics

/// A sampler of the catalogue on a model, ready to be run at any learning rate and in any way.
struct MadeSampler: Sendable {
  /// How its draws and passes over the data are made of its steps.
  let clock: SamplerClock
  /// The sampler as a sweep runs it: its draws are at the ends of epochs.
  let sweep: RatedSampler
  /// The gradient and the integrator of a Langevin sampler, which its stationary law follows from.
  let law: (gradient: any GradientEstimator, integrator: any LinearIntegrator)?
  private let make: @Sendable (_ learningRate: Double) -> AnySampler

  /// A sampler from the way to make it at a learning rate, with so many steps between draws.
  init<Sampler: PosteriorSampler>(
    clock: SamplerClock, sweep: RatedSampler,
    law: (gradient: any GradientEstimator, integrator: any LinearIntegrator)? = nil,
    make: @escaping @Sendable (_ learningRate: Double, _ stepsPerDraw: Int) -> Sampler
  ) {
    self.clock = clock
    self.sweep = sweep
    self.law = law
    self.make = { AnySampler(make($0, clock.stepsPerDraw)) }
  }

  /// A sampler that takes all examples at every step, and makes a draw of each.
  init<Sampler: PosteriorSampler>(
    _ name: String, stepsPerEpoch: Int?, make: @escaping @Sendable (_ learningRate: Double) -> Sampler
  ) {
    self.init(
      clock: SamplerClock(name: name, stepsPerEpoch: stepsPerEpoch, stepsPerDraw: 1),
      sweep: RatedSampler(stepsPerEpoch: 1) { AnySampler(make($0)) }
    ) { rate, _ in make(rate) }
  }

  /// A sampler on minibatches, by its usual choice fresh ones, that is no Langevin product. A sweep takes its draws at
  /// the ends of epochs.
  init<Sampler: PosteriorSampler, Batching: Minibatching>(
    _ name: String, _ gradient: MinibatchGradient<AnyPosterior, Batching>,
    make: @escaping @Sendable (_ learningRate: Double, _ stepsPerDraw: Int) -> Sampler
  ) {
    let (epoch, cycle) = (gradient.stepsPerEpoch, gradient.stepsPerCycle)
    let isIndependent = gradient.batching.law.isIndependent
    self.init(
      clock: SamplerClock(name: name, stepsPerEpoch: epoch, stepsPerDraw: isIndependent ? 1 : cycle),
      sweep: RatedSampler(stepsPerEpoch: epoch) { AnySampler(make($0, cycle)) }, make: make)
  }

  /// The sampler at a learning rate.
  func sampler(learningRate: Double) -> AnySampler { make(learningRate) }

  /// How many epochs of a chain beside its twin are so much work: 1000 at least. An example is one, a step eight, and
  /// each of the d² products that moments are sums of two.
  func epochs(ofWork work: Int, on model: AnyPosterior) -> Int {
    let products = max(model.dimension * model.dimension, model.reportedNames.count)
    return max(1000, work / (max(1, model.exampleCount) + 8 * (clock.stepsPerEpoch ?? 1) + 2 * products))
  }

  /// The largest learning rate that is predicted to keep KL within a target, and the check of it by halving.
  func automaticLearningRate(
    targetKL: Double, mode: [Double], seed: UInt64, onProgress: @escaping @Sendable (Double) -> Void
  ) async throws -> (rate: AutomaticLearningRate, check: HalvingCheck) {
    func choose(
      _ gradient: some GradientEstimator, _ integrator: some LinearIntegrator
    ) async throws -> (rate: AutomaticLearningRate, check: HalvingCheck) {
      let rate = try AutomaticLearningRate(gradient, integrator, mode: mode, targetKL: targetKL)
      let examples = 200_000_000
      let pool = TaskPool(threads: 1, total: rate.mostDraws(examples: examples), onProgress: onProgress)
      let checks = try await pool.runAll(1) { try rate.checkedByHalving(examples: examples, seed: seed, as: $0) }
      // A check that was stopped says nothing.
      try Task.checkCancellation()
      return (rate, checks[0])
    }
    guard let law else {
      throw StationaryLawError.notAffine("\(clock.name) has no stationary law that is known")
    }
    return try await choose(law.gradient, law.integrator)
  }
}
