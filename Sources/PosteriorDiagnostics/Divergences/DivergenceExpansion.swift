/// A divergence of moments from a reference, with its first and second derivatives there: what the delta method needs
/// to turn the moments' Monte Carlo error into the divergence's.
///
/// A change of the moments is (dm, dS) in whitened coordinates, dS being the change of the second moment about the
/// present mean. The second-order term is ½|features|², so that no Hessian need be formed.
protocol DivergenceExpansion {
  /// The divergence.
  var value: Double { get }

  /// The first-order change.
  func slope(_ mean: [Double], _ covariance: Matrix) -> Double

  /// A linear map of the change whose square is the second-order term: d + d² elements.
  func features(_ mean: [Double], _ covariance: Matrix) -> [Double]
}
