import PosteriorNumerics
import Testing

/// Expects two vectors to differ by no more than `tolerance` times the greatest element.
func expectClose(
  _ values: [Double], _ expected: [Double], _ tolerance: Double = 1e-14, _ location: SourceLocation = #_sourceLocation
) {
  #expect(values.count == expected.count, sourceLocation: location)
  let size = expected.map(abs).max() ?? 0
  let distance = zip(values, expected).map { abs($0 - $1) }.reduce(0) { $0 >= $1 ? $0 : $1 }
  #expect(distance <= tolerance * size, sourceLocation: location)
}

/// Hilbert's matrix 1/(i + j − 1).
func hilbert(_ n: Int) -> Matrix {
  var matrix = Matrix(rowCount: n, columnCount: n)
  for i in 0..<n { for j in 0..<n { matrix[i, j] = 1 / Double(i + j + 1) } }
  return matrix
}
