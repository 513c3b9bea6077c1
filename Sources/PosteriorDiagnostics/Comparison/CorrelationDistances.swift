import Foundation
import PosteriorSampling

/// How far the correlations of two samples are apart, pair by pair of parameters, as Fisher's z = artanh ρ.
///
/// A difference of z has the Kullback–Leibler divergence of about half its square between normals, as a difference of
/// a mean in standard deviations has, however strong the correlation is.
struct CorrelationDistances {
  /// The two parameters of each, the first one's place being the larger.
  private(set) var pairs: [(Int, Int)] = []
  /// |z − z′| of each.
  private(set) var lengths: [ComparedLength] = []

  /// More parameters than these have too many pairs.
  static let mostParameters = 100

  init(_ first: Matrix, _ second: Matrix, _ multipliers: BlockMultipliers) {
    let d = first.columnCount
    guard d > 1, d <= Self.mostParameters else { return }
    let (mine, other) = (StandardizedProducts(first), StandardizedProducts(second))
    for j in 1..<d {
      for k in 0..<j {
        guard let a = mine.fisher(j, k), let b = other.fisher(j, k) else { continue }
        pairs.append((j, k))
        lengths.append(ComparedLength(a.value - b.value, scatter: multipliers.scatter(a.departures, b.departures)))
      }
    }
  }
}

/// The averages of products of a sample's standardised coordinates in each block.
private struct StandardizedProducts {
  private let blocks: [Matrix]
  private let isConstant: [Bool]

  init(_ draws: Matrix) {
    let d = draws.columnCount
    let columns = (0..<d).map { draws.column($0) }
    let means = columns.map(\.mean)
    let deviations = zip(columns, means).map { column, mean in
      (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)).squareRoot()
    }
    isConstant = deviations.map { $0 == 0 }
    let standard = draws.standardized(center: means, scale: deviations.map { $0 > 0 ? $0 : 1 })
    let length = draws.rowCount / BlockMultipliers.blockCount
    blocks = (0..<BlockMultipliers.blockCount).map { g in
      let rows = standard.elements.span.extracting(g * length * d..<(g + 1) * length * d)
      var products = Matrix(rowCount: d, columnCount: d)
      for i in 0..<length {
        for j in 0..<d {
          let value = rows[i * d + j] / Double(length)
          for k in 0...j { products[j, k] += value * rows[i * d + k] }
        }
      }
      return products
    }
  }

  /// artanh ρ, and its departures in each block, (uv − ρ(u² + v²)/2)/(1 − ρ²); nil where the two parameters
  /// are one.
  func fisher(_ j: Int, _ k: Int) -> (value: Double, departures: [Double])? {
    guard !isConstant[j], !isConstant[k] else { return nil }
    let correlation = blocks.reduce(0) { $0 + $1[j, k] } / Double(blocks.count)
    let rest = (1 - correlation) * (1 + correlation)
    guard rest > 1e-12 else { return nil }
    return (
      atanh(correlation),
      blocks.map { ($0[j, k] - correlation * 0.5 * ($0[j, j] + $0[k, k])) / rest }
    )
  }
}
