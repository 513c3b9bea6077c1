import Foundation

/// Is there a current? The stochastic areas of a run held against zero by Hotelling's T² over its batches.
///
/// An equilibrium has no mean area in any plane of two parameters. In whitened coordinates, in the q directions in
/// which theory sees the largest currents (all of them for few parameters), the q(q − 1)/2 areas of each batch are
/// independent draws around the mean; T² sums their squares in units of their own spread. Hotelling, Ann. Math. Stat.
/// 2 (1931), doi:10.1214/aoms/1177732979.
public struct CurrentTest: Sendable {
  /// What the test says.
  public enum Verdict: String, Sendable, Codable {
    /// The significance is above 3.
    case outOfEquilibrium = "out of equilibrium"
    /// It is not: a current may still be too small for this run to see.
    case noCurrentSeen = "no current seen"
  }

  /// How many standard deviations a normal variable as unlikely as this T² without a current would lie above its mean.
  /// Few batches bound it: 64 batches and 21 planes to about 14.
  public let significance: Double
  /// The number of planes tested together, q(q − 1)/2 of q directions.
  package let planeCount: Int

  /// The verdict, at three standard deviations.
  public var verdict: Verdict { significance > 3 ? .outOfEquilibrium : .noCurrentSeen }

  /// The test on the areas of batches of equal length; `directions` are the rows of an orthogonal matrix, leading
  /// first. Nil where there is no plane, or too few batches.
  init?(batches: [Matrix], directions: Matrix) {
    var rank = directions.rowCount
    while rank * (rank - 1) / 2 > batches.count / 3 { rank -= 1 }
    guard rank >= 2 else { return nil }
    let d = directions.columnCount
    let leading = Matrix(columnCount: d, elements: Array(directions.elements.prefix(rank * d)))
    let areas = batches.map { area in
      let seen = leading * area * leading.transposed
      return (0..<rank).flatMap { i in (0..<i).map { seen[i, $0] } }
    }
    planeCount = areas[0].count
    let rows = Matrix(columnCount: planeCount, elements: areas.flatMap(\.self))
    let mean = (0..<planeCount).map { rows.column($0).reduce(0, +) / Double(areas.count) }
    guard let spread = try? Cholesky(rows.covariance) else { return nil }
    let whitened = spread.solveLower(mean)
    let (n, k) = (Double(areas.count), Double(planeCount))
    let ratio = (n - k) / (k * (n - 1)) * n * whitened.dot(whitened)
    significance = Self.normalScore(ofRatio: ratio, k, n - k)
  }

  /// The normal score of an F-distributed ratio (Paulson, Ann. Math. Stat. 13 (1942), doi:10.1214/aoms/1177731608).
  static func normalScore(ofRatio ratio: Double, _ above: Double, _ below: Double) -> Double {
    let root = cbrt(ratio)
    let (a, b) = (2 / (9 * above), 2 / (9 * below))
    return ((1 - b) * root - (1 - a)) / (b * root * root + a).squareRoot()
  }
}
