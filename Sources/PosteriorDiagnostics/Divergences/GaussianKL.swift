extension MultivariateNormal {
  /// KL(N(this) ‖ N(reference)) = ½[tr(Σ₁⁻¹Σ₀) − d + δᵀΣ₁⁻¹δ − ln|Σ₀|/|Σ₁|] between
  /// normals, in nats.
  ///
  /// Accurate to a relative 1e-6 or better down to values of 1e-12 and below: it is computed as
  /// ½[|m|² + Σᵢ(eᵢ − ln(1 + eᵢ))] from the eigenvalues of E = L⁻¹(Σ₀ − Σ₁)L⁻ᵀ, in which no
  /// large terms cancel.
  ///
  /// - Throws: `GSLError` when an element is not finite.
  public func klDivergence(from reference: MultivariateNormal) throws(GSLError) -> Double {
    try reference.klDivergence(ofMean: mean, covariance: covariance)
  }

  /// The same of a normal with other moments from this one; infinite when their covariance is singular.
  package func klDivergence(ofMean mean: [Double], covariance: Matrix) throws(GSLError) -> Double {
    try GaussianKL(whiten(mean: mean, covariance: covariance)).value
  }
}

/// The expansion of KL(N(m, I + E) ‖ N(0, I)).
///
///     dKL = mᵀdm + ½ tr((I − S⁻¹)dS),   d²KL = dmᵀS⁻¹dm + ½ tr(S⁻¹dS S⁻¹dS)
struct GaussianKL: DivergenceExpansion {
  let value: Double
  private let mean: [Double]
  private let eigen: SymmetricEigen

  init(_ moments: WhitenedMoments) throws(GSLError) {
    let eigen = try SymmetricEigen(moments.excess)
    mean = moments.mean
    self.eigen = eigen
    value =
      0.5 * moments.mean.dot(moments.mean)
      + 0.5 * eigen.values.reduce(0) { $0 + ($1 > -1 ? SpecialFunctions.excessOverLog1p($1) : .infinity) }
  }

  func slope(_ mean: [Double], _ covariance: Matrix) -> Double {
    let rotated = eigen.inEigenbasis(covariance)
    return eigen.values.indices.reduce(self.mean.dot(mean)) { sum, i in
      sum + 0.5 * eigen.values[i] / (1 + eigen.values[i]) * rotated[i, i]
    }
  }

  func features(_ mean: [Double], _ covariance: Matrix) -> [Double] {
    let scale = eigen.values.map { 1 / (1 + $0).squareRoot() }
    let rotated = eigen.inEigenbasis(covariance)
    let rotatedMean = eigen.vectors.transposed * mean
    return scale.indices.map { scale[$0] * rotatedMean[$0] }
      + scale.indices.flatMap { i in
        scale.indices.map { j in scale[i] * scale[j] * rotated[i, j] * 0.5.squareRoot() }
      }
  }
}
