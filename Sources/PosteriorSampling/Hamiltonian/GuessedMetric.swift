extension LogDensity {
  /// What is known of the posterior's shape before a chain has moved: for a model that knows its Hessian the inverse at
  /// the mode, so that the units of the data do not matter, nor columns of a design that nearly depend on each other,
  /// as years and an intercept do. Otherwise nothing: I.
  ///
  /// It is diagonal as long as units explain it: as long as the Hessian, each parameter in units of its own, has a
  /// condition number below 100.
  func guessedMetric() -> Metric {
    guard let hessian = quickMode?.hessian else { return .unit }
    let units = Units(hessian)
    if let scaled = try? SymmetricEigen(units.scaled(hessian)).values, let smallest = scaled.first,
      let largest = scaled.last, smallest > 0.01 * largest
    {
      return .diagonal(units.units.map { $0 * $0 })
    }
    guard let covariance = try? Cholesky(Cholesky(hessian).inverse) else { return .unit }
    return .dense(covariance)
  }
}

extension Metric {
  /// L⁻¹x: a vector in the coordinates in which C is the identity.
  func whitened(_ vector: [Double]) -> [Double] {
    switch self {
    case .unit: vector
    case .diagonal(let variances): zip(vector, variances).map { $0 / $1.squareRoot() }
    case .dense(let cholesky): cholesky.solveLower(vector)
    }
  }

  /// L diag(v) Lᵀ: the covariance of independent coordinates of variances v in which C is the identity.
  func scaled(by variances: [Double]) -> Metric {
    switch self {
    case .unit: .diagonal(variances)
    case .diagonal(let own): .diagonal(zip(own, variances).map(*))
    case .dense:
      multiplied(by: Matrix(diagonal: variances.map { $0.squareRoot() }))
    }
  }

  /// LKKᵀLᵀ: the covariance of coordinates of covariance KKᵀ in which C is the identity.
  func multiplied(by cholesky: Cholesky) -> Metric { multiplied(by: cholesky.factor) }

  /// LK(LK)ᵀ for a lower triangular K.
  private func multiplied(by factor: Matrix) -> Metric {
    let product =
      switch self {
      case .unit: factor
      case .diagonal(let variances): Matrix(diagonal: variances.map { $0.squareRoot() }) * factor
      case .dense(let cholesky): cholesky.factor * factor
      }
    return Cholesky(factor: product).map(Metric.dense) ?? self
  }
}
