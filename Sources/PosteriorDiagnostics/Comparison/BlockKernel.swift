import Foundation
import PosteriorSampling

/// A kernel's means over pairs of blocks, B_gh: with coefficients c the squared length of Σ_g c_g φ_g is cᵀBc, φ_g
/// being the g-th block's mean in the kernel's space.
///
/// For two samples the blocks of the second come behind those of the first, and D = Σ φ_g/G − Σ φ′_g/G is the
/// maximum mean discrepancy's. For the Stein kernel of one sample D = Σ φ_g/G, of which the reference's own is 0.
struct BlockKernel {
  private let means: Matrix

  /// B of `count` blocks of a length, from a kernel's value for draws i and j.
  init(count: Int, length: Int, _ kernel: (Int, Int) -> Double) {
    var means = Matrix(rowCount: count, columnCount: count)
    let weight = 1 / Double(length * length)
    for i in 0..<count * length {
      for j in 0...i {
        let value = weight * kernel(i, j)
        means[i / length, j / length] += value
        if i != j { means[j / length, i / length] += value }
      }
    }
    self.means = means
  }

  /// MMD² with a Gaussian kernel between two samples of as many draws, and what scatter makes of it.
  init(_ first: Matrix, _ second: Matrix, bandwidth: Double) {
    let draws = Matrix(columnCount: first.columnCount, elements: first.elements + second.elements)
    let costs = OptimalTransport.costs(draws, draws, .squaredEuclidean)
    let scale = -0.5 / (bandwidth * bandwidth)
    let blocks = BlockMultipliers.blockCount
    self.init(count: 2 * blocks, length: first.rowCount / blocks) { i, j in exp(scale * costs[i, j]) }
  }

  /// The length of D, with the scatter of one sample or of two.
  func form(_ multipliers: BlockMultipliers) -> QuadraticLength {
    let (count, blocks) = (means.rowCount, BlockMultipliers.blockCount)
    let difference = (0..<count).map { ($0 < blocks ? 1 : -1) / Double(blocks) }
    let image = means * difference
    var form = QuadraticLength(replicates: multipliers.count)
    form.square = difference.dot(image)
    for replicate in 0..<multipliers.count {
      let scatter = Array(multipliers.coefficients(replicate).prefix(count))
      form.products[replicate] = scatter.dot(image)
      form.squares[replicate] = scatter.dot(means * scatter)
    }
    return form
  }

  /// MMD² between a sample and itself, one parameter's mean shifted by a small ε in a unit vector's direction, is
  /// ε² u; u is the mean over the parameters:
  ///
  ///     u = E[ k(x, x′) (1/σ² − |x − x′|²/(d σ⁴)) ]
  static func unitShift(_ draws: Matrix, bandwidth: Double) -> Double {
    let costs = OptimalTransport.costs(draws, draws, .squaredEuclidean)
    let (n, variance) = (draws.rowCount, bandwidth * bandwidth)
    var sum = 0.0
    for i in 0..<n {
      for j in 0..<i {
        let square = costs[i, j]
        sum += exp(-0.5 * square / variance) * (1 - square / (Double(draws.columnCount) * variance))
      }
    }
    return sum / (0.5 * Double(n * (n - 1)) * variance)
  }
}
