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
    guard !drawsPerChain.isMultiple(of: 2) else { return draw }
    let chain = draw / drawsPerChain
    let draw = draw - chain * drawsPerChain
    if draw == length { return nil }
    return 2 * length * chain + (draw < length ? draw : draw - 1)
  }

  /// The halves, one after another, of a function of each draw.
  func callAsFunction(_ chains: [Double], _ transform: (Double) -> Double = { $0 }) -> [Double] {
    precondition(chains.count == drawCount, "chains of another length")
    let source = chains.span
    var result = [Double](repeating: 0, count: count)
    var target = result.mutableSpan
    let gap = drawsPerChain - 2 * length
    for half in 0..<chainCount {
      // Half 2c starts where chain c does; half 2c + 1 past the middle draw too.
      let start = half * length + (half + 1) / 2 * gap
      for i in 0..<length { target[unchecked: half * length + i] = transform(source[start + i]) }
    }
    return result
  }
}
