extension MultivariateNormal {
  /// The density ∝ exp(−½w|y − Xβ|² − ½p|β|²): linear regression with noise precision w and prior
  /// precision p.
  ///
  /// - Throws: ``SamplingError/improperPosterior(_:)`` naming the first coefficient that nothing determines.
  package init(
    design: Matrix, responses: [Double], noisePrecision w: Double, priorPrecision p: Double, parameterNames: [String]
  ) throws(SamplingError) {
    let transposed = design.transposed
    try self.init(
      precision: w * design.gram + Matrix(diagonal: [Double](repeating: p, count: design.columnCount)),
      linearTerm: (transposed * responses).map { w * $0 }, parameterNames: parameterNames)
    // The normal equations square the design's condition number. A Newton step from the residuals restores the mean's
    // digits, so that an exact fit leaves residuals of rounding size.
    let residuals = zip(responses, design * mean).map { $0 - $1 }
    translate(by: covariance * zip(transposed * residuals, mean).map { w * $0 - p * $1 })
  }
}
