extension MultivariateNormal {
  /// W₂(N(this), N(reference)), the 2-Wasserstein distance between normals, in the parameters' units:
  ///
  ///     W₂² = |δ|² + tr(Σ₀ + Σ₁ − 2(Σ₁^½ Σ₀ Σ₁^½)^½)
  ///
  /// (Bures; Dowson & Landau 1982, doi:10.1016/0047-259X(82)90077-X). Accurate to a relative 1e-6 or better down to
  /// values of 1e-12 and below.
  ///
  /// - Throws: `GSLError` when an element is not finite.
  public func wasserstein2(to reference: MultivariateNormal) throws(GSLError) -> Double {
    try reference.wasserstein2(ofMean: mean, covariance: covariance)
  }

  /// The same of a normal with other moments from this one; their covariance may be singular.
  package func wasserstein2(ofMean mean: [Double], covariance: Matrix) throws(GSLError) -> Double {
    try GaussianWasserstein(whiten(mean: mean, covariance: covariance), self).value.squareRoot()
  }
}

/// The expansion of W₂²(N(m, I + E), N(0, I)) in the metric of the parameters' own coordinates.
///
/// In the eigenbasis of Σ₁ = diag(s), R = diag(√s), the optimal map from Σ₁ to Σ₀ is I + R⁻¹FR⁻¹ where
/// F = (RΣ₀R)^½ − Σ₁ solves FΣ₁ + Σ₁F + F² = R(Σ₀ − Σ₁)R. Then W₂² = |δ|² + Σ
/// Fᵢⱼ²/sᵢ, a sum of squares: nothing cancels once F is accurate, which Newton's method on its equation sees to.
///
///     dW₂² = 2δᵀdδ + tr((I − P)dΣ₀),   P = R(RΣ₀R)^−½R
///     d²W₂² = 2dδᵀP dδ + Σ dAᵢⱼ² / (√(aᵢaⱼ)(√aᵢ + √aⱼ)),
///     A = RΣ₀R = W diag(a)Wᵀ, dA in its eigenbasis
struct GaussianWasserstein: DivergenceExpansion {
  let value: Double
  /// From whitened coordinates to the eigenbasis of Σ₁.
  private let basis: Matrix
  private let shift: [Double]
  /// R as it acts between that basis and A's eigenbasis: WᵀR.
  private let toRoot: Matrix
  private let rootValues: [Double]

  init(_ moments: WhitenedMoments, _ reference: MultivariateNormal) throws(GSLError) {
    let eigen = try SymmetricEigen(reference.covariance)
    let s = eigen.values
    let d = s.count
    let basis = eigen.vectors.transposed * reference.cholesky.factor
    let shift = basis * moments.mean

    // G = R(Σ₀ − Σ₁)R and A = Σ₁² + G.
    var difference = (basis * moments.excess * basis.transposed).symmetrized
    for i in 0..<d { for j in 0..<d { difference[i, j] *= (s[i] * s[j]).squareRoot() } }
    let a = try SymmetricEigen(difference + Matrix(diagonal: s.map { $0 * $0 }))
    let root = a.values.map { max(0, $0).squareRoot() }
    var f = a.fromEigenbasis(Matrix(diagonal: root)) - Matrix(diagonal: s)
    for _ in 0..<2 {
      var residual = difference - f * f
      for i in 0..<d { for j in 0..<d { residual[i, j] -= f[i, j] * (s[i] + s[j]) } }
      var step = a.inEigenbasis(residual)
      for i in 0..<d {
        for j in 0..<d { step[i, j] = root[i] + root[j] > 0 ? step[i, j] / (root[i] + root[j]) : 0 }
      }
      f = f + a.fromEigenbasis(step)
    }
    var sum = shift.dot(shift)
    for i in 0..<d { for j in 0..<d { sum += f[i, j] * f[i, j] / s[i] } }
    value = sum
    self.basis = basis
    self.shift = shift
    rootValues = root
    toRoot = a.vectors.transposed * Matrix(diagonal: s.map { $0.squareRoot() })
  }

  func slope(_ mean: [Double], _ covariance: Matrix) -> Double {
    let change = basis * mean
    // tr(P dΣ₀) = tr((RΣ₀R)^−½ R dΣ₀ R).
    let inBasis = basis * covariance * basis.transposed
    let rotated = toRoot * inBasis * toRoot.transposed
    return rootValues.indices.reduce(2 * shift.dot(change) + inBasis.trace) { sum, i in
      sum - rotated[i, i] / rootValues[i]
    }
  }

  func features(_ mean: [Double], _ covariance: Matrix) -> [Double] {
    let change = toRoot * (basis * mean)
    let rotated = toRoot * (basis * covariance * basis.transposed) * toRoot.transposed
    return rootValues.indices.map { (2 / rootValues[$0]).squareRoot() * change[$0] }
      + rootValues.indices.flatMap { i in
        rootValues.indices.map { j in
          rotated[i, j] / (rootValues[i] * rootValues[j] * (rootValues[i] + rootValues[j])).squareRoot()
        }
      }
  }
}
