/// Independent normal priors of a model's coordinates, of which some may be flat: −∇ ln p(θ) = precisions · θ
/// − pulls.
package struct IndependentNormals: Sendable {
  /// 1/s² of each coordinate, 0 for a flat prior.
  package var precisions: [Double]
  /// m/s² of each coordinate, with m its prior mean.
  package var pulls: [Double]

  package init(precisions: [Double], pulls: [Double]) {
    self.precisions = precisions
    self.pulls = pulls
  }

  /// The same prior around 0 for each of some coordinates.
  package init(precision: Double, count: Int) {
    precisions = [Double](repeating: precision, count: count)
    pulls = [Double](repeating: 0, count: count)
  }
}

extension Prior {
  /// The prior for each of some coordinates, where it is normal or flat.
  package func independentNormals(_ count: Int) -> IndependentNormals? {
    switch family {
    case .flat: IndependentNormals(precision: 0, count: count)
    case .normal: IndependentNormals(precision: precision, count: count)
    case .laplace, .studentT: nil
    }
  }
}
