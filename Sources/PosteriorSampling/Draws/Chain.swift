/// A chain under way: its sampler, the state that it has come to, and the random stream with which it goes on.
///
/// A chain is a value. A copy is a checkpoint: it goes on as the chain itself would have.
public struct Chain<Sampler: PosteriorSampler>: Sendable {
  /// What moves the chain.
  public let sampler: Sampler
  /// Where the chain is, and what else its next step needs.
  @usableFromInline package var state: Sampler.State
  /// The stream of its random numbers.
  @usableFromInline package var random: GSLRandom
  /// The draws that it has made, those that are thrown away included.
  @usableFromInline package internal(set) var drawsMade = 0

  /// A chain that goes on from a state.
  @usableFromInline package init(_ sampler: Sampler, state: Sampler.State, random: GSLRandom) {
    self.sampler = sampler
    self.state = state
    self.random = random
  }

  /// A chain that goes on from a checkpoint of one.
  @usableFromInline package init(_ sampler: Sampler, resuming checkpoint: Checkpoint<Sampler.State>) {
    self.init(sampler, state: checkpoint.state, random: checkpoint.random)
    drawsMade = checkpoint.drawsMade
  }

  /// Where the chain is, to be saved.
  public var checkpoint: Checkpoint<Sampler.State> {
    Checkpoint(drawsMade: drawsMade, state: state, random: random)
  }

  /// A new chain at a position of d elements.
  ///
  /// - Throws: ``SamplingError`` when no chain can start there.
  @inlinable
  package init(_ sampler: Sampler, at position: [Double], random: GSLRandom) throws(SamplingError) {
    var random = random
    let state = try sampler.start(at: position, using: &random)
    self.init(sampler, state: state, random: random)
  }

  /// A new chain of several, on the stream named after their seed and its number, from 0.
  ///
  /// - Throws: ``SamplingError`` when no chain can start there.
  @inlinable
  package init(_ sampler: Sampler, at position: [Double], number: Int, of seed: UInt64) throws(SamplingError) {
    try self.init(sampler, at: position, random: GSLRandom(stream: StreamSeed(seed).child(number)))
    share(seed: seed, number: number)
  }

  /// Has the chain share its orders of blocks with the others, where chains hop over blocks.
  @usableFromInline
  mutating func share(seed: UInt64, number: Int) {
    guard var holder = state as? any MinibatchHolder, var minibatches = holder.heldMinibatches else { return }
    guard minibatches.share(seed: seed, chain: number) else { return }
    holder.heldMinibatches = minibatches
    if let state = holder as? Sampler.State { self.state = state }
  }
}
