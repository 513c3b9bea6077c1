import Foundation

/// Linear regression whose noise is a parameter too, in the parameters (β, ln σ): yᵢ ~ N(xᵢᵀβ, σ²).
@usableFromInline
package protocol NoisyRegression: TwiceDifferentiable, OnePassRegression {
  /// The design X: N × d.
  var design: Matrix { get }
  /// The N responses y.
  var responses: [Double] { get }
}

extension NoisyRegression {
  /// d + 1: the coefficients and ln σ.
  @inlinable
  public var dimension: Int { design.columnCount + 1 }

  /// The number of examples N.
  @inlinable
  public var exampleCount: Int { design.rowCount }

  /// ln N(yᵢ; xᵢᵀβ, σ²).
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    let (residual, logSigma) = residual(of: example, at: position)
    return -logSigma - 0.5 * (residual * residual * exp(-2 * logSigma) + logOf2Pi)
  }

  /// Adds scale · (xᵢr/σ², r²/σ² − 1), r = yᵢ − xᵢᵀβ.
  @inlinable
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    let (residual, logSigma) = residual(of: example, at: position)
    let precision = exp(-2 * logSigma)
    let d = dimension - 1
    for j in 0..<d { gradient[j] += scale * precision * residual * design[example, j] }
    gradient[d] += scale * (residual * residual * precision - 1)
  }

  @usableFromInline
  package func logLikelihood(_ pass: LikelihoodPass) -> Double {
    let (d, n) = (dimension - 1, Double(exampleCount))
    let logSigma = pass.position[d]
    let squares = pass.normal(design, responses, precision: exp(-2 * logSigma))
    pass.gradient?[d] -= 2 * squares + n
    return squares - n * (logSigma + 0.5 * logOf2Pi)
  }

  /// −∇∇ ln N(yᵢ; xᵢᵀβ, σ²) in (β, ln σ): xᵢxᵢᵀ/σ² and, in the last row and column, 2rxᵢ/σ² and 2r²/σ².
  public func exampleHessian(of example: Int, at position: [Double]) -> Matrix {
    hessian(of: example..<example + 1, at: position)
  }

  /// The sum of all examples' Hessians.
  public func likelihoodHessian(at position: [Double]) -> Matrix { hessian(of: 0..<exampleCount, at: position) }

  /// The gram matrix of rows (xᵢ, 2r)/σ, but for half its last corner.
  private func hessian(of examples: Range<Int>, at position: [Double]) -> Matrix {
    let rows = examples.flatMap { i in
      let (residual, logSigma) = residual(of: i, at: position.span)
      return (design.row(i) + [2 * residual]).map { exp(-logSigma) * $0 }
    }
    var hessian = Matrix(columnCount: dimension, elements: rows).gram
    hessian[dimension - 1, dimension - 1] /= 2
    return hessian
  }

  @inlinable
  func residual(of example: Int, at position: Span<Double>) -> (residual: Double, logSigma: Double) {
    let d = dimension - 1
    return (responses[example] - design.dot(row: example, position.extracting(first: d)), position[d])
  }
}
