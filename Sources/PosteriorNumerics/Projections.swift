internal import CPosteriorKernels

/// Projections of draws on directions, several at a time: O(nd) each, reading the draws once for all of them.
package struct Projections: Sendable {
  /// How many directions are taken at a time.
  package static var width: Int { Int(CPK_DIRECTIONS) }

  private let count: Int
  private let dimension: Int
  private let columns: [Double]
  private var values: [Double]

  /// Projections of n draws in d dimensions: n × d.
  package init(_ draws: Matrix) {
    (count, dimension) = (draws.rowCount, draws.columnCount)
    columns = draws.transposed.elements
    values = [Double](repeating: 0, count: Projections.width * count)
  }

  /// Projects on up to ``width`` directions of d elements each.
  package mutating func project(on directions: ArraySlice<[Double]>) {
    precondition(
      directions.count <= Self.width && directions.allSatisfy { $0.count == dimension },
      "directions of another dimension, or too many")
    var interleaved = [Double](repeating: 0, count: dimension * Self.width)
    for (p, direction) in directions.enumerated() {
      for j in 0..<dimension { interleaved[j * Self.width + p] = direction[j] }
    }
    values.withUnsafeMutableBufferPointer {
      cpk_project(columns, count, dimension, interleaved, $0.baseAddress)
    }
  }

  /// Calls `body` with the n projections on a direction of the last ones given.
  package func callAsFunction<Result>(_ direction: Int, _ body: (Span<Double>) -> Result) -> Result {
    body(values.span.extracting(direction * count..<(direction + 1) * count))
  }
}
