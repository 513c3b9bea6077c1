import Foundation
public import PosteriorSampling

/// Linear regression with unknown noise, in the parameters (β, ln σ), whose rows are read from a disk while chains run,
/// or are in memory in single precision.
///
/// Its posterior is that of ``LinearRegressionUnknownNoise`` on the rows of a ``StoredRegression``.
public struct StoredRegressionUnknownNoise: ConjugatePosterior, TwiceDifferentiable {
  /// The same rows with noise of standard deviation 1.
  private var regression: StoredRegression
  private let prior: NoisePrior
  /// The coefficients' names, then "ln σ".
  public let parameterNames: [String]

  /// A model of the rows of a regression.
  ///
  /// - Parameters:
  ///   - regression: A linear regression, whose own prior and noise are left out.
  ///   - prior: The prior on each coefficient, in units of σ.
  ///   - noiseShape: a₀ of the inverse-gamma prior on σ².
  ///   - noiseScale: b₀ of the same.
  public init(
    _ regression: StoredRegression, prior: NormalPrior = .flat, noiseShape: Double = 0, noiseScale: Double = 0
  ) {
    guard case .linear = regression.family else { preconditionFailure("noise is that of a linear regression") }
    self.regression = regression
    self.regression.family = .linear(noiseStandardDeviation: 1)
    self.prior = NoisePrior(prior, shape: noiseShape, scale: noiseScale)
    parameterNames = regression.parameterNames + ["ln σ"]
  }

  /// d + 1: the coefficients and ln σ.
  public var dimension: Int { parameterNames.count }

  /// The number of examples N.
  public var exampleCount: Int { regression.exampleCount }

  /// The closed form, the Hessian, and the reader of rows.
  public var capabilities: Capabilities {
    var capabilities = Capabilities(hessian: self, exactPosterior: self)
    capabilities.stored = regression.capabilities.stored
    return capabilities
  }

  /// ln p(β, ln σ).
  public func logPrior(at position: Span<Double>) -> Double { prior.logDensity(at: position) }

  /// Adds ∇ ln p(β, ln σ).
  public func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    prior.addGradient(at: position, to: &gradient)
  }

  /// ln N(yᵢ; xᵢᵀβ, σ²).
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    let d = dimension - 1
    let unit = regression.logLikelihood(of: example, at: position.extracting(first: d)) + 0.5 * logOf2Pi
    return unit * exp(-2 * position[d]) - position[d] - 0.5 * logOf2Pi
  }

  /// Adds scale · ∇ ln N(yᵢ; xᵢᵀβ, σ²).
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    let examples = CollectionOfOne(Int32(example))
    addLogLikelihoodGradient(
      ofExamples: examples.span, at: position, relativeTo: nil, scaledBy: scale, to: &gradient)
  }

  /// Adds scale · Σ (xᵢr/σ², r²/σ² − 1), r = yᵢ − xᵢᵀβ, over some examples, less the same at an anchor.
  public func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    precondition(position.count == dimension && gradient.count == dimension, "vectors of \(dimension) elements")
    gradient.withUnsafeMutableBufferPointer { gradient in
      regression.rows.lendAll(examples) { lent in
        position.withUnsafeBufferPointer { lent.addNormalGradient(at: $0, scaledBy: scale, to: gradient) }
        anchor?.position.withUnsafeBufferPointer { lent.addNormalGradient(at: $0, scaledBy: -scale, to: gradient) }
      }
    }
  }

  /// The log prior plus the log likelihood of all examples, in one pass over them.
  public func logDensity(at position: Span<Double>) -> Double {
    logPrior(at: position) + logLikelihood(regression.squares(at: coefficients(position)), at: position)
  }

  /// The same with its gradient, in one pass too.
  public func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    let (squares, products) = regression.squaresAndGradient(at: coefficients(position))
    let precision = exp(-2 * position[dimension - 1])
    addLogPriorGradient(at: position, to: &gradient)
    for (j, product) in products.enumerated() { gradient[j] += precision * product }
    gradient[dimension - 1] += precision * squares - Double(exampleCount)
    return logPrior(at: position) + logLikelihood(squares, at: position)
  }

  /// The gradient of the prior and of all examples, in one pass over them.
  public func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    _ = logDensity(at: position, addingGradientTo: &gradient)
  }

  /// −∇∇ ln N(yᵢ; xᵢᵀβ, σ²) in (β, ln σ).
  public func exampleHessian(of example: Int, at position: [Double]) -> Matrix {
    let coefficients = Array(position.dropLast())
    var (products, squares) = ([Double](), 0.0)
    regression.lendRow(example) { row, response in
      let residual = response - coefficients.dot(row)
      (products, squares) = (row.map { $0 * residual }, residual * residual)
    }
    return hessian(regression.exampleHessian(of: example, at: coefficients), products, squares, at: position)
  }

  /// The sum of all examples' Hessians, in two passes over them.
  public func likelihoodHessian(at position: [Double]) -> Matrix {
    let coefficients = Array(position.dropLast())
    let (squares, products) = regression.squaresAndGradient(at: coefficients)
    return hessian(regression.likelihoodHessian(at: coefficients), products, squares, at: position)
  }

  /// The normal–inverse-gamma posterior, in (β, ln σ), by three passes over the rows.
  public func exactPosterior() throws(SamplingError) -> NormalInverseGamma {
    let (normal, squares) = try regression.leastSquares(priorPrecision: prior.coefficients.precision)
    return try prior.posterior(
      normal, residualSquares: regression.squares(at: normal.mean), responseSquares: squares, exampleCount: exampleCount
    )
  }
}

