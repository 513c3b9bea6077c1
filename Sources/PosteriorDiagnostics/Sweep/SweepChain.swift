/// One chain of a sweep: where it starts, how long it runs, and what becomes of it.
struct SweepChain: Sendable {
  let sampler: SweptSampler
  let learningRate: Double
  let seed: StreamSeed
  let burnIn: Int
  let drawCount: Int
  let reference: MultivariateNormal
  /// Whether it runs beside its full-gradient twin.
  let isCoupled: Bool
  /// A draw of the posterior itself, so that burn-in need only forget the sampler's bias, not the start.
  let start: @Sendable (inout GSLRandom) -> [Double]

  /// The draws made, recorded or not.
  var total: Int { burnIn + drawCount }

  /// What progress counts: the draws, and the steps of a warm-up.
  var work: Int { total + sampler.warmUpSteps }

  /// Runs the chain to its end.
  ///
  /// - Throws: `CancellationError` when it is told to stop.
  func run(as piece: RunningPiece) throws -> ChainOutcome {
    // Past stability there is no twin, and the plain chain says where it diverges.
    let coupled = isCoupled ? sampler.rated.couple?(learningRate, reference) : nil
    // A step of a pair is a step of both.
    let length = ChainLength(stepsPerDraw: sampler.stepsPerDraw, burnIn: burnIn, count: drawCount)
    do {
      let moments = try length.run(for: SweepMoments(self, isPair: coupled != nil), as: piece) {
        var random = GSLRandom(stream: seed)
        let position = start(&random)
        return try Chain(coupled?.pair ?? sampler.rated.make(learningRate), at: position, random: random)
      }
      guard moments.isFinite else {
        return .failed(
          .diverged(step: total * sampler.stepsPerDraw, learningRate: learningRate, parameter: 0))
      }
      return .finished(moments.own, coupled: coupled.flatMap { moments.differences?.added(to: $0.excess) })
    } catch let error as SamplingError {
      return .failed(error)
    }
  }
}

/// A sampler as a sweep runs it.
struct SweptSampler: Sendable {
  let name: String
  let batching: String?
  let rated: RatedSampler
  /// The epochs that lie between two recorded draws.
  let epochsPerDraw: Int
  /// The steps in which a chain tunes itself.
  let warmUpSteps: Int

  init<Model>(_ family: SamplerFamily<Model>, on site: ModelSite<Model>) throws(SamplingError) {
    (name, batching) = (family.name, family.batching)
    rated = try family.on(site)
    let example = try rated.make(1)
    (epochsPerDraw, warmUpSteps) = (rated.epochsPerDraw(example), example.warmUpSteps)
  }

  var stepsPerDraw: Int { epochsPerDraw * rated.stepsPerEpoch }

  /// The name, and the minibatching where results say it.
  var label: String { batching.map { "\(name) (\($0))" } ?? name }
}

/// How a chain ended.
enum ChainOutcome: Sendable {
  /// With the draws' moments, and those estimated through a coupled chain if there is one.
  case finished(BatchedMoments, coupled: BatchedMoments?)
  case failed(SamplingError)
}

/// Adds up the moments of a chain's draws, or of a pair's: the first one's own, and their difference to the twin's.
private struct SweepMoments: ChainObserver {
  private(set) var own: BatchedMoments
  private(set) var differences: BatchedMoments?

  init(_ chain: SweepChain, isPair: Bool) {
    own = BatchedMoments(reference: chain.reference, drawCount: chain.drawCount)
    differences = isPair ? own : nil
  }

  var isFinite: Bool { own.isFinite && differences?.isFinite ?? true }

  mutating func observe(_ draw: Span<Double>, report: Span<Double>) {
    guard differences != nil else { return own.add(draw) }
    let d = draw.count / 2
    own.add(draw.extracting(0..<d))
    differences?.add(draw.extracting(0..<d), minus: draw.extracting(d..<2 * d))
  }
}
