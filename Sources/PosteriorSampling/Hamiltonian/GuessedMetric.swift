extension LogDensity {
  /// What is known of the posterior's shape before a chain has moved: for a model that knows its Hessian the inverse at
  /// the mode, so that the units of the data do not matter, nor columns of a design that nearly depend on each other,
  /// as years and an intercept do. Otherwise 1/|∂ⱼ ln p| where the chain starts: the units in which a step goes as far
  /// as a posterior of width 1 would let it.
  ///
  /// It is diagonal as long as units explain it: as long as the Hessian, each parameter in units of its own, has a
  /// condition number below 100.
  func guessedMetric(_ shape: Metric.Shape, gradient: [Double]) -> Metric {
    if shape == .unit { return .unit }
    guard let hessian = quickMode?.hessian else {
      return .diagonal(gradient.map { $0 == 0 ? 1 : 1 / min(max(abs($0), 1e-2), 1e10) })
    }
    let units = Units(hessian)
    let diagonal = Metric.diagonal(units.units.map { $0 * $0 })
    if shape == .diagonal || shape == .lowRank { return diagonal }
    if let scaled = try? SymmetricEigen(units.scaled(hessian)).values, let smallest = scaled.first,
      let largest = scaled.last, smallest > 0.01 * largest
    {
      return diagonal
    }
    return (try? Cholesky(Cholesky(hessian).inverse)).map(Metric.dense) ?? diagonal
  }
}
