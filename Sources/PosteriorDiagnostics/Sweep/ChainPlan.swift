/// One chain of a sweep: where it starts, how long it runs, and where its moments go.
@usableFromInline
struct ChainPlan: Sendable {
  @usableFromInline let learningRate: Double
  @usableFromInline let seed: StreamSeed
  @usableFromInline let burnIn: Int
  @usableFromInline let drawCount: Int
  @usableFromInline let reference: GaussianReference
  /// A draw of the posterior itself, so that burn-in need only forget the sampler's bias, not the start.
  @usableFromInline let start: @Sendable (inout GSLRandom) -> [Double]
  /// Told after every few draws how many were made; false asks the chain to stop.
  @usableFromInline let report: @Sendable (_ draws: Int) -> Bool

  @usableFromInline
  init(
    learningRate: Double, seed: StreamSeed, burnIn: Int, drawCount: Int, reference: GaussianReference,
    start: @escaping @Sendable (inout GSLRandom) -> [Double], report: @escaping @Sendable (Int) -> Bool
  ) {
    self.learningRate = learningRate
    self.seed = seed
    self.burnIn = burnIn
    self.drawCount = drawCount
    self.reference = reference
    self.start = start
    self.report = report
  }

  /// Runs the chain to its end.
  @inlinable
  func run(_ sampler: some PosteriorSampler, stepsPerDraw: Int) -> ChainOutcome {
    var random = GSLRandom(stream: seed)
    var moments = BatchedMoments(reference: reference, drawCount: drawCount)
    do throws(SamplingError) {
      var state = try sampler.start(at: start(&random), using: &random)
      let isDone = try makeDraws { (isRecorded) throws(SamplingError) in
        try sampler.advance(&state, steps: stepsPerDraw, using: &random)
        if isRecorded { moments.add(state.position) }
      }
      guard isDone else { return .stopped }
    } catch {
      return .failed(error)
    }
    return outcome(moments, nil, stepsPerDraw: stepsPerDraw)
  }

  /// Makes all draws, reporting now and then; false when it was asked to stop.
  @inlinable
  func makeDraws(_ make: (_ isRecorded: Bool) throws(SamplingError) -> Void) throws(SamplingError) -> Bool {
    let reportInterval = max(1, min(2048, (burnIn + drawCount) / 64))
    var unreported = 0
    for draw in 0..<(burnIn + drawCount) {
      try make(draw >= burnIn)
      unreported += 1
      if unreported == reportInterval {
        guard report(unreported) else { return false }
        unreported = 0
      }
    }
    _ = report(unreported)
    return true
  }

  @usableFromInline
  func outcome(_ moments: BatchedMoments, _ coupled: BatchedMoments?, stepsPerDraw: Int) -> ChainOutcome {
    moments.isFinite && (coupled?.isFinite ?? true)
      ? .finished(moments, coupled: coupled)
      : .failed(.diverged(step: (burnIn + drawCount) * stepsPerDraw, learningRate: learningRate, parameter: 0))
  }
}

/// How a chain ended.
@usableFromInline
enum ChainOutcome: Sendable {
  /// With the draws' moments, and those estimated through a coupled chain if there is one.
  case finished(BatchedMoments, coupled: BatchedMoments?)
  case failed(SamplingError)
  case stopped
}
