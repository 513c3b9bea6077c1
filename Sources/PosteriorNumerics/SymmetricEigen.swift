internal import CGSL

/// The eigenvalues and eigenvectors of a symmetric matrix A = VΛVᵀ.
public struct SymmetricEigen: Sendable {
  /// The eigenvalues, in ascending order.
  public let values: [Double]
  /// The eigenvectors V: column j belongs to `values[j]`.
  public let vectors: Matrix

  /// Decomposes a symmetric matrix (only its lower triangle is read).
  ///
  /// - Throws: ``GSLError`` when an element is not finite, or the iteration does not converge.
  public init(_ matrix: Matrix) throws(GSLError) {
    precondition(matrix.rowCount == matrix.columnCount, "only a square matrix has eigenvalues")
    guard matrix.isFinite else {
      throw GSLError(status: Int(GSL_EDOM), reason: "matrix has an element that is not finite")
    }
    let n = matrix.rowCount
    var (work, vectors) = (matrix, Matrix(rowCount: n, columnCount: n))
    var values = [Double](repeating: 0, count: n)
    guard n > 0 else {
      self.values = values
      self.vectors = vectors
      return
    }
    // Sweeps over numbers whose squares are denormal may never end. A power of two changes no digit.
    let largest = matrix.elements.reduce(0) { max($0, abs($1)) }
    let isFar = largest > 0 && !(0x1p-200...0x1p200).contains(largest)
    let exponent = isFar ? max(-1000, min(1000, -largest.exponent)) : 0
    let scale = Double(sign: .plus, exponent: exponent, significand: 1)
    if isFar { for i in work.elements.indices { work.elements[i] *= scale } }
    try Self.decompose(&work.elements, into: &values, &vectors.elements, n)
    (self.values, self.vectors) = (isFar ? values.map { $0 / scale } : values, vectors)
  }

  private static func decompose(
    _ matrix: UnsafeMutablePointer<Double>, into values: UnsafeMutablePointer<Double>,
    _ vectors: UnsafeMutablePointer<Double>, _ n: Int
  ) throws(GSLError) {
    guard let workspace = gsl_eigen_symmv_alloc(n) else { preconditionFailure("no memory for eigenvectors") }
    defer { gsl_eigen_symmv_free(workspace) }
    var (a, v) = (gsl_matrix_view_array(matrix, n, n), gsl_matrix_view_array(vectors, n, n))
    var w = gsl_vector_view_array(values, n)
    try gsl { gsl_eigen_symmv(&a.matrix, &w.vector, &v.matrix, workspace) }
    try gsl { gsl_eigen_symmv_sort(&w.vector, &v.matrix, GSL_EIGEN_SORT_VAL_ASC) }
  }

  /// V f(Λ) Vᵀ: a function of the matrix, such as its square root.
  package func applying(_ function: (Double) -> Double) -> Matrix {
    fromEigenbasis(Matrix(diagonal: values.map(function)))
  }

  /// VᵀBV: a symmetric matrix in the eigenbasis.
  package func inEigenbasis(_ symmetric: Matrix) -> Matrix {
    (vectors.transposed * symmetric * vectors).symmetrized
  }

  /// VBVᵀ: the inverse of ``inEigenbasis(_:)``.
  package func fromEigenbasis(_ symmetric: Matrix) -> Matrix {
    (vectors * symmetric * vectors.transposed).symmetrized
  }
}
