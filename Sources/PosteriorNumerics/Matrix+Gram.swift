internal import CPosteriorKernels

extension Matrix {
  /// XᵀX, for a matrix X of examples in rows.
  public var gram: Matrix { gram(weightedBy: [Double](repeating: 1, count: rowCount)) }

  /// Xᵀ diag(weights) X, for a matrix X of examples in rows.
  package func gram(weightedBy weights: [Double]) -> Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: columnCount)
    result.addGram(of: self, weightedBy: weights)
    result.mirrorLowerTriangle()
    return result
  }

  /// Adds Xᵀ diag(weights) X to the lower triangle. What is above the diagonal has no meaning until the triangle is
  /// mirrored.
  package mutating func addGram(of rows: Matrix, weightedBy weights: [Double]) {
    precondition(weights.count == rows.rowCount, "\(weights.count) weights of \(rows.rowCount) rows")
    precondition(
      rowCount == rows.columnCount && columnCount == rowCount, "\(rowCount) rows for \(rows.columnCount) columns")
    cpk_add_gram(rows.elements, rows.rowCount, rows.columnCount, weights, &elements)
  }

  /// Copies the lower triangle of a square matrix to the upper one.
  package mutating func mirrorLowerTriangle() {
    for j in 0..<rowCount { for k in 0..<j { self[k, j] = self[j, k] } }
  }
}
