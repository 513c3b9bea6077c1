import Foundation

/// The density of some draws: a normal kernel on a grid, with Silverman's bandwidth.
///
/// Draws are counted in the grid's cells, and the counts are smoothed. What a kernel would put beyond an end of the
/// grid is reflected there, so that a density which ends at a bound keeps its height, and its integral.
///
/// Silverman, "Density Estimation for Statistics and Data Analysis", 1986, section 3.4.
package struct DensityEstimate: Sendable, Hashable {
  /// From the least draw to the largest, but no further than eight standard deviations from the median: what lies
  /// beyond of heavy tails is left out.
  package let range: ClosedRange<Double>
  /// The densities at the middles of equal cells of the range.
  package let values: [Double]

  private static let cells = 200

  /// The density of finite draws; nil where they are all equal, or too far apart to compute with.
  package init?(_ draws: [Double]) {
    guard draws.allSatisfy(\.isFinite) else { return nil }
    self.init(sorted: SortedDraws(draws).values)
  }

  /// The density of sorted, finite draws.
  init?(sorted draws: [Double]) {
    guard let least = draws.first, let most = draws.last, least < most else { return nil }
    let n = draws.count
    let deviation = draws.standardDeviation
    // In a normal's standard deviations.
    let spread = (draws[3 * (n - 1) / 4] - draws[(n - 1) / 4]) / 1.349
    let scale = spread > 0 ? min(deviation, spread) : deviation
    guard scale > 0, scale.isFinite else { return nil }
    let median = draws[n / 2]
    let (lower, upper) = (max(least, median - 8 * scale), min(most, median + 8 * scale))
    let width = (upper - lower) / Double(Self.cells)
    guard width.isNormal, width > 0 else { return nil }
    var counts = [Double](repeating: 0, count: Self.cells)
    for draw in draws where draw >= lower && draw <= upper {
      counts[min(Self.cells - 1, Int((draw - lower) / width))] += 1
    }
    let smoothed = Self.smoothed(counts, bandwidth: 0.9 * scale * pow(Double(n), -0.2) / width)
    range = lower...upper
    values = smoothed.map { $0 / (Double(n) * width) }
  }

  /// The width of a cell.
  package var cellWidth: Double { (range.upperBound - range.lowerBound) / Double(values.count) }

  /// The counts under a normal kernel whose standard deviation is a number of cells. Their sum stays.
  private static func smoothed(_ counts: [Double], bandwidth: Double) -> [Double] {
    let radius = Int(min(Double(cells - 1), (4 * bandwidth).rounded(.up)))
    let kernel = (-radius...radius).map { exp(-0.5 * Double($0 * $0) / (bandwidth * bandwidth)) }
    let total = kernel.reduce(0, +)
    var smoothed = [Double](repeating: 0, count: cells)
    for (cell, count) in counts.enumerated() where count > 0 {
      for offset in -radius...radius {
        let place = cell + offset
        let reflected = place < 0 ? -1 - place : place >= cells ? 2 * cells - 1 - place : place
        smoothed[reflected] += count * kernel[offset + radius] / total
      }
    }
    return smoothed
  }
}
