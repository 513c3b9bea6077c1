// U = −ln posterior and its derivatives, of a whole model and of its examples.

extension LogDensity {
  /// U(θ) = −ln p(θ), up to a constant.
  public func potential(at position: [Double]) -> Double { -logDensity(at: position.span) }

  /// ∇U(θ): d elements.
  public func potentialGradient(at position: [Double]) -> [Double] {
    negatedGradient { addLogDensityGradient(at: position.span, to: &$0) }
  }

  func negatedGradient(_ add: (inout MutableSpan<Double>) -> Void) -> [Double] {
    var gradient = [Double](repeating: 0, count: dimension)
    var span = gradient.mutableSpan
    add(&span)
    span.negate()
    return gradient
  }
}

extension Posterior {
  /// −∇ln p(θ), the prior's part of ∇U: d elements.
  public func priorGradient(at position: [Double]) -> [Double] {
    negatedGradient { addLogPriorGradient(at: position.span, to: &$0) }
  }

  /// −∇ln p(yᵢ | θ), one example's part of ∇U: d elements.
  public func exampleGradient(of example: Int, at position: [Double]) -> [Double] {
    negatedGradient { addLogLikelihoodGradient(of: example, at: position.span, scaledBy: 1, to: &$0) }
  }
}

/// The Jacobian of a gradient at a position, by central differences and one step of Richardson's extrapolation:
///
///     (8[g(θ + h) − g(θ − h)] − [g(θ + 2h) − g(θ − 2h)])/12h,   h = 10⁻³ max(1, |θⱼ|)
///
/// Its error is of order h⁴ and of rounding over h: about 10⁻¹⁰ of the largest element for parameters of order one. `gradient` maps d
/// elements to d; the result is d × d and symmetric.
public func jacobian(at position: [Double], of gradient: ([Double]) -> [Double]) -> Matrix {
  let d = position.count
  var result = Matrix(rowCount: d, columnCount: d)
  for j in 0..<d {
    let step = 1e-3 * max(1, abs(position[j]))
    func shifted(_ steps: Double) -> [Double] {
      var moved = position
      moved[j] += steps * step
      return gradient(moved)
    }
    let (near, far) = (zip(shifted(1), shifted(-1)).map(-), zip(shifted(2), shifted(-2)).map(-))
    for i in 0..<d { result[i, j] = (8 * near[i] - far[i]) / (12 * step) }
  }
  return result.symmetrized
}
