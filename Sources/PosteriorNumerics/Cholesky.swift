internal import CGSL
import Foundation

/// The Cholesky factor L of a symmetric positive definite matrix A = LLᵀ.
public struct Cholesky: Sendable, Hashable {
  /// L: lower triangular, zero above the diagonal.
  @usableFromInline package let factor: Matrix

  /// Factors a symmetric positive definite matrix (only its lower triangle is read).
  ///
  /// - Throws: ``GSLError`` when the matrix is not positive definite.
  public init(_ matrix: Matrix) throws(GSLError) {
    precondition(matrix.rowCount == matrix.columnCount, "only a square matrix has a Cholesky factor")
    guard matrix.isFinite else {
      throw GSLError(status: Int(GSL_EDOM), reason: "matrix has an element that is not finite")
    }
    var factor = matrix
    try factor.withGSL { (view) throws(GSLError) in try gsl { gsl_linalg_cholesky_decomp1(view) } }
    for i in 0..<factor.rowCount { for j in i + 1..<max(i + 1, factor.rowCount) { factor[i, j] = 0 } }
    self.factor = factor
  }

  /// A matrix with the factor L; nil where L is not square, finite, lower triangular and positive on its diagonal.
  package init?(factor: Matrix) {
    let n = factor.rowCount
    guard factor.columnCount == n, factor.isFinite else { return nil }
    for i in 0..<n {
      guard factor[i, i] > 0 else { return nil }
      for j in 0..<n where j > i { guard factor[i, j] == 0 else { return nil } }
    }
    self.factor = factor
  }

  /// The number of rows of A.
  @usableFromInline package var dimension: Int { factor.rowCount }

  /// The logarithm of the determinant of A.
  package var logDeterminant: Double { 2 * factor.diagonal.reduce(0) { $0 + log($1) } }

  /// The product Lx: a vector of independent standard normals becomes one of covariance A.
  package func multiply(_ vector: [Double]) -> [Double] { factor * vector }

  /// The solution x of Lx = b, by forward substitution.
  package func solveLower(_ vector: [Double]) -> [Double] {
    var x = vector
    solveLower(&x)
    return x
  }

  /// Replaces b by the solution x of Lx = b.
  @inlinable
  package func solveLower(_ vector: inout [Double]) {
    let n = dimension
    precondition(vector.count == n, "vectors of different lengths")
    let lower = factor.elements.span
    var x = vector.mutableSpan
    for i in 0..<n {
      var sum = x[unchecked: i]
      for j in 0..<i { sum -= lower[unchecked: i * n + j] * x[unchecked: j] }
      x[unchecked: i] = sum / lower[unchecked: i * n + i]
    }
  }

  /// The solution x of Lᵀx = b, by back substitution.
  package func solveUpper(_ vector: [Double]) -> [Double] {
    precondition(vector.count == dimension, "vectors of different lengths")
    var x = vector
    for i in stride(from: dimension - 1, through: 0, by: -1) {
      for j in i + 1..<max(i + 1, dimension) { x[i] -= factor[j, i] * x[j] }
      x[i] /= factor[i, i]
    }
    return x
  }

  /// The solution x of Ax = b.
  package func solve(_ vector: [Double]) -> [Double] { solveUpper(solveLower(vector)) }

  /// L⁻¹BL⁻ᵀ for a symmetric B: B in the coordinates in which A is the identity.
  package func whiten(_ symmetric: Matrix) -> Matrix {
    // Columns of B are rows, B being symmetric: X = L⁻¹B row by row of Xᵀ, then the same for Xᵀ.
    func solveRows(_ matrix: Matrix) -> Matrix {
      Matrix(columnCount: dimension, elements: (0..<dimension).flatMap { solveLower(matrix.row($0)) })
    }
    return solveRows(solveRows(symmetric).transposed).symmetrized
  }

  /// LBLᵀ for a symmetric B: the inverse of ``whiten(_:)``.
  package func color(_ symmetric: Matrix) -> Matrix { (factor * symmetric * factor.transposed).symmetrized }

  /// The inverse of A, a symmetric matrix.
  public var inverse: Matrix {
    let columns = (0..<dimension).flatMap { i in
      solve((0..<dimension).map { $0 == i ? 1 : 0 })
    }
    return Matrix(columnCount: dimension, elements: columns).symmetrized
  }
}
