import Foundation

extension LogisticRegression {
  /// Whether a hyperplane separates the two kinds of examples (some may lie on it), or columns of the design depend on
  /// each other: the likelihood then has no unique finite maximum, and a flat prior no proper posterior.
  ///
  /// Newton's method finds the maximum if there is one; if not, its steps go on without end or the curvature vanishes.
  /// O(Nd²) for each of at most a hundred steps.
  ///
  /// Albert & Anderson, Biometrika 71 (1984) 1–10, doi:10.1093/biomet/71.1.1.
  package var isSeparable: Bool {
    var position = [Double](repeating: 0, count: dimension)
    var height = logLikelihood(at: position)
    for _ in 0..<100 {
      guard var step = newtonStep(at: position) else { return true }
      // All examples' log odds move by less than this where there is a maximum.
      if (design * step).allSatisfy({ abs($0) < 1e-6 }) { return false }
      var next = zip(position, step).map { $0 + $1 }
      while logLikelihood(at: next) < height - 1e-12 * abs(height) {
        step = step.map { 0.5 * $0 }
        next = zip(position, step).map { $0 + $1 }
      }
      position = next
      height = logLikelihood(at: position)
    }
    return true
  }

  private func logLikelihood(at position: [Double]) -> Double {
    position.withUnsafeBufferPointer { logLikelihood(LikelihoodPass(position: $0, threads: threads)) }
  }

  /// H⁻¹g of the log likelihood; nil where the curvature H does not determine it.
  private func newtonStep(at position: [Double]) -> [Double]? {
    var gradient = [Double](repeating: 0, count: dimension)
    var curvature = Matrix(rowCount: dimension, columnCount: dimension)
    for i in 0..<exampleCount {
      let margin = sign(of: i) * design.dot(row: i, position.span)
      let miss = 1 / (1 + exp(margin))
      for j in 0..<dimension {
        gradient[j] += sign(of: i) * miss * design[i, j]
        for k in 0..<dimension { curvature[j, k] += miss * (1 - miss) * design[i, j] * design[i, k] }
      }
    }
    return try? MultivariateNormal(precision: curvature, linearTerm: gradient, parameterNames: parameterNames).mean
  }
}
