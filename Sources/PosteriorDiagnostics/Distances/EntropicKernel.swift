internal import CPosteriorKernels
import Foundation
import PosteriorSampling

/// Plans of entropic transport between uniform weights on n and m points: nmPᵢⱼ = e^((fᵢ + gⱼ − cᵢⱼ)/ε).
///
/// The exponentials are computed once, for potentials f and g near those wanted, and plans for others are found by
/// multiplying rows and columns by factors e^((g′ − g)/ε) (Schmitzer 2019, doi:10.1137/16M1106018, sections 3.1
/// and 3.3). Where a factor has become large they are computed anew, so that nothing overflows or vanishes at small ε.
/// What is below e⁻⁵⁰ of a row's mean is left out, by blocks of eight columns; with the factors allowed that is
/// some e⁻³⁶ of a margin, less than rounding.
struct EntropicKernel: ~Copyable {
  private let costs: Matrix
  private(set) var epsilon: Double
  /// f and g of the exponentials.
  private var rowPotentials: [Double]
  private var columnPotentials: [Double]

  /// Row i has the blocks k from starts[i] to starts[i + 1], each the values of eight columns from 8 blocks[k] on.
  private var blocks: [Int32]
  private var starts: [Int64]
  private let values: AlignedVector
  private let factors: AlignedVector
  private let sums: AlignedVector

  private static let largestLogarithm = 7.0

  /// The exponentials for potentials g, with f such that all rows' margins are right. They take 8nm bytes.
  init(_ costs: Matrix, around potentials: [Double], epsilon: Double) {
    let (n, m) = (costs.rowCount, costs.columnCount)
    precondition(m <= Int32.max, "too many points: \(m)")
    let blockCount = (m + 7) / 8
    self.costs = costs
    self.epsilon = epsilon
    rowPotentials = [Double](repeating: 0, count: n)
    columnPotentials = potentials
    blocks = [Int32](repeating: 0, count: n * blockCount)
    starts = [Int64](repeating: 0, count: n + 1)
    values = AlignedVector(8 * n * blockCount)
    factors = AlignedVector(8 * blockCount)
    sums = AlignedVector(8 * blockCount)
    center(at: potentials, epsilon: epsilon)
  }

  /// Computes the exponentials anew.
  mutating func center(at potentials: [Double], epsilon: Double) {
    precondition(potentials.count == costs.columnCount, "vectors of different lengths")
    self.epsilon = epsilon
    columnPotentials = potentials
    cpk_entropic_kernel(
      costs.elements, costs.rowCount, costs.columnCount, potentials, epsilon, &rowPotentials, values.start, &blocks,
      &starts)
  }

  /// The plan for column potentials g whose rows' margins are right.
  mutating func plan(_ potentials: [Double]) -> EntropicPlan {
    var factors = logarithms(potentials)
    if !factors.allSatisfy({ abs($0) <= Self.largestLogarithm }) {
      center(at: potentials, epsilon: epsilon)
      factors = logarithms(potentials)
    }
    for j in factors.indices { factors[j] = exp(factors[j]) }
    let (n, m) = (Double(costs.rowCount), Double(costs.columnCount))
    let (products, sums) = pass(factors, weights: nil)
    return EntropicPlan(
      rowPotentials: zip(rowPotentials, products).map { $0 - epsilon * log($1 / m) },
      columnPotentials: potentials, columnMasses: zip(factors, sums).map { $0 * $1 / n },
      columnFactors: factors, weights: products.map { m / ($0 * $0 * n) })
  }

  /// The change of a plan's column masses with its potentials in the direction εx: mⱼxⱼ − nm Σᵢ Pᵢⱼ
  /// (nPx)ᵢ.
  func changeOfMasses(_ plan: EntropicPlan, _ direction: [Double]) -> [Double] {
    let (_, sums) = pass(zip(plan.columnFactors, direction).map { $0 * $1 }, weights: plan.weights)
    return direction.indices.map { j in
      plan.columnMasses[j] * direction[j] - plan.columnFactors[j] * sums[j]
    }
  }

  private func logarithms(_ potentials: [Double]) -> [Double] {
    zip(potentials, columnPotentials).map { ($0 - $1) / epsilon }
  }

  /// K v, and Kᵀ w for w = m/(K v), or weights ∘ (K v).
  private func pass(_ vector: [Double], weights: [Double]?) -> (products: [Double], sums: [Double]) {
    let (n, m) = (costs.rowCount, costs.columnCount)
    precondition(vector.count == m && weights?.count ?? n == n, "vectors of different lengths")
    factors.start.update(from: vector, count: m)
    var products = [Double](repeating: 0, count: n)
    cpk_entropic_pass(values.start, blocks, starts, n, m, factors.start, weights, &products, sums.start)
    return (products, Array(UnsafeBufferPointer(start: sums.start, count: m)))
  }
}

/// A plan whose rows' margins are right.
struct EntropicPlan {
  /// f: n elements.
  let rowPotentials: [Double]
  /// g: m elements.
  let columnPotentials: [Double]
  /// The columns' margins, of which 1 is right.
  let columnMasses: [Double]

  /// What columns are multiplied by, and what rows are in the second derivatives.
  fileprivate let columnFactors: [Double]
  fileprivate let weights: [Double]

  /// The weight by which the columns' margins are missed.
  var marginError: Double { columnMasses.reduce(0) { $0 + abs($1 - 1) } / Double(columnMasses.count) }
}

/// Zeros at a multiple of 64 bytes, where a load of eight is within one line of the cache.
private struct AlignedVector: ~Copyable {
  let start: UnsafeMutablePointer<Double>

  init(_ count: Int) {
    let bytes = UnsafeMutableRawPointer.allocate(byteCount: 8 * max(1, count), alignment: 64)
    start = bytes.initializeMemory(as: Double.self, repeating: 0, count: count)
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }
}
