/// Draws and moments are seen in *whitened* coordinates z = L⁻¹(x − μ), Σ = LLᵀ, in which the normal is N(0,
/// I): moments are of order one whatever the parameters' units, and a small error of the covariance is a small matrix E
/// = S − I.
extension MultivariateNormal {
  /// The normal with a posterior's mean and covariance: itself, where it is one.
  ///
  /// - Throws: ``GSLError`` when the covariance is not positive definite.
  package init(momentsOf posterior: any ExactPosterior) throws(GSLError) {
    if let normal = posterior as? MultivariateNormal {
      self = normal
    } else {
      try self.init(mean: posterior.mean, covariance: posterior.covariance, parameterNames: posterior.parameterNames)
    }
  }

  /// The smallest and the largest curvature of U = −ln density: the extreme eigenvalues of Σ⁻¹.
  ///
  /// The largest is not 1 over the smallest eigenvalue of Σ, which rounding may turn negative where parameters have
  /// units far apart. Σ⁻¹ is found from the correlations.
  package func curvatures() throws(GSLError) -> (smallest: Double, largest: Double) {
    let units = covariance.diagonal.map { 1 / $0.squareRoot() }
    let precision = try Cholesky(covariance.scaled(by: units)).inverse.scaled(by: units)
    return (1 / (try SymmetricEigen(covariance).values.last ?? 1), try SymmetricEigen(precision).values.last ?? 1)
  }

  /// Moments in whitened coordinates, as the mean m and the covariance's excess E = S − I over this one's.
  func whiten(mean other: [Double], covariance spread: Matrix) -> WhitenedMoments {
    WhitenedMoments(
      mean: cholesky.solveLower(zip(other, mean).map { $0 - $1 }),
      // The difference first: of nearly equal covariances it is exact, and so keeps its relative accuracy.
      excess: cholesky.whiten(spread - covariance))
  }

  /// Moments in the parameters' own coordinates.
  func color(_ whitened: WhitenedMoments) -> (mean: [Double], covariance: Matrix) {
    (zip(mean, cholesky.multiply(whitened.mean)).map { $0 + $1 }, covariance + cholesky.color(whitened.excess))
  }
}

/// A mean m and a covariance I + E in coordinates in which a normal is N(0, I).
struct WhitenedMoments: Sendable {
  var mean: [Double]
  var excess: Matrix
}
