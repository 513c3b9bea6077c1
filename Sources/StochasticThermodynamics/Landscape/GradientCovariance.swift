extension Posterior {
  /// The covariance of one example's gradient, C = (1/N) Σᵢ gᵢgᵢᵀ − ∇U∇Uᵀ, gᵢ the gradient of
  /// example i scaled to all N (`exampleGradients(at:)`): d × d. The prior, which every gradient holds in full,
  /// drops out.
  ///
  /// A minibatch of B examples has the covariance C/B when drawn with replacement, and (N − B)/(B(N − 1)) C as a
  /// subset.
  public func gradientCovariance(at position: [Double]) -> Matrix {
    let gradients = exampleGradients(at: position)
    var centred = gradients
    for j in 0..<gradients.columnCount {
      let column = gradients.column(j)
      let mean = column.reduce(0, +) / Double(column.count)
      for i in 0..<gradients.rowCount { centred[i, j] -= mean }
    }
    return 1 / Double(exampleCount) * centred.gram
  }
}
