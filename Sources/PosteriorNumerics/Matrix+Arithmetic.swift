internal import CPosteriorKernels

extension Matrix {
  /// The sum of two matrices of the same shape.
  public static func + (a: Matrix, b: Matrix) -> Matrix { zip(a, b) { $0 + $1 } }

  /// The difference of two matrices of the same shape.
  public static func - (a: Matrix, b: Matrix) -> Matrix { zip(a, b) { $0 - $1 } }

  /// A matrix with every element multiplied by `scale`.
  public static func * (scale: Double, matrix: Matrix) -> Matrix {
    var result = matrix
    for i in result.elements.indices { result.elements[i] *= scale }
    return result
  }

  /// The matrix product of an m × k and a k × n matrix.
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    precondition(
      a.columnCount == b.rowCount,
      "cannot multiply \(a.rowCount)×\(a.columnCount) by \(b.rowCount)×\(b.columnCount)")
    var result = Matrix(rowCount: a.rowCount, columnCount: b.columnCount)
    // A row of the product is the sum of b's rows, each times an element of a's.
    let (rows, width) = ((0..<Int32(b.rowCount)).map { $0 }, b.columnCount)
    result.elements.withUnsafeMutableBufferPointer { sums in
      a.elements.withUnsafeBufferPointer { weights in
        guard let sums = sums.baseAddress, let weights = weights.baseAddress else { return }
        for i in 0..<a.rowCount {
          cpk_add_weighted_rows(
            b.elements, b.rowCount, width, rows, b.rowCount, 0, weights + i * b.rowCount, sums + i * width)
        }
      }
    }
    return result
  }

  /// The product of a matrix and a vector.
  public static func * (matrix: Matrix, vector: [Double]) -> [Double] {
    (0..<matrix.rowCount).map { matrix.dot(row: $0, vector.span) }
  }

  /// The matrix with rows and columns exchanged.
  public var transposed: Matrix {
    var result = Matrix(rowCount: columnCount, columnCount: rowCount)
    for i in 0..<rowCount { for j in 0..<columnCount { result[j, i] = self[i, j] } }
    return result
  }

  /// The sum of the diagonal.
  public var trace: Double { diagonal.reduce(0, +) }

  /// The sum of the squares of all elements.
  package var squaredNorm: Double { elements.reduce(0) { $0 + $1 * $1 } }

  /// ½(A + Aᵀ): what rounding has made asymmetric is made symmetric again.
  package var symmetrized: Matrix {
    var result = self
    for i in 0..<rowCount { for j in 0..<columnCount { result[i, j] = 0.5 * (self[i, j] + self[j, i]) } }
    return result
  }

  private static func zip(_ a: Matrix, _ b: Matrix, _ combine: (Double, Double) -> Double) -> Matrix {
    precondition(
      a.rowCount == b.rowCount && a.columnCount == b.columnCount,
      "cannot combine \(a.rowCount)×\(a.columnCount) with \(b.rowCount)×\(b.columnCount)")
    var result = a
    for i in result.elements.indices { result.elements[i] = combine(a.elements[i], b.elements[i]) }
    return result
  }
}
