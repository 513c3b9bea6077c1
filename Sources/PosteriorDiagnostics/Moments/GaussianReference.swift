/// The normal distribution that draws are held against: a posterior, or the normal with its mean and covariance.
///
/// Draws are seen in *whitened* coordinates z = L⁻¹(x − μ), Σ = LLᵀ, in which the reference is N(0, I): moments are of
/// order one whatever the parameters' units, and a small error of the covariance is a small matrix E = S − I.
public struct GaussianReference: Sendable {
  /// The mean μ, one element a parameter.
  public let mean: [Double]
  /// Σ: d × d.
  public let covariance: Matrix
  /// The Cholesky factor L of Σ.
  public let cholesky: Cholesky
  /// The eigenvalues and eigenvectors of Σ.
  let eigen: SymmetricEigen

  /// The normal distribution with a posterior's mean and covariance.
  ///
  /// - Throws: ``GSLError`` when the covariance is not positive definite.
  public init(_ posterior: some ExactPosterior) throws(GSLError) { try self.init(Moments(posterior)) }

  /// The normal distribution with given moments.
  ///
  /// - Throws: ``GSLError`` when the covariance is not positive definite.
  public init(_ moments: Moments) throws(GSLError) {
    mean = moments.mean
    covariance = moments.covariance
    cholesky = try Cholesky(covariance)
    eigen = try SymmetricEigen(covariance)
  }

  /// The number of parameters d.
  public var dimension: Int { mean.count }

  /// The ratio of the covariance's largest eigenvalue to its smallest: how much slower the slowest mode is.
  public var conditionNumber: Double { (eigen.values.last ?? 1) / (eigen.values.first ?? 1) }

  /// The largest curvature of −ln density: 1 / the smallest eigenvalue of Σ.
  public var largestCurvature: Double { 1 / (eigen.values.first ?? 1) }

  /// Moments in whitened coordinates, as the mean m and the covariance's excess E = S − I over the reference's.
  func whiten(_ moments: Moments) -> WhitenedMoments {
    WhitenedMoments(
      mean: cholesky.solveLower(zip(moments.mean, mean).map { $0 - $1 }),
      // The difference first: of nearly equal covariances it is exact, and so keeps its relative accuracy.
      excess: cholesky.whiten(moments.covariance - covariance))
  }

  /// Moments in the parameters' own coordinates.
  func color(_ whitened: WhitenedMoments) -> Moments {
    Moments(
      mean: zip(mean, cholesky.multiply(whitened.mean)).map { $0 + $1 },
      covariance: covariance + cholesky.color(whitened.excess))
  }
}

/// A mean m and a covariance I + E in coordinates in which the reference is N(0, I).
struct WhitenedMoments: Sendable {
  var mean: [Double]
  var excess: Matrix
}
