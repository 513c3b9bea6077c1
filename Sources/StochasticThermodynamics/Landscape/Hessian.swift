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

extension SoftmaxRegression: TwiceDifferentiable {
  /// Σᵢ (diag(pᵢ) − pᵢpᵢᵀ) ⊗ xᵢxᵢᵀ, pᵢ the probabilities of classes 1 to K − 1.
  public func likelihoodHessian(at position: [Double]) -> Matrix {
    let (classes, columns) = (classCount - 1, design.columnCount)
    var result = Matrix(rowCount: dimension, columnCount: dimension)
    for i in 0..<exampleCount {
      let logits = (0..<classes).map { k in
        design.dot(row: i, position.span.extracting(k * columns..<(k + 1) * columns))
      }
      let top = max(0, logits.max() ?? 0)
      let weights = logits.map { exp($0 - top) }
      let total = weights.reduce(exp(-top), +)
      let x = design.row(i)
      for k in 0..<classes {
        for l in 0...k {
          let spread = weights[k] / total * ((k == l ? 1 : 0) - weights[l] / total)
          for a in 0..<columns {
            for b in 0..<columns { result[k * columns + a, l * columns + b] += spread * x[a] * x[b] }
          }
        }
      }
    }
    for i in 0..<dimension {
      for j in i + 1..<max(i + 1, dimension) where j / columns > i / columns { result[i, j] = result[j, i] }
    }
    return result
  }
}
