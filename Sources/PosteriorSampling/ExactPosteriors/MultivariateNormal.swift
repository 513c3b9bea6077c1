import Foundation

/// A normal distribution on d parameters: the posterior of a linear model with known noise, or what draws are held
/// against.
public struct MultivariateNormal: ExactPosterior {
  /// The mean: d elements.
  public private(set) var mean: [Double]
  /// The covariance: d × d, positive definite.
  public let covariance: Matrix
  /// A name for each parameter.
  public let parameterNames: [String]
  /// The covariance's Cholesky factor.
  package let cholesky: Cholesky

  /// The normal distribution with a mean and a positive definite covariance.
  ///
  /// - Throws: `GSLError` when the covariance is not positive definite.
  public init(mean: [Double], covariance: Matrix, parameterNames: [String]? = nil) throws(GSLError) {
    precondition(covariance.rowCount == mean.count, "a mean of \(mean.count) needs a covariance of as many rows")
    self.mean = mean
    self.covariance = covariance
    self.parameterNames = parameterNames ?? (0..<mean.count).map { "θ[\($0 + 1)]" }
    cholesky = try Cholesky(covariance)
  }

  /// The density ∝ exp(−½θᵀPθ + bᵀθ), from a posterior precision P and a linear term b.
  ///
  /// - Throws: ``SamplingError/improperPosterior(_:)`` naming the first parameter that P does not determine.
  package init(precision: Matrix, linearTerm: [Double], parameterNames: [String]) throws(SamplingError) {
    if let undetermined = precision.firstDependentColumn {
      let earlier = parameterNames[..<undetermined].joined(separator: ", ")
      let isZero = precision[undetermined, undetermined] < .leastNormalMagnitude
      throw .improperPosterior(
        "the data do not determine '\(parameterNames[undetermined])': its column is "
          + (isZero ? "zero, or its squares are" : "constant or a linear combination of those before it (\(earlier))")
          + "; leave it out, or give a proper prior (a prior standard deviation)")
    }
    do throws(GSLError) {
      // Scaled to a unit diagonal, so that the columns' units cost no accuracy.
      let scale = precision.diagonal.map { 1 / $0.squareRoot() }
      let covariance = try Cholesky(precision.scaled(by: scale)).inverse.scaled(by: scale)
      try self.init(mean: covariance * linearTerm, covariance: covariance.symmetrized, parameterNames: parameterNames)
    } catch {
      throw .improperPosterior("the posterior precision is not positive definite: \(error)")
    }
  }

  mutating func translate(by step: [Double]) {
    for j in mean.indices { mean[j] += step[j] }
  }

  /// The number of parameters d.
  public var dimension: Int { mean.count }

  /// ln N(θ; mean, covariance).
  public func logDensity(at position: Span<Double>) -> Double {
    let whitened = cholesky.solveLower((0..<dimension).map { position[$0] - mean[$0] })
    return -0.5 * (whitened.dot(whitened) + Double(dimension) * logOf2Pi + cholesky.logDeterminant)
  }

  /// The quantile of a one-dimensional normal.
  public func quantile(ofParameter parameter: Int, at probability: Double) -> Double {
    mean[parameter] + covariance[parameter, parameter].squareRoot() * SpecialFunctions.normalQuantile(probability)
  }

  /// mean + Lξ, with ξ standard normal.
  public func draw(into position: inout MutableSpan<Double>, using random: inout some RandomSource) {
    random.fillNormal(&position)
    // From the last row up, so that each element is read before it is replaced.
    for i in stride(from: dimension - 1, through: 0, by: -1) {
      var sum = mean[i]
      for j in 0...i { sum += cholesky.factor[i, j] * position[j] }
      position[i] = sum
    }
  }
}

extension Matrix {
  /// In a positive semidefinite matrix such as XᵀX, the first column that earlier ones determine, if any.
  ///
  /// A Cholesky pivot is the part of a column's square that earlier columns do not explain.
  var firstDependentColumn: Int? {
    let tolerance = 1e-12
    var factor = self
    for j in 0..<columnCount {
      var pivot = self[j, j]
      for k in 0..<j { pivot -= factor[j, k] * factor[j, k] }
      guard pivot > tolerance * self[j, j] else { return j }
      factor[j, j] = pivot.squareRoot()
      for i in j + 1..<max(j + 1, rowCount) {
        var sum = self[i, j]
        for k in 0..<j { sum -= factor[i, k] * factor[j, k] }
        factor[i, j] = sum / factor[j, j]
      }
    }
    return nil
  }
}
