import Foundation

/// The mean of a normal distribution with known covariance: yᵢ ~ N(θ, Σ), θ ~ N(0, s²I) or flat.
///
/// Every example has the same Hessian Σ⁻¹, so stochastic gradients differ from the full one by a term that does not
/// depend on θ: the simplest target, on which the samplers' stationary variances are known in closed form.
public struct GaussianMean: ConjugatePosterior, IndependentPriorModel {
  /// The observations: N × d, an example a row.
  @usableFromInline package let observations: Matrix
  /// The known covariance Σ of one observation: d × d.
  package let noiseCovariance: Matrix
  /// The prior on each component of the mean.
  @usableFromInline package let prior: NormalPrior
  /// A name for each component.
  public let parameterNames: [String]
  @usableFromInline let noisePrecision: Matrix
  private let logNormalizer: Double

  /// A model of observations (N × d, N ≥ 1) whose covariance is known.
  ///
  /// - Throws: `SamplingError.improperPosterior(_:)` when the covariance is not positive definite.
  public init(
    observations: Matrix, noiseCovariance: Matrix, prior: NormalPrior = .flat, parameterNames: [String]? = nil
  ) throws(SamplingError) {
    let d = observations.columnCount
    precondition(observations.rowCount > 0, "a model needs at least one observation")
    precondition(noiseCovariance.rowCount == d && noiseCovariance.columnCount == d, "the covariance must be d × d")
    do throws(GSLError) {
      let cholesky = try Cholesky(noiseCovariance)
      noisePrecision = cholesky.inverse
      logNormalizer = -0.5 * (Double(d) * logOf2Pi + cholesky.logDeterminant)
    } catch {
      throw .improperPosterior("the noise covariance is not positive definite: \(error)")
    }
    self.observations = observations
    self.noiseCovariance = noiseCovariance
    self.prior = prior
    self.parameterNames = parameterNames ?? (d == 1 ? ["mean"] : (1...d).map { "mean[\($0)]" })
  }

  /// A one-parameter model of observations with a known standard deviation.
  public init(
    observations: [Double], noiseStandardDeviation: Double, prior: NormalPrior = .flat, parameterName: String = "mean"
  ) {
    precondition(!observations.isEmpty, "a model needs at least one observation")
    let variance = noiseStandardDeviation * noiseStandardDeviation
    self.observations = Matrix(columnCount: 1, elements: observations)
    noiseCovariance = Matrix(diagonal: [variance])
    noisePrecision = Matrix(diagonal: [precision(ofNoise: noiseStandardDeviation)])
    logNormalizer = -0.5 * (logOf2Pi + log(variance))
    self.prior = prior
    parameterNames = [parameterName]
  }

  /// The number of components d.
  public var dimension: Int { observations.columnCount }

  /// The number of observations N.
  public var exampleCount: Int { observations.rowCount }

  /// The closed form, and one Hessian for all examples.
  public var capabilities: Capabilities { Capabilities(exactPosterior: self, examplesShareHessian: true) }

  /// ln N(yᵢ; θ, Σ).
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    var square = 0.0
    for j in 0..<dimension {
      for k in 0..<dimension {
        square +=
          (observations[example, j] - position[j]) * noisePrecision[j, k] * (observations[example, k] - position[k])
      }
    }
    return logNormalizer - 0.5 * square
  }

  /// Adds scale · Σ⁻¹(yᵢ − θ).
  @inlinable
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    for j in 0..<dimension {
      gradient.add(scale * (observations[example, j] - position[j]), timesRow: j, of: noisePrecision)
    }
  }

  /// θ | y ~ N(Σₙ Σ⁻¹ Σᵢyᵢ, Σₙ), Σₙ⁻¹ = NΣ⁻¹ + I/s².
  public func exactPosterior() throws(SamplingError) -> MultivariateNormal {
    let precision =
      Double(exampleCount) * noisePrecision
      + Matrix(diagonal: [Double](repeating: prior.precision, count: dimension))
    let total = (0..<dimension).map { observations.column($0).reduce(0, +) }
    return try MultivariateNormal(
      precision: precision, linearTerm: noisePrecision * total, parameterNames: parameterNames)
  }
}
