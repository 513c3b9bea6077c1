extension SoftmaxRegression {
  /// −∇∇ ln P(yᵢ): P(k)([k = l] − P(l)) xᵢxᵢᵀ in the rows of βₖ and the columns of βₗ.
  public func exampleHessian(of example: Int, at position: [Double]) -> Matrix {
    hessian(of: example..<example + 1, at: position)
  }

  /// The sum of all examples' Hessians.
  public func likelihoodHessian(at position: [Double]) -> Matrix { hessian(of: 0..<exampleCount, at: position) }

  private func hessian(of examples: Range<Int>, at position: [Double]) -> Matrix {
    let columns = design.columnCount
    var hessian = Matrix(rowCount: dimension, columnCount: dimension)
    for i in examples {
      let probabilities = probabilities(of: i, at: position.span)
      for (k, p) in probabilities.enumerated() {
        for (l, q) in probabilities.enumerated() where l <= k {
          let weight = p * ((k == l ? 1 : 0) - q)
          for a in 0..<columns {
            for b in 0..<columns {
              hessian[k * columns + a, l * columns + b] += weight * design[i, a] * design[i, b]
            }
          }
        }
      }
    }
    for row in 0..<dimension { for column in 0..<row { hessian[column, row] = hessian[row, column] } }
    return hessian
  }

  /// P(1), …, P(K − 1) of an example.
  private func probabilities(of example: Int, at position: Span<Double>) -> [Double] {
    withScratch(classCount - 1) { values in
      write(logitsOf: example, at: position, to: &values)
      // Of the reference class the gradient is −P of all others.
      values.replaceLogitsByLogSoftmaxGradient(of: 0, scaledBy: -1)
      return (0..<values.count).map { values[$0] }
    }
  }
}
