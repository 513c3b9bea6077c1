import Foundation
public import PosteriorSampling

/// The squared kernel Stein discrepancy of draws from a density known up to a constant, through its scores
/// s(x) = ∇ ln p(x) alone: no draw of p is needed.
///
///     KSD² = mean over i, j of k₀(xᵢ, xⱼ)
///     k₀(x, y) = s(x)·s(y) k + s(x)·∇_y k + s(y)·∇_x k + ∇_x·∇_y k,   k = (c² + |x − y|²)^β
///
/// the inverse multiquadric kernel with β = −½ by default, which sees tails that a Gaussian kernel misses. The
/// U-statistic, over i ≠ j, has mean 0 for independent draws of p; the V-statistic, over all i, j, is never negative.
/// It weighs all coordinates alike: whiten parameters of different scales, scores with them (by Lᵀ).
///
/// Gorham & Mackey, ICML 2017, arXiv:1703.01717; Liu, Lee & Jordan, ICML 2016, arXiv:1602.03253.
public struct KernelSteinDiscrepancy: Sendable, Hashable, Codable {
  /// The U-statistic: unbiased for independent draws.
  public let squared: Double
  /// The V-statistic, which is not negative; its root is the discrepancy of the draws at hand.
  package let biasedSquared: Double
  /// The standard error of `squared` for independent draws, by its projections on single draws; for draws of p itself
  /// it comes out √2 times too large, as the jackknife's does.
  package let squaredStandardError: Double

  /// The discrepancy of draws, n × d in rows with n ≥ 2, given the scores ∇ ln p of each, n × d. All must be
  /// finite.
  ///
  /// - Parameters:
  ///   - draws: n × d.
  ///   - scores: n × d.
  ///   - scale: c > 0, in the draws' units.
  ///   - exponent: β in (−1, 0).
  ///
  /// O(n²d).
  public static func of(
    _ draws: Matrix, scores: Matrix, scale: Double = 1, exponent: Double = -0.5
  ) -> KernelSteinDiscrepancy {
    precondition(draws.rowCount >= 2, "a discrepancy needs at least two draws")
    precondition(
      scores.rowCount == draws.rowCount && scores.columnCount == draws.columnCount, "each draw needs its score")
    precondition(draws.isFinite && scores.isFinite, "a discrepancy needs finite draws and scores")
    precondition(scale > 0 && exponent > -1 && exponent < 0, "the kernel needs c > 0 and −1 < β < 0")
    let n = draws.rowCount
    let kernel = SteinKernel(dimension: draws.columnCount, scale: scale, exponent: exponent)
    let (x, s) = (draws.elements.span, scores.elements.span)
    var pulls = [Double](repeating: 0, count: n)
    var diagonal = 0.0
    for i in 0..<n {
      diagonal += kernel.value(x, s, i, i)
      for j in 0..<i {
        let value = kernel.value(x, s, i, j)
        pulls[i] += value
        pulls[j] += value
      }
    }
    let (sum, count) = (pulls.reduce(0, +), Double(n))
    let pairs = count * (count - 1)
    let variance = 4 * pulls.map { $0 / (count - 1) }.variance / count
    return KernelSteinDiscrepancy(
      squared: sum / pairs, biasedSquared: (sum + diagonal) / (count * count),
      squaredStandardError: variance.squareRoot())
  }

  /// The discrepancy of draws, n × d in rows, from a model's density.
  public static func of(
    _ draws: Matrix, _ model: some LogDensity, scale: Double = 1, exponent: Double = -0.5
  ) -> KernelSteinDiscrepancy {
    of(draws, scores: scores(draws, model), scale: scale, exponent: exponent)
  }

  /// The scores ∇ ln p of draws in rows: n × d.
  package static func scores(_ draws: Matrix, _ model: some LogDensity) -> Matrix {
    precondition(draws.columnCount == model.dimension, "draws and model differ in dimension")
    var elements: [Double] = []
    elements.reserveCapacity(draws.elements.count)
    for i in 0..<draws.rowCount {
      var gradient = [Double](repeating: 0, count: model.dimension)
      var span = gradient.mutableSpan
      model.addLogDensityGradient(at: draws.row(i).span, to: &span)
      elements += gradient
    }
    return Matrix(columnCount: model.dimension, elements: elements)
  }
}

/// k₀ for the inverse multiquadric kernel: with r = x − y and q = c² + |r|²,
///
///     k₀ = q^β [s(x)·s(y) + 2β (s(y) − s(x))·r / q − 2βd/q − 4β(β − 1)|r|²/q²]
struct SteinKernel {
  let dimension: Int
  let scale: Double
  let exponent: Double

  func value(_ x: Span<Double>, _ s: Span<Double>, _ i: Int, _ j: Int) -> Double {
    var (product, slope, square) = (0.0, 0.0, 0.0)
    for k in 0..<dimension {
      let (a, b) = (i * dimension + k, j * dimension + k)
      let difference = x[unchecked: a] - x[unchecked: b]
      product += s[unchecked: a] * s[unchecked: b]
      slope += (s[unchecked: b] - s[unchecked: a]) * difference
      square += difference * difference
    }
    let q = scale * scale + square
    let power = exponent == -0.5 ? 1 / q.squareRoot() : pow(q, exponent)
    let trace = -2 * exponent * (Double(dimension) + 2 * (exponent - 1) * square / q) / q
    return power * (product + 2 * exponent * slope / q + trace)
  }
}