extension StoredRegressionUnknownNoise {
  /// How many threads share a pass over all examples at the most: 1 unless set. Results are the same bits on any
  /// number.
  public var threads: Int {
    get { regression.threads }
    set { regression.threads = newValue }
  }

  /// β.
  private func coefficients(_ position: Span<Double>) -> [Double] { (0..<dimension - 1).map { position[$0] } }

  /// −½Σr²/σ² − N(ln σ + ½ ln 2π), from Σr².
  private func logLikelihood(_ squares: Double, at position: Span<Double>) -> Double {
    let logSigma = position[dimension - 1]
    return -0.5 * exp(-2 * logSigma) * squares - Double(exampleCount) * (logSigma + 0.5 * logOf2Pi)
  }

  /// XᵀX/σ² and, in the last row and column, 2Xᵀr/σ² and 2Σr²/σ².
  private func hessian(_ gram: Matrix, _ products: [Double], _ squares: Double, at position: [Double]) -> Matrix {
    let d = dimension - 1
    let precision = exp(-2 * position[d])
    var hessian = Matrix(rowCount: dimension, columnCount: dimension)
    for i in 0..<d {
      for j in 0..<d { hessian[i, j] = precision * gram[i, j] }
      (hessian[i, d], hessian[d, i]) = (2 * precision * products[i], 2 * precision * products[i])
    }
    hessian[d, d] = 2 * precision * squares
    return hessian
  }
}

extension LentRows {
  /// Adds scale · Σ (xᵢr/σ², r²/σ² − 1) over lent rows, at a position (β, ln σ).
  fileprivate func addNormalGradient(
    at position: UnsafeBufferPointer<Double>, scaledBy scale: Double, to gradient: UnsafeMutableBufferPointer<Double>
  ) {
    let d = position.count - 1
    let (coefficients, sums) = (
      UnsafeBufferPointer(rebasing: position[..<d]), UnsafeMutableBufferPointer(rebasing: gradient[..<d])
    )
    let precision = exp(-2 * position[d])
    var squares = 0.0
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 16) { room in
      for first in stride(from: 0, to: places.count, by: 16) {
        let weights = UnsafeMutableBufferPointer(rebasing: room[..<min(16, places.count - first)])
        writePredictors(weights, from: first, at: coefficients)
        for i in weights.indices {
          let residual = responses[Int(places[first + i])] - weights[i]
          squares += residual * residual
          weights[i] = scale * precision * residual
        }
        add(weights, from: first, to: sums)
      }
    }
    gradient[d] += scale * (precision * squares - Double(places.count))
  }
}
