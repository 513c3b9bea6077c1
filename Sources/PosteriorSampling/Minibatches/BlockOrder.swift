/// The blocks of an epoch in their order, and how many of them have been taken.
package struct BlockOrder: Sendable, Hashable, Codable {
  /// L: the rows of a block.
  let blockSize: Int
  /// W: the blocks that are taken together, far apart.
  let window: Int
  /// The blocks' numbers, each once; none before the first epoch.
  private var blocks: [Int32] = []
  /// How many of them have been taken.
  private var taken = 0
  /// How many places of the first window are left empty.
  private var missing = 0
  /// Whose orders these are, where no minibatch may have examples of two blocks.
  var hops: Hops?

  /// An order that is yet to be made.
  init(blockSize: Int, window: Int) { (self.blockSize, self.window) = (blockSize, window) }

  /// A new order of the blocks of `count` rows: each window has a block from every one of W stretches of the rows.
  ///
  /// A window that is not full comes first or last, so that reversals are as likely.
  mutating func shuffle(_ count: Int, epoch: Int, using random: inout some RandomSource) {
    let blockCount = blockCount(count)
    taken = 0
    if let shared = hops?.order(of: blockCount, epoch: epoch) {
      blocks = shared
      return
    }
    var numbers = (0..<Int32(blockCount)).map { $0 }
    var span = numbers.mutableSpan
    // A window may be larger than there are blocks, and so may what a file says of one.
    let stretchCount = Swift.min(window, blockCount)
    let stretches = (0..<stretchCount).map { $0 * blockCount / stretchCount..<($0 + 1) * blockCount / stretchCount }
    for stretch in stretches where stretch.count > 1 {
      // A part of a mutable span has no name without an underscore in Swift 6.2 and 6.3.
      var part = span._mutatingExtracting(stretch)
      random.shuffle(&part, choosing: part.count)
    }
    let rest = blockCount % window
    missing = rest > 0 && random.next() >> 63 == 1 ? window - rest : 0
    let windows = (blockCount - 1) / window + 1
    blocks = (0..<windows).flatMap { number in
      stretches.compactMap { stretch in
        let place = stretch.count < windows && missing > 0 ? number - 1 : number
        return stretch.indices.contains(stretch.lowerBound + place) ? numbers[stretch.lowerBound + place] : nil
      }
    }
  }

  /// The rows of the window that comes next, of `count` rows, block by block; none behind the last.
  func nextRows(_ count: Int) -> some Collection<Range<Int>> {
    let end = Swift.min(blocks.count, (taken + missing) / window * window + window - missing)
    return blocks[taken..<end].lazy.map { rows(of: $0, count) }
  }

  /// Passes over some blocks.
  mutating func take(_ count: Int) { taken += count }

  /// How many blocks `count` rows have.
  func blockCount(_ count: Int) -> Int { (count - 1) / blockSize + 1 }

  /// The block that was taken last, or the next.
  func block(wasTaken: Bool) -> Int32? {
    let place = wasTaken ? taken - 1 : taken
    return blocks.indices.contains(place) ? blocks[place] : nil
  }

  /// The rows of the blocks that are not taken yet, of `count` rows; nil where it can be no order of theirs.
  func rowsLeft(_ count: Int) -> [Range<Int>]? {
    guard blockSize >= 1, window >= 1, window <= Int32.max, (0..<window).contains(missing),
      (0...blocks.count).contains(taken), hops?.isValid ?? true
    else { return nil }
    guard !blocks.isEmpty else { return [] }
    guard blocks.count == blockCount(count), Set(blocks).count == blocks.count,
      blocks.allSatisfy({ $0 >= 0 && Int($0) < blocks.count })
    else { return nil }
    return blocks[taken...].map { rows(of: $0, count) }
  }

  /// The rows of a block, of `count` rows.
  func rows(of block: Int32, _ count: Int) -> Range<Int> {
    let first = Int(block) * blockSize
    return first..<Swift.min(first + blockSize, count)
  }
}
