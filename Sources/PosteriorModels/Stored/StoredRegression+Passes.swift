public import PosteriorSampling

extension StoredRegression: ConjugatePosterior {
  /// β | y ~ N(Pb, P), P⁻¹ = XᵀX/σ² + I/s², b = Xᵀy/σ², by two passes over the rows.
  ///
  /// - Throws: `SamplingError.improperPosterior` where the data do not determine one, or the family has no closed
  ///   form.
  public func exactPosterior() throws(SamplingError) -> MultivariateNormal {
    guard case .linear = family, let precision = prior.independentNormals(1)?.precisions[0] else {
      throw .improperPosterior("this regression's posterior has no closed form")
    }
    return try leastSquares(priorPrecision: precision).posterior
  }
}

extension StoredRegression {
  /// The posterior of a linear regression under a normal prior, and Σ yᵢ²/σ², by two passes over the rows.
  func leastSquares(
    priorPrecision: Double
  ) throws(SamplingError) -> (posterior: MultivariateNormal, responseSquares: Double) {
    let origin = [Double](repeating: 0, count: dimension)
    let (squares, linearTerm) = squaresAndGradient(at: origin)
    let posterior = try MultivariateNormal(
      precision: likelihoodHessian(at: origin) + Matrix(diagonal: origin.map { _ in priorPrecision }),
      linearTerm: linearTerm, parameterNames: parameterNames)
    return (posterior, squares)
  }

  /// Σ (yᵢ − xᵢᵀβ)²/σ² of a linear regression.
  func squares(at position: [Double]) -> Double {
    -2 * position.withUnsafeBufferPointer { sums(at: $0, gradient: nil) }
  }

  /// The same, and its gradient times −½.
  func squaresAndGradient(at position: [Double]) -> (squares: Double, gradient: [Double]) {
    var gradient = [Double](repeating: 0, count: dimension)
    var span = gradient.mutableSpan
    let sum = position.withUnsafeBufferPointer { position in
      span.withUnsafeMutableBufferPointer { sums(at: position, gradient: $0) }
    }
    return (-2 * sum, gradient)
  }

  /// The standard deviation of the residuals of least squares, with N − d degrees of freedom.
  ///
  /// - Throws: `SamplingError.improperPosterior` where the columns depend on each other, or rows are too few.
  package func residualStandardDeviation() throws(SamplingError) -> Double {
    guard exampleCount > dimension else {
      throw .improperPosterior("\(exampleCount) rows are too few for the noise of \(dimension) coefficients")
    }
    let fit = StoredRegression(.linear(noiseStandardDeviation: 1), rows, prior: .flat)
    return (fit.squares(at: try fit.exactPosterior().mean) / Double(exampleCount - dimension)).squareRoot()
  }

  /// The curvature of example i times xᵢxᵢᵀ.
  public func exampleHessian(of example: Int, at position: [Double]) -> Matrix {
    var result = Matrix(rowCount: dimension, columnCount: dimension)
    lendRow(example) { row, _ in
      let curvature = family.curvature(atPredictor: position.dot(row))
      for i in 0..<dimension { for j in 0..<dimension { result[i, j] = curvature * row[i] * row[j] } }
    }
    return result
  }

  /// The examples' part of the Hessian of U, Xᵀ diag(curvatures) X, in one pass over them.
  public func likelihoodHessian(at position: [Double]) -> Matrix {
    var result = Matrix(rowCount: dimension, columnCount: dimension)
    forEachBlock { lent in
      let elements = lent.withDoubles(dimension) {
        Array(UnsafeBufferPointer(start: $0, count: lent.rowCount * dimension))
      }
      let design = Matrix(columnCount: dimension, elements: elements)
      let weights = (0..<lent.rowCount).map { family.curvature(atPredictor: design.dot(row: $0, position.span)) }
      result.addGram(of: design, weightedBy: weights)
    }
    result.mirrorLowerTriangle()
    return result
  }

  /// Lends one row and its response.
  func lendRow(_ example: Int, _ body: ([Double], Double) -> Void) {
    let examples = CollectionOfOne(Int32(example))
    _ = rows.lend(examples.span) { lent in
      let (row, response) = lent.first(dimension)
      body(row, response)
    }
  }

  /// Σ ln p(yᵢ | β) over all examples, and its gradient where there is room for one: block after block, so that its
  /// bits do not depend on how much memory there is.
  func pass(at position: UnsafeBufferPointer<Double>, gradient: UnsafeMutableBufferPointer<Double>?) -> Double {
    sums(at: position, gradient: gradient) + Double(exampleCount) * family.constant
  }

  /// The same without the family's constants.
  private func sums(
    at position: UnsafeBufferPointer<Double>, gradient: UnsafeMutableBufferPointer<Double>?
  ) -> Double {
    var sum = 0.0
    forEachBlock { lent in
      sum += family.add(lent, at: position, gradient: gradient, threads: max(1, threads))
    }
    return sum
  }

  /// Lends all rows in their order, block after block. The next ones are read meanwhile.
  private func forEachBlock(_ body: (LentRows) -> Void) {
    let (size, count) = (rows.blockRowCount, exampleCount)
    for (number, first) in stride(from: 0, to: count, by: size).enumerated() {
      rows.expect(min(first + size, count)..<min(first + 4 * size, count))
      rows.lend(block: number, body)
    }
  }
}
