import Foundation
import PosteriorSampling

/// A kernel's sums over pairs of blocks, from which a squared discrepancy follows for any signs s of the blocks:
///
///     V(s) = Σ_gh s_g s_h B_gh / G²
///
/// For two samples, a sign exchanges a pair of blocks. For the Stein kernel of one sample it is the wild bootstrap,
/// block by block (Chwialkowski, Strathmann & Gretton, ICML 2016, arXiv:1602.02964). The diagonal of B, in which draws
/// meet those close in time, has no sign: it is the floor, and V less it is unbiased for correlated draws.
struct BlockKernel {
  private let blocks: Matrix

  /// B from a kernel's value for draws i and j, of which there are `count`.
  init(count: Int, _ kernel: (Int, Int) -> Double) {
    let length = count / BlockExchange.blockCount
    var blocks = Matrix(rowCount: BlockExchange.blockCount, columnCount: BlockExchange.blockCount)
    let weight = 1 / Double(length * length)
    for i in 0..<count {
      for j in 0...i {
        let value = weight * kernel(i, j)
        blocks[i / length, j / length] += value
        if i != j { blocks[j / length, i / length] += value }
      }
    }
    self.blocks = blocks
  }

  /// √V(s).
  func discrepancy(_ signs: [Double]) -> Double {
    max(0, signs.dot(blocks * signs)).squareRoot() / Double(signs.count)
  }
}

extension BlockKernel {
  /// MMD with a Gaussian kernel between samples of as many draws each.
  init(_ first: Matrix, _ second: Matrix, bandwidth: Double) {
    let scale = -0.5 / (bandwidth * bandwidth)
    let (own, other, cross) = (
      OptimalTransport.costs(first, first, .squaredEuclidean),
      OptimalTransport.costs(second, second, .squaredEuclidean),
      OptimalTransport.costs(first, second, .squaredEuclidean)
    )
    self.init(count: first.rowCount) { i, j in
      exp(scale * own[i, j]) + exp(scale * other[i, j]) - exp(scale * cross[i, j])
        - exp(scale * cross[j, i])
    }
  }
}
