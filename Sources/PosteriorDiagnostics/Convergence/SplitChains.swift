/// Every chain cut into two halves of equal length, so that a trend within a chain is seen as well as a difference
/// between chains. The middle draw of an odd number is left out.
struct SplitChains: Sendable {
  private let drawsPerChain: Int
  /// The number of halves.
  let chainCount: Int
  /// The number of draws in a half.
  let length: Int

  init(_ chains: Matrix) {
    drawsPerChain = chains.columnCount
    chainCount = 2 * chains.rowCount
    length = chains.columnCount / 2
  }

  /// The number of draws in all halves.
  var count: Int { chainCount * length }

  /// The number of draws, the middle ones included.
  var drawCount: Int { chainCount / 2 * drawsPerChain }

  /// Where a draw of the chains goes to in the halves, one after another; nil for a middle draw.
  func place(ofDraw draw: Int) -> Int? {
    guard !isWhole else { return draw }
    let chain = draw / drawsPerChain
    let draw = draw - chain * drawsPerChain
    if draw == length { return nil }
    return 2 * length * chain + (draw < length ? draw : draw - 1)
  }

  /// The draw of the chains, one after another, that each half starts with.
  var starts: [Int] {
    // Half 2c starts where chain c does; half 2c + 1 past the middle draw too.
    (0..<chainCount).map { $0 * length + ($0 + 1) / 2 * (drawsPerChain - 2 * length) }
  }

  /// Whether no draw is left out: then every draw is in its place in the halves already.
  var isWhole: Bool { drawsPerChain.isMultiple(of: 2) }
}
