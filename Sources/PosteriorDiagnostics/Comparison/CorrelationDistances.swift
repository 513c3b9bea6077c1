import Foundation
import PosteriorSampling

/// How far the correlations of two samples are apart, as Fisher's z = artanh ρ: of pairs of parameters, and of
/// parameters with the squares of others.
///
/// A difference of z has the Kullback–Leibler divergence of about half its square between normals, as a difference of
/// a mean in standard deviations has, however strong the correlation is. Correlations with squares are what means,
/// variances and correlations do not see of a law that is bent like a banana, or is wider at one end like a funnel.
struct CorrelationDistances {
  /// Of each pair of parameters, the first one's place being the larger.
  private(set) var pairs: [Place] = []
  /// Of each parameter and the square of another.
  private(set) var bends: [Place] = []

  /// Two parameters, and |z − z′| of their correlation.
  struct Place {
    let first: Int
    let second: Int
    let length: ComparedLength
  }

  /// More parameters than these have too many pairs.
  static let mostParameters = 100
  /// More parameters than these have too many pairs to look at both ways.
  static let mostBent = 30

  init(_ first: Matrix, _ second: Matrix, _ multipliers: BlockMultipliers) {
    let d = first.columnCount
    guard d > 1, d <= Self.mostParameters else { return }
    let (mine, other) = (StandardizedProducts(first), StandardizedProducts(second))
    func place(_ j: Int, _ k: Int, squared: Bool) -> Place? {
      guard let a = mine.fisher(j, k, squared: squared), let b = other.fisher(j, k, squared: squared) else {
        return nil
      }
      let scatter = multipliers.scatter(a.departures, b.departures)
      return Place(first: j, second: k, length: ComparedLength(a.value - b.value, scatter: scatter))
    }
    pairs = (1..<d).flatMap { j in (0..<j).compactMap { k in place(j, k, squared: false) } }
    guard d <= Self.mostBent else { return }
    bends = (0..<d).flatMap { j in (0..<d).compactMap { k in j == k ? nil : place(j, k, squared: true) } }
  }
}

/// The averages of products in each block, of a sample's standardised coordinates u, their standardised squares v and 1.
private struct StandardizedProducts {
  private let blocks: [Matrix]
  /// The average of all blocks.
  private let whole: Matrix
  private let dimension: Int
  private let isConstant: [Bool]
  /// The standard deviations of the u².
  private let spreads: [Double]

  init(_ draws: Matrix) {
    let d = draws.columnCount
    let units = (0..<d).map { ColumnUnits(draws.column($0)) }
    let squares = units.map { unit in ColumnUnits(unit.standardized.map { $0 * $0 }) }
    let columns = (units + squares).map(\.standardized) + [[Double](repeating: 1, count: draws.rowCount)]
    let length = draws.rowCount / BlockMultipliers.blockCount
    blocks = (0..<BlockMultipliers.blockCount).map { g in
      let rows = (g * length..<(g + 1) * length).flatMap { row in columns.map { $0[row] } }
      return (1 / Double(length)) * Matrix(columnCount: columns.count, elements: rows).gram
    }
    whole = (1 / Double(blocks.count)) * blocks.dropFirst().reduce(blocks[0], +)
    dimension = d
    isConstant = (units + squares).map { $0.deviation == 0 }
    spreads = squares.map(\.deviation)
  }

  /// artanh ρ of parameter j with k, or with k's square; and its departures in each block. Nil where the two are one.
  ///
  /// The departures are (uv − ρ(u² + v²)/2)/(1 − ρ²). A square is of the distance to the sample's own mean, whose error
  /// adds 2(ρ corr(u_k, v_k) − corr(u_j, u_k))u_k/s, with s the standard deviation of u_k².
  func fisher(_ j: Int, _ k: Int, squared: Bool) -> (value: Double, departures: [Double])? {
    let other = squared ? dimension + k : k
    guard !isConstant[j], !isConstant[other] else { return nil }
    let correlation = whole[j, other]
    let rest = (1 - correlation) * (1 + correlation)
    guard rest > 1e-12 else { return nil }
    let slope = squared ? 2 * (correlation * whole[k, other] - whole[j, k]) / spreads[k] : 0
    return (
      atanh(correlation),
      blocks.map { block in
        (block[j, other] - correlation * 0.5 * (block[j, j] + block[other, other]) + slope * block[2 * dimension, k])
          / rest
      }
    )
  }
}

/// A column, less its mean and by its standard deviation.
private struct ColumnUnits {
  let standardized: [Double]
  /// 0 where the column is constant.
  let deviation: Double

  init(_ column: [Double]) {
    let mean = column.mean
    deviation = (column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(column.count)).squareRoot()
    let scale = deviation > 0 ? 1 / deviation : 1
    standardized = column.map { scale * ($0 - mean) }
  }
}
