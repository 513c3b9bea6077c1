import Foundation
public import PosteriorSampling

/// The squared maximum mean discrepancy between two samples with the Gaussian kernel k = exp(−|x − y|²/(2σ²)),
/// as an unbiased U-statistic:
///
///     MMD² = mean over i ≠ j of k(xᵢ, xⱼ) + mean over i ≠ j of k(yᵢ, yⱼ)
///            − 2 mean over i, j of k(xᵢ, yⱼ)
///
/// Its mean over independent draws of one law is 0, so that it may be negative. Draws close in time are alike, which
/// raises it: thin a correlated chain.
///
/// Gretton, Borgwardt, Rasch, Schölkopf & Smola, J. Mach. Learn. Res. 13 (2012) 723–773, lemma 6.
public struct MaximumMeanDiscrepancy: Sendable, Hashable, Codable {
  /// The estimate of MMD².
  public let squared: Double
  /// The standard error of `squared` for independent draws, by its projections on single draws. Where the laws are
  /// equal these are noise alone, and the error comes out √2 times too large, as the jackknife's does.
  package let squaredStandardError: Double
  /// σ, in the draws' units.
  package let bandwidth: Double

  /// The discrepancy between two samples, n × d and m × d, draws in rows, which must be finite and at least two.
  ///
  /// - Parameters:
  ///   - first: n × d.
  ///   - second: m × d.
  ///   - bandwidth: σ; by default the median distance between the draws of both samples together.
  ///
  /// O((n + m)²d).
  public static func between(_ first: Matrix, _ second: Matrix, bandwidth: Double? = nil) -> MaximumMeanDiscrepancy {
    precondition(first.rowCount >= 2 && second.rowCount >= 2, "a discrepancy needs at least two draws of each sample")
    let bandwidth = bandwidth ?? medianDistance(first, second)
    precondition(bandwidth > 0 && bandwidth.isFinite, "the bandwidth must be positive, not \(bandwidth)")
    let own = KernelSums(first, first, bandwidth)
    let other = KernelSums(second, second, bandwidth)
    let cross = KernelSums(first, second, bandwidth)
    let (n, m) = (Double(first.rowCount), Double(second.rowCount))
    // The diagonals hold k(x, x) = 1.
    let squared = (own.total - n) / (n * (n - 1)) + (other.total - m) / (m * (m - 1)) - 2 * cross.total / (n * m)
    // How far one draw takes the statistic from its mean: 2[mean k(x, ·) over x − mean k(x, ·) over y], and so for
    // y.
    let firstPulls = zip(own.rows, cross.rows).map { ($0 - 1) / (n - 1) - $1 / m }
    let secondPulls = zip(other.rows, cross.columns).map { ($0 - 1) / (m - 1) - $1 / n }
    let variance = 4 * (firstPulls.variance / n + secondPulls.variance / m)
    return MaximumMeanDiscrepancy(squared: squared, squaredStandardError: variance.squareRoot(), bandwidth: bandwidth)
  }

  /// The median distance between the draws of both samples together; of every s-th where there are more than a
  /// thousand. 1 when more than half are copies of one draw.
  package static func medianDistance(_ first: Matrix, _ second: Matrix) -> Double {
    let all = Matrix(columnCount: first.columnCount, elements: first.elements + second.elements)
    let rows = Array(stride(from: 0, to: all.rowCount, by: (all.rowCount + 999) / 1000))
    let kept = Matrix(columnCount: all.columnCount, elements: rows.flatMap { all.row($0) })
    let costs = OptimalTransport.costs(kept, kept, .euclidean)
    let pairs = (1..<kept.rowCount).flatMap { i in (0..<i).map { costs[i, $0] } }
    var distances: [Double] = []
    pairs.span.sort(into: &distances)
    let median = 0.5 * (distances[distances.count / 2] + distances[(distances.count - 1) / 2])
    return median > 0 ? median : 1
  }
}

/// Sums of a Gaussian kernel over all pairs of two samples.
private struct KernelSums {
  /// Σⱼ k(xᵢ, yⱼ) of each i.
  var rows: [Double]
  /// Σᵢ k(xᵢ, yⱼ) of each j.
  var columns: [Double]

  var total: Double { rows.reduce(0, +) }

  init(_ first: Matrix, _ second: Matrix, _ bandwidth: Double) {
    let m = second.rowCount
    rows = [Double](repeating: 0, count: first.rowCount)
    columns = [Double](repeating: 0, count: m)
    let coordinates = second.transposed.elements
    var row = columns
    let scale = -0.5 / (bandwidth * bandwidth)
    for i in rows.indices {
      var kernel = row.mutableSpan
      kernel.fill(0)
      for j in 0..<first.columnCount {
        kernel.addSquaredDifferences(first[i, j], coordinates.span.extracting(j * m..<(j + 1) * m))
      }
      var sum = 0.0
      for j in 0..<m {
        let value = exp(scale * kernel[unchecked: j])
        sum += value
        columns[j] += value
      }
      rows[i] = sum
    }
  }
}
