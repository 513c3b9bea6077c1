/// The covariance of a linear process with a symmetric drift, from the eigenbasis of the drift's matrix.
package enum Lyapunov {
  /// The solution Σ of HΣ + ΣH = Q, for H symmetric and positive definite, Q symmetric, both d × d:
  /// the covariance of dx = −Hx dt + noise of covariance Q dt.
  ///
  /// - Throws: ``GSLError`` when an element is not finite.
  package static func continuous(_ h: Matrix, _ q: Matrix) throws(GSLError) -> Matrix {
    try solve(h, q) { $0 + $1 }
  }

  /// The solution Σ of Σ = AΣAᵀ + Q, A = I − tH, for H and Q symmetric, both d × d: the covariance of
  /// x ← x − tHx + noise of covariance Q. It exists where t is below 2 over H's largest eigenvalue.
  ///
  /// - Throws: ``GSLError`` when an element is not finite.
  package static func discrete(_ h: Matrix, time t: Double, _ q: Matrix) throws(GSLError) -> Matrix {
    // 1 − (1 − tλ)(1 − tμ), without the difference of nearly equal numbers.
    try solve(h, q) { t * ($0 + $1) - t * t * $0 * $1 }
  }

  private static func solve(
    _ h: Matrix, _ q: Matrix, _ divisor: (Double, Double) -> Double
  ) throws(GSLError) -> Matrix {
    let eigen = try SymmetricEigen(h)
    var inner = eigen.inEigenbasis(q)
    for i in 0..<h.rowCount {
      for j in 0..<h.rowCount { inner[i, j] /= divisor(eigen.values[i], eigen.values[j]) }
    }
    return eigen.fromEigenbasis(inner)
  }
}
