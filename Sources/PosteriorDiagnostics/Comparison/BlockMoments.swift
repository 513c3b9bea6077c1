import PosteriorSampling

/// The first and second moments of the blocks of two samples, from which those of exchanged samples follow at once.
struct BlockMoments {
  typealias Moments = (mean: [Double], covariance: Matrix)

  private let first: Matrix
  private let second: Matrix
  private let dimension: Int

  /// The moments of two samples of as many draws each, a multiple of the number of blocks.
  init(_ first: Matrix, _ second: Matrix) {
    dimension = first.columnCount
    self.first = Self.blocks(first)
    self.second = Self.blocks(second)
  }

  /// The mean of (x, xxᵀ) in each block, a block a row.
  private static func blocks(_ draws: Matrix) -> Matrix {
    let d = draws.columnCount
    let length = draws.rowCount / BlockExchange.blockCount
    var result = Matrix(rowCount: BlockExchange.blockCount, columnCount: d + d * d)
    for i in 0..<length * BlockExchange.blockCount {
      for j in 0..<d {
        result[i / length, j] += draws[i, j] / Double(length)
        for k in 0..<d { result[i / length, d + j * d + k] += draws[i, j] * draws[i, k] / Double(length) }
      }
    }
    return result
  }

  /// The moments of both samples after an exchange.
  func exchanged(_ signs: [Double]) -> (first: Moments, second: Moments) {
    let d = dimension
    var a = [Double](repeating: 0, count: d + d * d)
    var b = a
    for g in signs.indices {
      let (mine, other) = signs[g] > 0 ? (first, second) : (second, first)
      var (sums, otherSums) = (a, b)
      for j in a.indices {
        sums[j] += mine[g, j] / Double(signs.count)
        otherSums[j] += other[g, j] / Double(signs.count)
      }
      (a, b) = (sums, otherSums)
    }
    func moments(_ sums: [Double]) -> Moments {
      var covariance = Matrix(columnCount: d, elements: Array(sums[d...]))
      for j in 0..<d { for k in 0..<d { covariance[j, k] -= sums[j] * sums[k] } }
      return (Array(sums[..<d]), covariance)
    }
    return (moments(a), moments(b))
  }
}
