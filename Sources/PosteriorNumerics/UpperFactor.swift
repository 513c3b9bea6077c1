internal import CGSL

extension Matrix {
  /// R of A = QR, by Householder's reflections: an upper triangle with RᵀR = AᵀA, found without forming AᵀA.
  ///
  /// - Returns: K × K, for N × K with N ≥ K.
  /// - Throws: ``GSLError`` when an element is not finite.
  package func upperFactor() throws(GSLError) -> Matrix {
    precondition(rowCount >= columnCount && columnCount > 0, "only a tall matrix has such a factor")
    guard isFinite else { throw GSLError(status: Int(GSL_EDOM), reason: "matrix has an element that is not finite") }
    var (factors, scales) = (self, [Double](repeating: 0, count: columnCount))
    try factors.withGSL { (a) throws(GSLError) in
      try scales.withGSL { (tau) throws(GSLError) in try gsl { gsl_linalg_QR_decomp(a, tau) } }
    }
    var upper = Matrix(rowCount: columnCount, columnCount: columnCount)
    for i in 0..<columnCount {
      for j in i..<columnCount { upper[i, j] = factors[i, j] }
    }
    return upper
  }
}
