import Foundation
import PosteriorModels

/// Bayesian linear regression with unknown noise under any priors, in the parameters (β, ln σ):
///
///     yᵢ ~ N(xᵢᵀβ, σ²),   βⱼ ~ a ``Prior``,   σ ~ a ``ScalePrior``
///
/// Unlike ``LinearRegressionUnknownNoise`` the prior on β does not depend on σ, so that there is no closed form. The
/// density is that of (β, ln σ), the Jacobian included; reported are (β, σ).
struct NonconjugateLinearRegression: NoisyRegression {
  /// The prior on each coefficient.
  let prior: Prior
  /// The prior on σ.
  let noisePrior: ScalePrior
  /// The design X: N × d.
  let design: Matrix
  /// The N responses y.
  let responses: [Double]
  /// The coefficients' names, then "ln σ".
  let parameterNames: [String]
  /// How many threads share a pass over all examples at the most: 1 unless set. Results are the same bits on any
  /// number.
  var threads = 1

  /// A model of N responses on an N × d design.
  init(design: Matrix, responses: [Double], prior: Prior, noisePrior: ScalePrior) {
    self.prior = prior
    self.noisePrior = noisePrior
    precondition(responses.count == design.rowCount, "a response for each example")
    self.design = design
    self.responses = responses
    parameterNames = (1...design.columnCount).map { "β[\($0)]" } + ["ln σ"]
  }

  /// The coefficients' names, then "σ".
  var reportedNames: [String] { parameterNames.dropLast() + ["σ"] }

  /// Writes the coefficients, then σ in place of ln σ.
  func report(_ position: Span<Double>, into values: inout MutableSpan<Double>) {
    let d = dimension - 1
    for j in 0..<d { values[j] = position[j] }
    values[d] = exp(position[d])
  }

  /// The Hessian, and the way back from σ to ln σ.
  var capabilities: Capabilities {
    var capabilities = Capabilities(hessian: self)
    capabilities.reportInverse = self
    return capabilities
  }

  /// ln p(β, ln σ).
  func logPrior(at position: Span<Double>) -> Double {
    let d = dimension - 1
    return prior.logDensity(at: position.extracting(first: d)) + noisePrior.logDensity(ofLogarithm: position[d])
  }

  /// Adds ∇ ln p(β, ln σ).
  func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    let d = dimension - 1
    prior.addGradient(at: position.extracting(first: d), to: &gradient)
    gradient[d] += noisePrior.derivative(ofLogarithm: position[d])
  }
}

extension NonconjugateLinearRegression: InvertibleReport {
  /// d + 1.
  var definingCount: Int { dimension }

  /// The coefficients, then ln σ in place of σ.
  func position(reporting values: [Double]) throws(ReportError) -> [Double] {
    let sigma = values[dimension - 1]
    guard sigma > 0, sigma.isFinite else { throw ReportError("σ", "is \(sigma), and must be above 0") }
    return values.dropLast() + [log(sigma)]
  }
}
