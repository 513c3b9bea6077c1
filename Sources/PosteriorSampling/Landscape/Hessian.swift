extension LogDensity {
  /// The Hessian H = ∇∇U of U = −ln density at a position: d × d.
  ///
  /// In closed form for the likelihood of a model that has its Hessian among its capabilities, otherwise from
  /// differences of gradients, to about 10⁻¹⁰ of the largest element for parameters of order one.
  public func hessian(at position: [Double]) -> Matrix {
    guard let model = capabilities.hessian else {
      return hessianByDifferences(at: position, of: potentialGradient)
    }
    return model.likelihoodHessian(at: position) + hessianByDifferences(at: position, of: model.priorGradient)
  }
}

extension GeneralizedLinearModel {
  /// The curvature of example i times xᵢxᵢᵀ.
  public func exampleHessian(of example: Int, at position: [Double]) -> Matrix {
    let row = design.row(example)
    let curvature = curvature(of: example, atPredictor: row.dot(position))
    return Matrix(columnCount: row.count, elements: row.flatMap { x in row.map { curvature * x * $0 } })
  }

  /// The examples' part of the Hessian of U: Xᵀ diag(curvatures) X.
  public func likelihoodHessian(at position: [Double]) -> Matrix {
    design.gram(
      weightedBy: (0..<exampleCount).map { curvature(of: $0, atPredictor: design.dot(row: $0, position.span)) })
  }
}
