extension Metric {
  /// L, C = LLᵀ: d × d, lower triangular unless C is of low rank.
  package func factor(dimension: Int) -> Matrix {
    switch self {
    case .unit: .identity(dimension)
    case .diagonal(let variances): Matrix(diagonal: variances.map { $0.squareRoot() })
    case .dense(let cholesky): cholesky.factor
    case .lowRank(let metric):
      Matrix(
        columnCount: dimension,
        elements: (0..<dimension).flatMap { i in
          var column = (0..<dimension).map { $0 == i ? 1.0 : 0 }
          var span = column.mutableSpan
          metric.color(&span)
          return column
        }
      ).transposed
    }
  }

  /// C's diagonal element j.
  func variance(of j: Int) -> Double {
    switch self {
    case .unit: 1
    case .diagonal(let variances): variances[j]
    case .dense(let cholesky): (0...j).reduce(0) { $0 + cholesky.factor[j, $1] * cholesky.factor[j, $1] }
    case .lowRank(let metric): metric.variance(of: j)
    }
  }

  /// L⁻¹x: a position in the coordinates in which C is the identity; a guess is never of low rank.
  func whitened(_ position: [Double]) -> [Double] {
    switch self {
    case .diagonal(let variances): zip(position, variances).map { $0 / $1.squareRoot() }
    case .dense(let cholesky): cholesky.solveLower(position)
    case .unit, .lowRank: position
    }
  }

  /// Lᵀg: a gradient in the same coordinates.
  func whitened(gradient: [Double]) -> [Double] {
    switch self {
    case .diagonal(let variances): return zip(gradient, variances).map { $0 * $1.squareRoot() }
    case .dense(let cholesky):
      var whitened = gradient
      var span = whitened.mutableSpan
      cholesky.multiplyTransposedInPlace(&span)
      return whitened
    case .unit, .lowRank: return gradient
    }
  }

  /// LC′Lᵀ: the metric C′ of the coordinates in which this one is the identity, in this one's own.
  ///
  /// - Throws: ``GSLError`` where the product is no covariance.
  func multiplied(by inner: Metric) throws(GSLError) -> Metric {
    switch (self, inner) {
    case (.unit, _): return inner
    case (.diagonal(let own), .diagonal(let variances)): return .diagonal(zip(own, variances).map(*))
    case (.diagonal(let own), .lowRank(let metric)):
      if let scaled = metric.scaled(by: own.map { $0.squareRoot() }) { return .lowRank(scaled) }
    default: break
    }
    let (size, triangle): (Int, Matrix)
    switch inner {
    case .unit: return self
    case .diagonal(let variances): (size, triangle) = (variances.count, inner.factor(dimension: variances.count))
    case .dense(let cholesky): (size, triangle) = (cholesky.dimension, cholesky.factor)
    case .lowRank(let metric):
      let root = inner.factor(dimension: metric.scales.count)
      (size, triangle) = (metric.scales.count, try Cholesky(root * root.transposed).factor)
    }
    // Products of triangles stay triangles, and are as exact for columns that nearly depend on each other.
    let root = factor(dimension: size) * triangle
    if let product = Cholesky(factor: root) { return .dense(product) }
    return .dense(try Cholesky(root * root.transposed))
  }
}
