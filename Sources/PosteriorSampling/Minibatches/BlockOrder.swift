/// The blocks of an epoch in their order, and how many of them have been taken.
package struct BlockOrder: Sendable, Hashable, Codable {
  /// The blocks' numbers, each once.
  private(set) var blocks: [Int32] = []
  /// How many of them have been taken.
  private(set) var taken = 0
  /// How many places of the first window are left empty.
  private(set) var missing = 0

  /// An order that is yet to be made.
  init() {}

  /// A new order of blocks, of which `window` at a time are taken together.
  ///
  /// A window that is not full comes first or last, so that reversals are as likely.
  mutating func shuffle(_ count: Int, window: Int, using random: inout some RandomSource) {
    if blocks.count != count { blocks = (0..<Int32(count)).map { $0 } }
    var span = blocks.mutableSpan
    random.shuffle(&span, choosing: count)
    taken = 0
    let rest = count % window
    missing = rest > 0 && random.next() >> 63 == 1 ? window - rest : 0
  }

  /// The blocks of the window that comes next; none behind the last.
  func next(window: Int) -> ArraySlice<Int32> {
    let end = Swift.min(blocks.count, (taken + missing) / window * window + window - missing)
    return blocks[taken..<Swift.max(taken, end)]
  }

  /// Passes over blocks.
  mutating func take(_ count: Int) { taken += count }

  /// Whether it is an order of as many blocks.
  func isOrder(of count: Int) -> Bool {
    Set(blocks).count == blocks.count && blocks.allSatisfy { (0..<count).contains(Int($0)) }
      && (0...blocks.count).contains(taken) && (0...Int(Int32.max)).contains(missing)
  }
}
