// U = −ln posterior and its derivatives, of a whole model and of its examples.

extension LogDensity {
  /// U(θ).
  func potential(at position: [Double]) -> Double { -logDensity(at: position.span) }

  /// ∇U(θ): d elements.
  func potentialGradient(at position: [Double]) -> [Double] {
    var gradient = [Double](repeating: 0, count: dimension)
    var span = gradient.mutableSpan
    addLogDensityGradient(at: position.span, to: &span)
    return gradient.map { -$0 }
  }
}

extension Posterior {
  /// ĝ_b = −∇ln p(θ) − (N/|b|) Σ_{i∈b} ∇ln p(yᵢ | θ): d elements.
  func gradient(ofMinibatch examples: Span<Int32>, at position: [Double]) -> [Double] {
    var gradient = [Double](repeating: 0, count: dimension)
    var span = gradient.mutableSpan
    addLogPriorGradient(at: position.span, to: &span)
    addLogLikelihoodGradient(
      ofMinibatch: examples, at: position.span, scaledBy: Double(exampleCount) / Double(examples.count), to: &span)
    return gradient.map { -$0 }
  }

  /// The gradients gᵢ = −∇ln p(θ) − N ∇ln p(yᵢ | θ) of the examples alone, each an estimate of ∇U: N × d.
  public func exampleGradients(at position: [Double]) -> Matrix {
    let examples = (0..<Int32(exampleCount)).map { [$0] }
    return Matrix(columnCount: dimension, elements: examples.flatMap { gradient(ofMinibatch: $0.span, at: position) })
  }
}

/// The Jacobian of a gradient at a position, by central differences and one step of Richardson's extrapolation:
///
///     (8[g(θ + h) − g(θ − h)] − [g(θ + 2h) − g(θ − 2h)])/12h,   h = 10⁻³ max(1, |θⱼ|)
///
/// Its error is of order h⁴ and of rounding over h: about 10⁻¹⁰ of the largest element for parameters of order one.
func jacobian(at position: [Double], of gradient: ([Double]) -> [Double]) -> Matrix {
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
