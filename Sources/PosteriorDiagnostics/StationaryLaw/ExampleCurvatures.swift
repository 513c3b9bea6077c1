/// The examples' Hessians −∇²ln p(yᵢ | θ*) at one position.
enum ExampleCurvatures: Sendable {
  /// The same d × d matrix for every example.
  case equal(Matrix)
  /// cᵢxᵢxᵢᵀ, with xᵢ the rows of an N × d matrix: generalised linear models.
  case rankOne(rows: Matrix, curvatures: [Double])
  /// Any: row i holds the d × d elements of example i's.
  case dense(Matrix)

  /// Their sum: d × d.
  func sum(exampleCount: Int) -> Matrix {
    switch self {
    case .equal(let matrix): return Double(exampleCount) * matrix
    case .rankOne(let rows, let curvatures): return rows.gram(weightedBy: curvatures)
    case .dense(let elements):
      let d = Int(Double(elements.columnCount).squareRoot().rounded())
      var sum = [Double](repeating: 0, count: d * d)
      for i in 0..<exampleCount { for j in sum.indices { sum[j] += elements[i, j] } }
      return Matrix(columnCount: d, elements: sum).symmetrized
    }
  }

  /// The Hessians in the coordinates x of θ = θ* + Wx, each multiplied by `scale`: WᵀHᵢW.
  func transformed(by basis: Matrix, scale: Double) -> ExampleCurvatures {
    switch self {
    case .equal(let matrix): return .equal(scale * (basis.transposed * matrix * basis).symmetrized)
    case .rankOne(let rows, let curvatures):
      return .rankOne(rows: rows * basis, curvatures: curvatures.map { scale * $0 })
    case .dense(let elements):
      let d = basis.rowCount
      return .dense(
        Matrix(
          columnCount: d * d,
          elements: elements.rows.flatMap { row in
            let hessian = Matrix(columnCount: d, elements: Array(row))
            return (scale * (basis.transposed * hessian * basis).symmetrized).elements
          }))
    }
  }

  /// Adds scale · Hᵢ to a flat d × d matrix; nothing where all are equal.
  func add(_ example: Int, scaledBy scale: Double, to matrix: inout [Double]) {
    switch self {
    case .equal: return
    case .rankOne(let rows, let curvatures):
      let (rows, d) = (rows.elements.span.extracting(droppingFirst: example * rows.columnCount), rows.columnCount)
      let weight = scale * curvatures[example]
      var matrix = matrix.mutableSpan
      precondition(matrix.count == d * d && rows.count >= d, "matrices of different sizes")
      for j in 0..<d {
        for k in 0..<d { matrix[unchecked: j * d + k] += weight * rows[unchecked: j] * rows[unchecked: k] }
      }
    case .dense(let elements):
      var matrix = matrix.mutableSpan
      matrix.add(scale, timesRow: example, of: elements)
    }
  }
}
