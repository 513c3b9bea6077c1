internal import CPosteriorKernels

/// The steps of one combination of model, minibatching, estimator and integrator in one loop: minibatch, gradient, noise and move.
///
/// They are the very steps that `step` takes one by one, bit for bit. All that changes is in the chain's state, so that a copy of that is
/// a checkpoint, and steps of either kind can follow each other.
@usableFromInline
final class FusedSteps: Sendable {
  /// How minibatches are chosen.
  enum Order {
    case withReplacement, freshSubsets, reshuffledEpochs

    fileprivate var code: Int32 {
      switch self {
      case .withReplacement: Int32(CPK_WITH_REPLACEMENT)
      case .freshSubsets: Int32(CPK_FRESH_SUBSETS)
      case .reshuffledEpochs: Int32(CPK_RESHUFFLED_EPOCHS)
      }
    }
  }

  private let model: PackedModel
  private let order: Order
  private let batchSize: Int
  private let rate: Double
  private let temperature: Double

  init(_ model: PackedModel, order: Order, batchSize: Int, rate: Double, temperature: Double) {
    self.model = model
    self.order = order
    self.batchSize = batchSize
    self.rate = rate
    self.temperature = temperature
  }

  /// Takes steps on full minibatches of the current epoch, `most` at the most, and writes the position after each into `trace` unless that is
  /// empty; returns their number: 0 where the next minibatch is short, or the generator is not xoshiro256++.
  @usableFromInline
  func take<Gradient, Integrator>(
    _ most: Int, _ state: inout LangevinSampler<Gradient, Integrator>.State, trace: inout MutableSpan<Double>,
    using random: inout GSLRandom
  ) -> Int {
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
      withValue(&integratorState, as: EulerMaruyama.State.self) { state in
        take(most, position: &position, &minibatches, noise: &state.noise, trace: &trace, using: &random)
      }
    }
  }

  private func take(
    _ most: Int, position: inout [Double], _ minibatches: inout Minibatches, noise: inout NoiseIncrements,
    trace: inout MutableSpan<Double>, using random: inout GSLRandom
  ) -> Int {
    let isEpochEnd = minibatches.isEpochEnd
    let used = isEpochEnd ? 0 : minibatches.usedInEpoch
    let isCut = order == .reshuffledEpochs
    let fullMinibatches = isCut ? model.exampleCount / batchSize : minibatches.countPerEpoch
    let count = min(most, fullMinibatches - used)
    guard count > 0 else { return 0 }
    let d = model.dimension
    precondition(
      position.count == d && minibatches.examples.count == model.exampleCount
        && noise.values.count.isMultiple(of: d) && (trace.isEmpty || trace.count >= count * d),
      "vectors of different lengths")
    var chain = cpk_chain()
    chain.generator = random.address().assumingMemoryBound(to: gsl_rng.self)
    chain.minibatches = cpk_minibatches(
      order: order.code, examples: nil, count: model.exampleCount, size: batchSize, next: isCut ? used * batchSize : 0)
    chain.noise = cpk_noise(values: nil, count: noise.values.count, place: noise.place)
    let taken = trace.withUnsafeMutableBufferPointer { trace in
      chain.trace = trace.isEmpty ? nil : trace.baseAddress
      return run(&chain, count, &position, &minibatches.examples, &noise.values)
    }
    noise.place = chain.noise.place
    guard taken > 0 else { return 0 }
    if isEpochEnd { minibatches.epochCount += 1 }
    minibatches.usedInEpoch = used + taken
    minibatches.current = isCut ? minibatches.places(ofMinibatch: used + taken - 1) : 0..<batchSize
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
    var kernel = model.kernel(batchSize: batchSize)
    var scheme = cpk_scheme(drift: -rate, noise_scale: (2 * temperature * rate).squareRoot())
    return cpk_take_narrow_steps(&kernel, &scheme, &chain, count)
  }
}
