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
    let reportInterval = max(1, min(2048, (burnIn + drawCount) / 64))
    do throws(SamplingError) {
      var state = try sampler.start(at: start(&random), using: &random)
      var unreported = 0
      for draw in 0..<(burnIn + drawCount) {
        try sampler.advance(&state, steps: stepsPerDraw, using: &random)
        if draw >= burnIn { moments.add(state.position) }
        unreported += 1
        if unreported == reportInterval {
          guard report(unreported) else { return .stopped }
          unreported = 0
        }
      }
      _ = report(unreported)
    } catch {
      return .failed(error)
    }
    return moments.isFinite
      ? .finished(moments)
      : .failed(.diverged(step: (burnIn + drawCount) * stepsPerDraw, learningRate: learningRate, parameter: 0))
  }
}

/// How a chain ended.
@usableFromInline
enum ChainOutcome: Sendable {
  case finished(BatchedMoments)
  case failed(SamplingError)
  case stopped
}
