// U = −ln posterior and its derivatives, of a whole model and of its examples.

extension LogDensity {
  /// U(θ) = −ln p(θ), up to a constant.
  package func potential(at position: [Double]) -> Double { -logDensity(at: position.span) }

  /// The gradient of U = −ln density at a position of d elements.
  package func potentialGradient(at position: [Double]) -> [Double] {
    negatedGradient { addLogDensityGradient(at: position.span, to: &$0) }
  }

  /// U and ∇U.
  package func potentialAndGradient(at position: [Double]) -> (potential: Double, gradient: [Double]) {
    var value = 0.0
    let gradient = negatedGradient { value = -logDensity(at: position.span, addingGradientTo: &$0) }
    return (value, gradient)
  }

  /// A vector of d zeros to which `add` adds, with its sign changed: what is added is ∇ln density, what is wanted
  /// ∇U.
  fileprivate func negatedGradient(_ add: (inout MutableSpan<Double>) -> Void) -> [Double] {
    var gradient = [Double](repeating: 0, count: dimension)
    var span = gradient.mutableSpan
    add(&span)
    span.negate()
    return gradient
  }
}

extension Posterior {
  /// −∇ln p(θ), the prior's part of ∇U: d elements.
  package func priorGradient(at position: [Double]) -> [Double] {
    negatedGradient { addLogPriorGradient(at: position.span, to: &$0) }
  }

  /// −∇ln p(yᵢ | θ), one example's part of ∇U: d elements.
  public func exampleGradient(of example: Int, at position: [Double]) -> [Double] {
    negatedGradient { addLogLikelihoodGradient(of: example, at: position.span, scaledBy: 1, to: &$0) }
  }

  /// ĝ_b = −∇ln p(θ) − (N/|b|) Σ_{i∈b} ∇ln p(yᵢ | θ), a minibatch's estimate of ∇U: d elements.
  package func gradient(ofMinibatch examples: Span<Int32>, at position: [Double]) -> [Double] {
    negatedGradient { gradient in
      addLogPriorGradient(at: position.span, to: &gradient)
      addLogLikelihoodGradient(
        ofExamples: examples, at: position.span, relativeTo: nil,
        scaledBy: Double(exampleCount) / Double(examples.count), to: &gradient)
    }
  }

  /// The gradients gᵢ = −∇ln p(θ) − N ∇ln p(yᵢ | θ) of the examples alone, each an estimate of ∇U: N ×
  /// d.
  package func exampleGradients(at position: [Double]) -> Matrix {
    let examples = (0..<Int32(exampleCount)).map { [$0] }
    return Matrix(columnCount: dimension, elements: examples.flatMap { gradient(ofMinibatch: $0.span, at: position) })
  }
}

/// The Hessian that a gradient is the slope of, at a position of d elements: d × d, from `centralDifference(_:of:)`
/// along each parameter with steps of 10⁻³ max(1, |θⱼ|).
///
/// Its error is about 10⁻¹⁰ of the largest element for parameters of order one. `gradient` maps d elements to d.
public func hessianByDifferences(at position: [Double], of gradient: ([Double]) -> [Double]) -> Matrix {
  let d = position.count
  var result = Matrix(rowCount: d, columnCount: d)
  for j in 0..<d {
    let column = centralDifference(1e-3 * max(1, abs(position[j]))) { shift in
      var moved = position
      moved[j] += shift
      return gradient(moved)
    }
    for i in 0..<d { result[i, j] = column[i] }
  }
  return result.symmetrized
}

/// The derivative at 0 of a vector that depends on a number, by central differences and one step of Richardson's
/// extrapolation:
///
///     (8[g(h) − g(−h)] − [g(2h) − g(−2h)])/12h
///
/// Its error is of order h⁴ and of rounding over h. Where the differences over h and over 2h are more than 10⁻⁵ of
/// the derivative apart, as where h is long in the units of the data, shorter steps are tried, a tenth at a time, as
/// long as they bring the two together.
///
/// - Parameter step: The first h.
package func centralDifference(_ step: Double, of value: (Double) -> [Double]) -> [Double] {
  var best = extrapolated(step, of: value)
  var finer = step / 10
  while best.gap > 1e-5, finer > 1e-13 * step {
    let next = extrapolated(finer, of: value)
    // Rounding sets them apart again; where the value jumps or is a plateau they are so all along.
    if next.gap > best.gap, best.gap < 0.1 { break }
    if next.gap <= best.gap { best = next }
    finer /= 10
  }
  return best.derivative
}

/// The derivative by one step, and how far the differences that it is made of are apart, as a part of it: at most 1
/// where they are finite.
private func extrapolated(_ h: Double, of value: (Double) -> [Double]) -> (derivative: [Double], gap: Double) {
  let (near, far) = (zip(value(h), value(-h)).map(-), zip(value(2 * h), value(-2 * h)).map(-))
  let derivative = zip(near, far).map { (8 * $0 - $1) / (12 * h) }
  let size = derivative.reduce(0) { $0 + abs($1) }
  let apart = zip(near, far).reduce(0) { $0 + abs($1.0 / (2 * h) - $1.1 / (4 * h)) }
  return (derivative, size.isFinite ? (apart == 0 ? 0 : apart / size) : .infinity)
}
