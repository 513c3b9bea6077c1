public import PosteriorSampling

/// The exact optimal transport between two samples of n draws each, of weight 1/n: the pairing of least mean cost.
///
/// With squared distances the root of the cost is W₂ between the samples, with distances the cost itself is W₁. Samples
/// of d ≥ 3 dimensions are some n^(−1/d) apart even if drawn from one law (Fournier & Guillin 2015,
/// doi:10.1007/s00440-014-0583-7): compare with the distance between two samples of that law.
public struct OptimalTransport: Sendable, Hashable {
  /// What it costs to move one draw to another.
  public enum Cost: String, Sendable, CaseIterable, Codable {
    /// |x − y|²
    case squaredEuclidean
    /// |x − y|
    case euclidean
  }

  /// The mean cost over the pairs.
  public let cost: Double
  /// Draw i of the first sample goes to draw `assignment[i]` of the second.
  public let assignment: [Int]
  /// The dual prices (u, v), which prove the pairing optimal: uᵢ + vⱼ ≤ c(xᵢ, yⱼ), with equality for pairs.
  public let firstPrices: [Double]
  /// The prices v of the second sample.
  public let secondPrices: [Double]

  /// Pairs two samples n × d, draws in rows, which must be finite and equally many.
  ///
  /// O(n³) at worst; memory is 8n² bytes.
  public static func between(_ first: Matrix, _ second: Matrix, cost: Cost = .squaredEuclidean) -> OptimalTransport {
    precondition(
      first.rowCount == second.rowCount && first.rowCount > 0,
      "a pairing needs as many draws in both samples, not \(first.rowCount) and \(second.rowCount): thin the longer one"
    )
    let solution = Assignment(costs(first, second, cost))
    let total = zip(solution.rowPrices, solution.columnPrices).reduce(0) { $0 + $1.0 + $1.1 }
    return OptimalTransport(
      cost: total / Double(first.rowCount), assignment: solution.columns, firstPrices: solution.rowPrices,
      secondPrices: solution.columnPrices)
  }

  /// The cost of moving each draw of the first sample (a row) to each of the second (a column).
  static func costs(_ first: Matrix, _ second: Matrix, _ cost: Cost) -> Matrix {
    precondition(
      first.columnCount == second.columnCount,
      "samples in \(first.columnCount) and \(second.columnCount) dimensions have no distance")
    precondition(first.isFinite && second.isFinite, "a distance needs finite draws")
    var elements: [Double] = []
    elements.reserveCapacity(first.rowCount * second.rowCount)
    let columns = second.transposed.elements
    let m = second.rowCount
    var row = [Double](repeating: 0, count: m)
    for i in 0..<first.rowCount {
      var squares = row.mutableSpan
      squares.fill(0)
      for j in 0..<first.columnCount {
        squares.addSquaredDifferences(first[i, j], columns.span.extracting(j * m..<(j + 1) * m))
      }
      if cost == .euclidean { for j in 0..<m { squares[unchecked: j] = squares[unchecked: j].squareRoot() } }
      elements += row
    }
    return Matrix(columnCount: max(1, m), elements: elements)
  }
}

extension MutableSpan<Double> {
  /// Adds (x − yⱼ)² to each element j.
  mutating func addSquaredDifferences(_ x: Double, _ y: Span<Double>) {
    precondition(count == y.count, "vectors of different lengths")
    for j in 0..<count {
      let difference = x - y[unchecked: j]
      self[unchecked: j] += difference * difference
    }
  }
}
