internal import CPosteriorKernels

/// The steps of one combination of model, minibatching, estimator and integrator in one loop: minibatch, gradient,
/// noise and move.
///
/// They are the very steps that `step` takes one by one, bit for bit, unless the model says that they are so in law
/// alone. All that changes is in the chain's state, so that a copy of that is a checkpoint, and steps of either kind
/// can follow each other.
@usableFromInline
final class FusedSteps: Sendable {
  /// How minibatches are chosen.
  enum Order { case withReplacement, freshSubsets, reshuffledEpochs, symmetricEpochs }

  /// How the dynamics are discretised.
  enum Scheme { case eulerMaruyama, leimkuhlerMatthews }

  private let model: any FusedModel
  private let order: Order
  private let batchSize: Int
  private let scheme: Scheme
  private let rate: Double
  private let temperature: Double

  init(
    _ model: any FusedModel, _ order: Order, batchSize: Int, _ scheme: Scheme, rate: Double, temperature: Double
  ) {
    self.model = model
    self.order = order
    self.batchSize = batchSize
    self.scheme = scheme
    self.rate = rate
    self.temperature = temperature
  }

  /// Whether the steps' numbers depend on how many are asked for at once.
  var areExactInLawAlone: Bool { model.isExactInLawAlone }

  /// Takes steps on full minibatches of the current epoch, `most` at the most, and writes the position after each into
  /// `trace` unless that is empty; returns their number: 0 where the next minibatch is short, or the generator is not
  /// xoshiro256++.
  @usableFromInline
  func take<Gradient, Integrator>(
    _ most: Int, _ state: inout LangevinSampler<Gradient, Integrator>.State, trace: inout MutableSpan<Double>,
    using random: inout GSLRandom
  ) -> Int {
    guard random.algorithm == .xoshiro256pp else { return 0 }
    let taken = take(
      most, &state.position, &state.gradientState, &state.integratorState, trace: &trace, using: &random)
    state.stepCount += taken
    return taken
  }

  /// The same on the parts of a state, whose types are known from the choice of the loop.
  private func take(
    _ most: Int, _ position: inout [Double], _ gradientState: inout some Any, _ integratorState: inout some Any,
    trace: inout MutableSpan<Double>, using random: inout GSLRandom
  ) -> Int {
    withValue(&gradientState, as: Minibatches.self) { minibatches in
      guard let stretch = Stretch(of: minibatches, order, most: most) else { return 0 }
      let taken =
        switch scheme {
        case .eulerMaruyama:
          withValue(&integratorState, as: EulerMaruyama.State.self) { state in
            take(stretch, &position, &minibatches.examples, &state.noise, trace: &trace, using: &random)
          }
        case .leimkuhlerMatthews:
          withValue(&integratorState, as: LeimkuhlerMatthews.State.self) { state in
            state.include(rate: rate, temperature: temperature, in: &position)
            return take(stretch, &position, &minibatches.examples, &state.noise, trace: &trace, using: &random)
          }
        }
      stretch.use(taken, of: &minibatches)
      return taken
    }
  }

  private func take(
    _ stretch: Stretch, _ position: inout [Double], _ examples: inout [Int32], _ noise: inout NoiseBuffer,
    trace: inout MutableSpan<Double>, using random: inout GSLRandom
  ) -> Int {
    let d = model.dimension
    precondition(
      position.count == d && examples.count == model.exampleCount && noise.values.count.isMultiple(of: d)
        && (trace.isEmpty || trace.count >= stretch.count * d), "vectors of different lengths")
    var chain = cpk_chain()
    chain.generator = random.address().assumingMemoryBound(to: gsl_rng.self)
    chain.minibatches = cpk_minibatches(
      order: stretch.code, examples: nil, count: model.exampleCount, size: batchSize, next: stretch.firstPlace)
    chain.noise = cpk_noise(values: nil, count: noise.values.count, place: noise.place)
    let taken = trace.withUnsafeMutableBufferPointer { trace in
      chain.trace = trace.isEmpty ? nil : trace.baseAddress
      return run(&chain, stretch.count, &position, &examples, &noise.values)
    }
    noise.place = chain.noise.place
    return taken
  }

  /// The loop itself; the pointers are valid while it runs.
  private func run(
    _ chain: inout cpk_chain, _ count: Int, _ position: UnsafeMutablePointer<Double>,
    _ examples: UnsafeMutablePointer<Int32>, _ noise: UnsafeMutablePointer<Double>
  ) -> Int {
    chain.position = position
    chain.minibatches.examples = examples
    chain.noise.values = noise
    let part =
      switch scheme {
      case .eulerMaruyama: (2 * temperature * rate).squareRoot()
      case .leimkuhlerMatthews: LeimkuhlerMatthews.part(rate, temperature)
      }
    return model.take(
      count, cpk_scheme(drift: -rate, noise_scale: part, shares_noise: scheme == .leimkuhlerMatthews ? 1 : 0), &chain)
  }
}

extension LeimkuhlerMatthews.State {
  /// Makes the position's part of the noise that of steps at a rate, as
  /// ``LeimkuhlerMatthews/prepare(_:_:for:metric:using:)`` does.
  fileprivate mutating func include(rate: Double, temperature: Double, in position: inout [Double]) {
    let part = LeimkuhlerMatthews.part(rate, temperature)
    if part != included { position.add(part - included, times: noise) }
    included = part
  }
}
