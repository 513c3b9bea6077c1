/// A sampler of any type, so that one variable can hold any of a list of samplers, and code that runs them is compiled
/// once.
///
///     let samplers = [
///       AnySampler(SGLD(model, learningRate: 0.01, batchSize: 10)), AnySampler(ULA(model, learningRate: 0.01)),
///     ]
///
/// Its chains are those of the sampler that it holds, number for number. Finding that sampler again takes some
/// nanoseconds a call of ``advance(_:steps:using:)``, and nothing a step, if the random numbers come from
/// `GSLRandom`. With another source every step is slower.
public struct AnySampler: PosteriorSampler {
  /// The sampler itself.
  @usableFromInline package let base: any PosteriorSampler
  /// The number of parameters.
  public let dimension: Int
  /// A name for each of them.
  public let parameterNames: [String]
  /// The sampler's own clock.
  public let stepsPerDraw: Int
  /// The steps in which a chain of the sampler tunes itself.
  public let warmUpSteps: Int
  /// The sampler's own columns.
  public let columns: [DrawColumn<State, Info>]

  // Closures, not methods of a subclass or of a protocol: a closure made where the sampler's type is known is compiled
  // for it.
  @usableFromInline
  let makeState: @Sendable ([Double], inout GSLRandom) throws(SamplingError) -> State
  @usableFromInline
  let takeStep: @Sendable (inout State, inout GSLRandom) throws(SamplingError) -> Info
  @usableFromInline
  var takeSteps: @Sendable (inout State, Int, inout GSLRandom) throws(SamplingError) -> Void
  @usableFromInline
  var traceSteps: @Sendable (inout State, Int, inout MutableSpan<Double>, inout GSLRandom) throws(SamplingError) -> Void

  /// What a step reports: the values of the sampler's columns.
  public struct Info: Sendable {
    @usableFromInline let values: [Double]

    @inlinable
    init(values: [Double]) { self.values = values }
  }

  /// Holds a sampler, and forgets its type.
  @inlinable
  public init<Sampler: PosteriorSampler>(_ sampler: Sampler) {
    base = sampler
    dimension = sampler.dimension
    parameterNames = sampler.parameterNames
    stepsPerDraw = sampler.stepsPerDraw
    warmUpSteps = sampler.warmUpSteps
    columns = sampler.columns.enumerated().map { place, column in
      DrawColumn(column.name) { $1.values[place] }
    }
    makeState = { (position, random) throws(SamplingError) in try sampler.boxedStart(at: position, using: &random) }
    takeStep = { (state, random) throws(SamplingError) in try sampler.boxedStep(&state, using: &random) }
    takeSteps = { (state, steps, random) throws(SamplingError) in
      try sampler.advance(&state.box(of: sampler).state, steps: steps, using: &random)
    }
    traceSteps = { (state, steps, trace, random) throws(SamplingError) in
      try sampler.advance(&state.box(of: sampler).state, steps: steps, tracing: &trace, using: &random)
    }
  }

  /// The steps of the warm-up that a chain has still to make.
  public func warmUpStepsLeft(of state: State) -> Int {
    warmUpSteps == 0 ? 0 : base.warmUpStepsLeft(ofBoxed: state)
  }

  /// Whether a saved state is one that the sampler accepts that is held.
  public func accepts(_ saved: State) -> Bool { base.accepts(boxed: saved) }

  func decodeBox(_ decoder: any Decoder) throws -> StateBox { try base.decodedBox(decoder) }

  /// A new chain at a position of d elements.
  @inlinable
  public func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
    let state = try random.asGSL { (random) throws(SamplingError) in try makeState(position, &random) }
    return if let state { state } else { try base.boxedStart(at: position, using: &random) }
  }

  /// Moves a chain by one step of the sampler that is held.
  @inlinable
  @discardableResult
  public func step(_ state: inout State, using random: inout some RandomSource) throws(SamplingError) -> Info {
    let info = try random.asGSL { (random) throws(SamplingError) in try takeStep(&state, &random) }
    return if let info { info } else { try base.boxedStep(&state, using: &random) }
  }

  /// Moves a chain by several steps.
  @inlinable
  public func advance(_ state: inout State, steps: Int, using random: inout some RandomSource) throws(SamplingError) {
    let isDone: Void? = try random.asGSL { (random) throws(SamplingError) in try takeSteps(&state, steps, &random) }
    if isDone == nil { for _ in 0..<steps { _ = try base.boxedStep(&state, using: &random) } }
  }

  /// Moves a chain by several steps, and writes the position after each into `trace`.
  @inlinable
  public func advance(
    _ state: inout State, steps: Int, tracing trace: inout MutableSpan<Double>, using random: inout some RandomSource
  ) throws(SamplingError) {
    let isDone: Void? = try random.asGSL { (random) throws(SamplingError) in
      try traceSteps(&state, steps, &trace, &random)
    }
    if isDone != nil { return }
    for made in 0..<steps {
      _ = try base.boxedStep(&state, using: &random)
      trace.write(state.position, at: made * dimension)
    }
  }
}

extension RandomSource {
  /// What a function returns that is given this source, in place, as the library's own generator; nil for any other
  /// source.
  ///
  /// A cast would make a copy, whose storage would then be copied at every call.
  @inlinable
  mutating func asGSL<Value>(
    _ body: (inout GSLRandom) throws(SamplingError) -> Value
  ) throws(SamplingError) -> Value? {
    guard Self.self == GSLRandom.self else { return nil }
    return try withUnsafeMutablePointer(to: &self) { (pointer) throws(SamplingError) in
      try pointer.withMemoryRebound(to: GSLRandom.self, capacity: 1) { (random) throws(SamplingError) in
        try body(&random.pointee)
      }
    }
  }
}
