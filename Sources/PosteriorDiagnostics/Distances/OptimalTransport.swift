public import PosteriorSampling

/// The exact optimal transport between two samples of n and m draws, of weights 1/n and 1/m: what to move where at the
/// least mean cost. With n = m it is a pairing.
///
/// With squared distances the root of the cost is W₂ between the samples, with distances the cost itself is W₁.
/// Samples of d ≥ 3 dimensions are some n^(−1/d) apart even if drawn from one law (Fournier & Guillin 2015,
/// doi:10.1007/s00440-014-0583-7): compare with the distance between two samples of that law.
public struct OptimalTransport: Sendable, Hashable {
  /// What it costs to move one draw to another.
  public enum Cost: String, Sendable, CaseIterable, Codable {
    /// The squared distance |x − y|², whose least cost is the squared W₂.
    case squaredEuclidean
    /// The distance |x − y|, whose least cost is W₁.
    case euclidean
  }

  /// Mass that goes from one draw to another.
  package struct Move: Sendable, Hashable {
    /// The draw of the first sample, from 0.
    package let first: Int
    /// The draw of the second sample, from 0.
    package let second: Int
    /// The mass, of 1 in all.
    package let mass: Double
  }

  /// The mean cost, by mass.
  public let cost: Double
  /// The moves, in the order of the first sample's draws: with n = m the i-th takes draw i to its partner, whole.
  package let moves: [Move]
  /// The dual prices (u, v), which prove the moves optimal: uᵢ + vⱼ ≤ c(xᵢ, yⱼ), with equality for moves.
  package let firstPrices: [Double]
  /// The prices v of the second sample.
  package let secondPrices: [Double]

  /// Moves one sample, n × d with draws in rows, onto another, m × d; all draws must be finite.
  ///
  /// With n = m O(n³) at worst, and closer to O(n²) on most; otherwise O((n + m)nm ln min(n, m)) at worst. Memory is
  /// 8nm bytes.
  public static func between(_ first: Matrix, _ second: Matrix, cost: Cost = .squaredEuclidean) -> OptimalTransport {
    precondition(first.rowCount > 0 && second.rowCount > 0, "a transport needs at least one draw in each sample")
    let costs = costs(first, second, cost)
    guard first.rowCount == second.rowCount else { return OptimalTransport(Transportation(costs), costs) }
    let solution = Assignment(costs)
    let total = zip(solution.rowPrices, solution.columnPrices).reduce(0) { $0 + $1.0 + $1.1 }
    let mass = 1 / Double(first.rowCount)
    return OptimalTransport(
      cost: total * mass,
      moves: solution.columns.enumerated().map { Move(first: $0, second: $1, mass: mass) },
      firstPrices: solution.rowPrices, secondPrices: solution.columnPrices)
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

extension OptimalTransport {
  private init(_ plan: Transportation, _ costs: Matrix) {
    let total = Double(plan.unitCount)
    moves = plan.arrivals.enumerated().flatMap { column, arrivals in
      arrivals.map { Move(first: $0.row, second: column, mass: Double($0.units) / total) }
    }.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
    cost = moves.reduce(0) { $0 + $1.mass * costs[$1.first, $1.second] }
    firstPrices = plan.rowPrices
    secondPrices = plan.columnPrices
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
