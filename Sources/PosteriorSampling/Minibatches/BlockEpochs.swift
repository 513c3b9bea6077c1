/// Blocks of consecutive examples in a new order each epoch: every example comes exactly once an epoch, and rows that
/// are stored on a disk are read in long pieces.
///
/// W blocks far apart, one from each of W equal stretches of the rows, make a window, whose examples are shuffled
/// together. It is as good as reshuffled epochs where windows differ no more than random subsets do: where their
/// `designEffect` is about 1. On data that are sorted, as by the responses, few stretches bias a chain; many are as
/// good as a shuffle of all rows, since each window then has its share of every part (CorgiPile, arXiv:2206.05830,
/// takes the blocks of a window at random).
public struct BlockEpochs: Minibatching, Hashable {
  /// L: the examples of a block. The last block may be short.
  package let blockSize: Int
  /// W: as many blocks, one from each of as many stretches of the rows, are shuffled together.
  package let window: Int

  /// Minibatching by blocks of `blockSize` examples, `window` of them at a time.
  public init(blockSize: Int, window: Int = 1) {
    precondition(blockSize >= 1 && window >= 1, "a block has an example, and a window a block, at least")
    (self.blockSize, self.window) = (blockSize, window)
  }

  /// The name `blocks:L`, or `blocks:L:W`.
  public var name: String { "blocks:\(blockSize)" + (window == 1 ? "" : ":\(window)") }

  /// A permutation an epoch, as likely as its reversal, of which not all are equally likely.
  public var law: MinibatchLaw { .permutations }

  /// Minibatches that hold no more examples than those of a window.
  public func minibatches(of exampleCount: Int, batchSize: Int) -> Minibatches {
    Minibatches(
      exampleCount: exampleCount, batchSize: batchSize,
      blockOrder: BlockOrder(blockSize: min(blockSize, exampleCount), window: window))
  }

  /// Takes the epoch's next examples. A window's order is made when its first example is wanted.
  public func advance(_ minibatches: inout Minibatches, using random: inout some RandomSource) {
    let count = minibatches.exampleCount
    if minibatches.blockOrder == nil {
      minibatches = self.minibatches(of: count, batchSize: minibatches.batchSize)
    }
    if minibatches.beginEpochIfNeeded() {
      minibatches.blockOrder?.shuffle(count, epoch: minibatches.epochCount, using: &random)
      minibatches.examples.removeAll(keepingCapacity: true)
      minibatches.current = 0..<0
    }
    var first = minibatches.current.upperBound
    var wanted = min(minibatches.batchSize, count - minibatches.usedInEpoch * minibatches.batchSize)
    if minibatches.blockOrder?.hops != nil {
      let left = minibatches.examples.count - first
      wanted = min(minibatches.batchSize, left > 0 ? left : minibatches.blockOrder?.nextRows(count).first?.count ?? 0)
    }
    while minibatches.examples.count - first < wanted {
      minibatches.examples.removeFirst(first)
      first = 0
      addWindow(to: &minibatches, using: &random)
    }
    minibatches.use(first..<first + wanted)
  }

  private func addWindow(to minibatches: inout Minibatches, using random: inout some RandomSource) {
    guard let blocks = minibatches.blockOrder?.nextRows(minibatches.exampleCount) else { return }
    precondition(!blocks.isEmpty, "an epoch has no more examples than there are")
    let start = minibatches.examples.count
    for rows in blocks { minibatches.examples.append(contentsOf: rows.lazy.map { Int32($0) }) }
    minibatches.blockOrder?.take(blocks.count)
    var span = minibatches.examples.mutableSpan
    // A part of a mutable span has no name without an underscore in Swift 6.2 and 6.3.
    var rows = span._mutatingExtracting(start..<span.count)
    random.shuffle(&rows, choosing: rows.count)
  }

  /// The rows of the window that comes next, as far as it is known; of chains that hop those of the block that begins,
  /// since the next one may be another process's.
  func rowsAhead(of minibatches: Minibatches) -> [Range<Int>] {
    guard let order = minibatches.blockOrder else { return [] }
    let count = minibatches.exampleCount
    guard order.hops != nil else { return Array(order.nextRows(count)) }
    return order.block(wasTaken: true).map { [order.rows(of: $0, count)] } ?? []
  }
}
