internal import Synchronization

/// How long each of several chains runs, on which random streams.
@usableFromInline
struct ChainSchedule: Sendable {
  @usableFromInline let count: Int
  @usableFromInline let burnIn: Int
  @usableFromInline let thinning: Int
  @usableFromInline let seed: UInt64
  @usableFromInline let progress: DrawProgress
  @usableFromInline let stop = ChainStop()

  /// Progress is told about so often: after this many draws of a chain.
  @inlinable
  var reportInterval: Int { max(1, min(2048, (burnIn + count * thinning) / 64)) }

  @usableFromInline
  init(
    chains: Int, count: Int, burnIn: Int, thinning: Int, seed: UInt64,
    onProgress: @escaping @Sendable (Double) -> Void
  ) {
    precondition(chains >= 1 && count >= 1, "a run needs at least one chain and one draw")
    precondition(burnIn >= 0 && thinning >= 1, "burn-in cannot be negative, nor thinning less than 1")
    self.count = count
    self.burnIn = burnIn
    self.thinning = thinning
    self.seed = seed
    progress = DrawProgress(total: chains * (burnIn + count * thinning), onProgress)
  }

  /// Runs one chain to its end, from a position, for its positions alone.
  @inlinable
  func run<Sampler: PosteriorSampler>(
    _ sampler: Sampler, chain: Int, from start: [Double], into buffer: inout DrawBuffer
  ) throws {
    var random = GSLRandom(stream: StreamSeed(seed).child(chain))
    let stepsPerDraw = sampler.stepsPerDraw
    // By the block, which a sampler of short steps can make faster than one draw at a time.
    func inBlocks(_ draws: Int, counting weight: Int, _ make: (_ draws: Int) throws -> Void) throws {
      var (left, unreported) = (draws, 0)
      while left > 0 {
        if stop.includes(chain) { throw CancellationError() }
        let block = min(left, 32)
        try make(block)
        left -= block
        unreported += block
        if unreported * weight >= reportInterval || left == 0 {
          progress.add(unreported * weight)
          unreported = 0
        }
      }
    }
    do {
      var state = try sampler.start(at: start, using: &random)
      try inBlocks(burnIn, counting: 1) { try sampler.advance(&state, steps: $0 * stepsPerDraw, using: &random) }
      try inBlocks(count, counting: thinning) {
        try buffer.append($0, of: sampler, stepsPerDraw: stepsPerDraw * thinning, from: &state, using: &random)
      }
    } catch let reason as SamplingError {
      throw ChainError(chain: chain, reason: reason)
    }
  }

  /// Runs one chain to its end, from a position.
  @inlinable
  func run<Sampler: PosteriorSampler>(
    _ sampler: Sampler, chain: Int, from start: [Double], into sink: inout some DrawSink,
    recording record: (Sampler.State, Sampler.Info) -> [Double]
  ) throws {
    var random = GSLRandom(stream: StreamSeed(seed).child(chain))
    let total = burnIn + count * thinning
    do {
      var state = try sampler.start(at: start, using: &random)
      for made in 1...total {
        if stop.includes(chain) { throw CancellationError() }
        try sampler.advance(&state, steps: sampler.stepsPerDraw - 1, using: &random)
        let info = try sampler.step(&state, using: &random)
        if made > burnIn, (made - burnIn).isMultiple(of: thinning) { try sink.append(record(state, info)) }
        if made.isMultiple(of: reportInterval) { progress.add(reportInterval) }
      }
    } catch let reason as SamplingError {
      throw ChainError(chain: chain, reason: reason)
    }
    progress.add(total % reportInterval)
  }
}

/// Which chains are to stop: all from a number on, none at first.
///
/// A chain that fails stops those after it, and lets those before it go on, so that whatever the timing the first chain
/// in number to fail is always known. A cancelled run stops all.
@usableFromInline
final class ChainStop: Sendable {
  private let first = Atomic(Int.max)

  init() {}

  @usableFromInline
  func includes(_ chain: Int) -> Bool { chain >= first.load(ordering: .relaxed) }

  /// Stops the chains numbered `chain` and above.
  @usableFromInline
  func stop(from chain: Int) { first.min(chain, ordering: .relaxed) }
}

/// Counts the draws of all chains, from any thread.
@usableFromInline
final class DrawProgress: Sendable {
  private let total: Int
  private let made = Mutex(0)
  private let onProgress: @Sendable (Double) -> Void

  init(total: Int, _ onProgress: @escaping @Sendable (Double) -> Void) {
    self.total = total
    self.onProgress = onProgress
  }

  @usableFromInline
  func add(_ draws: Int) {
    guard draws > 0 else { return }
    // Told under the lock, so that the share never goes down.
    made.withLock { made in
      made += draws
      onProgress(Double(made) / Double(total))
    }
  }
}
