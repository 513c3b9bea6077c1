/// What a chain of the posterior itself takes the posterior to be before its moves are corrected: in the eigenbasis of
/// the curvature, H = VΛVᵀ, about a centre m,
///
///     U ≈ ½(θ − m)ᵀH(θ − m)
///
/// Any positive definite H and any centre are valid; the closer, the more moves are accepted.
@usableFromInline
struct TwinQuadratic: Sendable {
  let density: any LogDensity
  /// m.
  let center: [Double]
  /// H.
  @usableFromInline let hessian: Matrix
  /// λ of each mode.
  @usableFromInline let curvatures: [Double]
  /// Vᵀ: a row for each mode.
  @usableFromInline let modes: Matrix

  /// A quadratic about a centre, from its curvature.
  ///
  /// - Parameter curvature: H, d × d, positive definite.
  /// - Throws: ``GSLError`` where it is not.
  init(_ density: any LogDensity, center: [Double], curvature: Matrix) throws(GSLError) {
    _ = try Cholesky(curvature)
    let eigen = try SymmetricEigen(curvature)
    (self.density, self.center, hessian) = (density, center, curvature)
    curvatures = eigen.values
    modes = eigen.vectors.transposed
  }

  /// U and Vᵀ∇U.
  func potentialAndSlope(at position: [Double]) -> (potential: Double, slope: [Double]) {
    let (potential, gradient) = density.potentialAndGradient(at: position)
    return (potential, modes * gradient)
  }
}
