import Foundation

/// A model that knows the Hessian of its likelihood in closed form.
public protocol TwiceDifferentiable: Posterior {
  /// −Σᵢ ∇∇ ln p(yᵢ | θ): d × d.
  func likelihoodHessian(at position: [Double]) -> Matrix
}

extension Posterior {
  /// The Hessian H = ∇∇U of U = −ln posterior at a position: d × d.
  ///
  /// In closed form for a ``TwiceDifferentiable`` model, otherwise from differences of gradients, to about 10⁻¹⁰ of the
  /// largest element for parameters of order one.
  public func hessian(at position: [Double]) -> Matrix {
    guard let model = self as? any TwiceDifferentiable else {
      return jacobian(at: position, of: potentialGradient)
    }
    return model.likelihoodHessian(at: position)
      + jacobian(at: position) { position in
        var gradient = [Double](repeating: 0, count: dimension)
        var span = gradient.mutableSpan
        addLogPriorGradient(at: position.span, to: &span)
        return gradient.map { -$0 }
      }
  }
}

extension LinearRegression: TwiceDifferentiable {
  /// XᵀX/σ².
  public func likelihoodHessian(at position: [Double]) -> Matrix {
    1 / (noiseStandardDeviation * noiseStandardDeviation) * design.gram
  }
}

extension LogisticRegression: TwiceDifferentiable {
  /// Σᵢ pᵢ(1 − pᵢ) xᵢxᵢᵀ, pᵢ = P(yᵢ = 1).
  public func likelihoodHessian(at position: [Double]) -> Matrix {
    let weighted = (0..<exampleCount).flatMap { i in
      let e = exp(-abs(design.dot(row: i, position.span)))
      let weight = e.squareRoot() / (1 + e)
      return design.row(i).map { weight * $0 }
    }
    return Matrix(columnCount: dimension, elements: weighted).gram
  }
}
