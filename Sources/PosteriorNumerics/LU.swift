internal import CGSL

/// The factors PA = LU of a square matrix, by Gaussian elimination with partial pivoting.
package struct LU: Sendable, Hashable {
  /// L below the diagonal, its own diagonal of ones left out, and U on and above it.
  private let factors: Matrix
  /// P: row i of PA is row `order[i]` of A.
  private let order: [Int]

  /// Factors a square matrix.
  ///
  /// - Throws: ``GSLError`` when the matrix is singular or an element is not finite.
  package init(_ matrix: Matrix) throws(GSLError) {
    precondition(matrix.rowCount == matrix.columnCount, "only a square matrix has LU factors")
    guard matrix.isFinite else {
      throw GSLError(status: Int(GSL_EDOM), reason: "matrix has an element that is not finite")
    }
    var (factors, order) = (matrix, Array(0..<matrix.rowCount))
    var sign: Int32 = 0
    try factors.withGSL { (a) throws(GSLError) in
      try order.withGSLPermutation { (p) throws(GSLError) in try gsl { gsl_linalg_LU_decomp(a, p, &sign) } }
    }
    guard factors.diagonal.allSatisfy({ $0 != 0 && $0.isFinite }) else {
      throw GSLError(status: Int(GSL_ESING), reason: "matrix is singular")
    }
    self.factors = factors
    self.order = order
  }

  /// The number of rows of A.
  package var dimension: Int { factors.rowCount }

  /// The solution x of Ax = b.
  ///
  /// - Throws: ``GSLError`` when GSL refuses.
  package func solve(_ vector: [Double]) throws(GSLError) -> [Double] {
    precondition(vector.count == dimension, "vectors of different lengths")
    var (factors, order, x) = (factors, order, vector)
    try factors.withGSL { (a) throws(GSLError) in
      try order.withGSLPermutation { (p) throws(GSLError) in
        try x.withGSL { (x) throws(GSLError) in try gsl { gsl_linalg_LU_svx(a, p, x) } }
      }
    }
    return x
  }
}

extension [Int] {
  fileprivate mutating func withGSLPermutation(
    _ body: (UnsafeMutablePointer<gsl_permutation>) throws(GSLError) -> Void
  ) throws(GSLError) {
    var failure: GSLError?
    withUnsafeMutableBufferPointer { buffer in
      var permutation = gsl_permutation(size: buffer.count, data: buffer.baseAddress)
      do throws(GSLError) { try body(&permutation) } catch { failure = error }
    }
    if let failure { throw failure }
  }
}
