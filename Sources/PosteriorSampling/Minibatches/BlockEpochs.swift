/// Blocks of consecutive examples in a new order each epoch, the examples of a few blocks shuffled together: every
/// example comes exactly once an epoch, and rows that are stored on a disk are read in long pieces.
///
/// It is as good as reshuffled epochs where blocks differ no more than random subsets do: where their
/// `designEffect` is about 1. On data that are sorted, as by the responses, it biases a chain (CorgiPile:
/// arXiv:2206.05830).
public struct BlockEpochs: Minibatching, Hashable {
  /// L: the examples of a block. The last block may be short.
  public let blockSize: Int
  /// W: as many blocks, which follow each other in an epoch, are shuffled together.
  public let window: Int

  /// Minibatching by blocks of `blockSize` examples, `window` of them at a time.
  public init(blockSize: Int, window: Int = 1) {
    precondition(blockSize >= 1 && window >= 1, "a block has an example, and a window a block, at least")
    (self.blockSize, self.window) = (blockSize, window)
  }

  /// The name `blocks:L`, or `blocks:L:W`.
  public var name: String { "blocks:\(blockSize)" + (window == 1 ? "" : ":\(window)") }

  /// A permutation an epoch, as likely as its reversal, of which not all are equally likely.
  public var law: MinibatchLaw { .permutations }

  /// Takes the epoch's next slice. An epoch's order is made as it begins.
  public func advance(_ minibatches: inout Minibatches, using random: inout some RandomSource) {
    if minibatches.beginEpochIfNeeded() { order(&minibatches.examples, using: &random) }
    minibatches.use(minibatches.places(ofMinibatch: minibatches.usedInEpoch))
  }

  private func order(_ examples: inout [Int32], using random: inout some RandomSource) {
    let (count, size) = (examples.count, min(blockSize, examples.count))
    let blockCount = (count + size - 1) / size
    // The numbers of the blocks stand at the end, where a block is written only when its number has been read.
    var span = examples.mutableSpan
    for block in 0..<blockCount { span[count - blockCount + block] = Int32(block) }
    var blocks = span._mutatingExtracting(last: blockCount)
    random.shuffle(&blocks, choosing: blockCount)
    // A window that is not full comes first or last, so that reversals are as likely.
    let missing = (window - blockCount % window) % window
    let passed = missing > 0 && random.next() >> 63 == 1 ? missing : 0
    var place = 0
    var windowStart = 0
    for number in 0..<blockCount {
      let first = Int(span[count - blockCount + number]) * size
      for example in first..<min(first + size, count) {
        span[place] = Int32(example)
        place += 1
      }
      guard (passed + number + 1).isMultiple(of: window) || number + 1 == blockCount else { continue }
      var rows = span._mutatingExtracting(windowStart..<place)
      random.shuffle(&rows, choosing: rows.count)
      windowStart = place
    }
  }
}
