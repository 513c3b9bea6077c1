/// Epochs over K long blocks of consecutive examples, one after another in a new order each epoch, the examples of each
/// shuffled: for chains that hop over data which are spread over K machines.
///
/// A chain's law is that of ``BlockEpochs`` with L ≈ N/K: blocks must be as alike as random subsets are. The chains of
/// a run share their orders, so that of K chains no two are at one block at a time. No minibatch has examples of two
/// blocks; the last one of the last block may be short.
public struct HoppingEpochs: Minibatching, Hashable {
  /// K: the blocks that examples are cut into, as far as there are minibatches for so many.
  let blockCount: Int

  /// Minibatching over `blockCount` blocks.
  public init(blockCount: Int) {
    precondition(blockCount >= 1, "there is a block at least")
    self.blockCount = blockCount
  }

  /// The name `hopping:K`, by which the command takes it.
  public var name: String { "hopping:\(blockCount)" }

  /// A permutation an epoch, as likely as its reversal, of which not all are equally likely.
  public var law: MinibatchLaw { .permutations }

  /// Minibatches that hold no more examples than those of a block.
  public func minibatches(of exampleCount: Int, batchSize: Int) -> Minibatches {
    var minibatches = blocks(of: exampleCount, batchSize: batchSize).minibatches(of: exampleCount, batchSize: batchSize)
    minibatches.blockOrder?.hops = .alone
    return minibatches
  }

  /// Takes the block's next examples.
  public func advance(_ minibatches: inout Minibatches, using random: inout some RandomSource) {
    let (count, size) = (minibatches.exampleCount, minibatches.batchSize)
    if minibatches.blockOrder == nil { minibatches = self.minibatches(of: count, batchSize: size) }
    blocks(of: count, batchSize: size).advance(&minibatches, using: &random)
  }
}

/// A minibatching that takes examples by blocks of consecutive ones.
package protocol BlockMinibatching: Minibatching {
  /// The blocks that minibatches of `batchSize` of so many examples are taken by.
  func blocks(of exampleCount: Int, batchSize: Int) -> BlockEpochs
}

extension BlockEpochs: BlockMinibatching {
  package func blocks(of exampleCount: Int, batchSize: Int) -> BlockEpochs { self }
}

extension HoppingEpochs: BlockMinibatching {
  /// Blocks of as many minibatches each, the last of fewer.
  package func blocks(of exampleCount: Int, batchSize: Int) -> BlockEpochs {
    let minibatchCount = (exampleCount - 1) / batchSize + 1
    return BlockEpochs(blockSize: ((minibatchCount - 1) / blockCount + 1) * batchSize)
  }
}

/// Whose orders of blocks a chain has.
package enum Hops: Sendable, Hashable, Codable {
  /// Its own.
  case alone
  /// Those of the chains of a seed: they differ in where a chain begins, by its number.
  case shared(seed: UInt64, chain: Int)

  /// Whether a chain can have it.
  var isValid: Bool {
    if case .shared(_, let chain) = self { chain >= 0 } else { true }
  }

  /// Orders some blocks for an epoch: the orders of K chains are a Latin square's rows. Nil where none are shared.
  func order(of blockCount: Int, epoch: Int) -> [Int32]? {
    guard case .shared(let seed, let chain) = self else { return nil }
    let stream = StreamSeed(seed).child("hopping").child(chain / blockCount).child(epoch)
    var (blocks, random) = ((0..<Int32(blockCount)).map { $0 }, GSLRandom(stream: stream))
    var span = blocks.mutableSpan
    random.shuffle(&span, choosing: blockCount)
    let first = chain % blockCount
    return Array(blocks[first...] + blocks[..<first])
  }
}

/// A chain's state that may have minibatches in it.
package protocol MinibatchHolder {
  /// The minibatches; nil where it has none after all.
  var heldMinibatches: Minibatches? { get set }
}

extension MinibatchHolder {
  /// The minibatches that a part of this may have.
  func minibatches(of part: some Any) -> Minibatches? { (part as? any MinibatchHolder)?.heldMinibatches }

  /// Has a part of this have other ones.
  func hold<Part>(_ minibatches: Minibatches?, in part: inout Part) {
    guard var holder = part as? any MinibatchHolder else { return }
    holder.heldMinibatches = minibatches
    if let holder = holder as? Part { part = holder }
  }
}

extension LangevinSampler.State: MinibatchHolder {
  package var heldMinibatches: Minibatches? {
    get { minibatches(of: gradientState) }
    set { hold(newValue, in: &gradientState) }
  }
}

extension EstimatorState: MinibatchHolder {
  package var heldMinibatches: Minibatches? {
    get { minibatches(of: gradientState) }
    set { hold(newValue, in: &gradientState) }
  }
}

extension Minibatches: MinibatchHolder {
  package var heldMinibatches: Minibatches? {
    get { self }
    set { if let newValue { self = newValue } }
  }

  /// Has a new chain share its orders of blocks with the other chains of a seed; false where chains do not hop.
  package mutating func share(seed: UInt64, chain: Int) -> Bool {
    guard blockOrder?.hops != nil else { return false }
    blockOrder?.hops = .shared(seed: seed, chain: chain)
    return true
  }

  /// The block that the next minibatch is of, where chains hop over blocks, and how many minibatches follow on it.
  package var nextHop: (block: Int, steps: Int)? {
    guard let order = blockOrder, let hops = order.hops, case .shared = hops else { return nil }
    let begins = isEpochEnd || usedInEpoch == 0
    let (left, epoch) = (begins ? 0 : examples.count - current.upperBound, epochCount + (isEpochEnd ? 1 : 0))
    let first = begins ? hops.order(of: order.blockCount(exampleCount), epoch: epoch)?.first : nil
    guard let next = first ?? order.block(wasTaken: left > 0) else { return nil }
    let rows = left > 0 ? left : order.rows(of: next, exampleCount).count
    return (Int(next), (rows - 1) / batchSize + 1)
  }
}
