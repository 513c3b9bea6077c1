// Many steps in one loop, where this combination has one.

extension LangevinSampler {
  /// Moves a chain by several steps.
  @inlinable
  public func advance(
    _ state: inout State, steps: Int, using random: inout some RandomSource
  ) throws(SamplingError) {
    var trace = MutableSpan<Double>()
    try advance(&state, steps: steps, maybeTracing: &trace, using: &random)
  }

  /// Moves a chain by several steps, and writes the position after each into `trace`.
  @inlinable
  public func advance(
    _ state: inout State, steps: Int, tracing trace: inout MutableSpan<Double>, using random: inout some RandomSource
  ) throws(SamplingError) {
    precondition(trace.count == steps * dimension, "\(steps) positions have \(steps * dimension) elements")
    try advance(&state, steps: steps, maybeTracing: &trace, using: &random)
  }

  /// Whether draws that are some steps apart must not be asked for in groups whose size is a matter of time: a stretch
  /// of steps ends with an epoch, or where the caller says so.
  package func dependsOnStretches(stepsPerDraw: Int) -> Bool {
    fused?.areExactInLawAlone == true && !stepsPerDraw.isMultiple(of: gradient.stepsPerEpoch)
  }

  @inlinable
  func advance(
    _ state: inout State, steps: Int, maybeTracing trace: inout MutableSpan<Double>,
    using random: inout some RandomSource
  ) throws(SamplingError) {
    let isTraced = !trace.isEmpty
    var made = 0
    while made < steps {
      // A part of a mutable span has no name without an underscore in Swift 6.2 and 6.3.
      var rest = trace._mutatingExtracting(isTraced ? made * dimension..<trace.count : 0..<0)
      let taken = try takeFused(&state, most: steps - made, trace: &rest, using: &random)
      made += taken
      if taken == 0 {
        try step(&state, using: &random)
        if isTraced { trace.write(state.position, at: made * dimension) }
        made += 1
      }
    }
  }

  /// Takes some fused steps, and returns their number.
  @inlinable
  func takeFused(
    _ state: inout State, most: Int, trace: inout MutableSpan<Double>, using random: inout some RandomSource
  ) throws(SamplingError) -> Int {
    guard let fused else { return 0 }
    let taken = random.asGSLRandom { fused.take(most, &state, trace: &trace, using: &$0) } ?? 0
    if taken > 0, !state.position.allSatisfy(\.isFinite) {
      throw state.position.divergence(atStep: state.stepCount, learningRate: learningRate(0))
    }
    return taken
  }
}

extension MutableSpan<Double> {
  /// Writes a vector from a place on.
  @inlinable
  mutating func write(_ vector: [Double], at place: Int) {
    precondition(place >= 0 && place + vector.count <= count, "no room for \(vector.count) elements at \(place)")
    let vector = vector.span
    for j in 0..<vector.count { self[unchecked: place + j] = vector[unchecked: j] }
  }
}
