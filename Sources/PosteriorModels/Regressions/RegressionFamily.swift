internal import CPosteriorKernels
import Foundation

/// What the responses of a regression are, given their linear predictors λ = xᵀβ.
public enum RegressionFamily: Sendable, Hashable {
  /// y ~ N(λ, σ²), σ known.
  case linear(noiseStandardDeviation: Double)
  /// P(y = 1) = 1/(1 + e^(−λ)), y ∈ {0, 1}.
  case logistic
  /// y ~ Poisson(e^λ).
  case poisson
}

extension RegressionFamily {
  /// Whether a number may be a response.
  package func allows(_ response: Double) -> Bool {
    switch self {
    case .linear: abs(response) <= 1e150
    case .logistic: response == 0 || response == 1
    case .poisson: response >= 0 && response <= 1e9 && response == response.rounded()
    }
  }

  /// Replaces linear predictors by scores ∂ ln p(y | λ)/∂λ.
  func replace(_ predictors: UnsafeMutableBufferPointer<Double>, byScoresOf response: (Int) -> Double) {
    switch self {
    case .linear(let noise):
      for i in predictors.indices { predictors[i] = (response(i) - predictors[i]) / (noise * noise) }
    case .logistic:
      // y − 1/(1 + e^−λ), which is s/(1 + e^sλ) with s = 2y − 1: exact in both tails.
      for i in predictors.indices { predictors[i] *= 1 - 2 * response(i) }
      cpk_logistic(predictors.baseAddress, predictors.count)
      for i in predictors.indices { predictors[i] *= 2 * response(i) - 1 }
    case .poisson:
      cpk_exp(predictors.baseAddress, predictors.count)
      for i in predictors.indices { predictors[i] = response(i) - min(predictors[i], 1e300) }
    }
  }

  /// ln p(y | λ), for counts up to the constant −ln y!.
  func logLikelihood(_ response: Double, atPredictor predictor: Double) -> Double {
    switch self {
    case .linear(let noise):
      let residual = (response - predictor) / noise
      return -0.5 * residual * residual + constant
    case .logistic:
      let margin = (2 * response - 1) * predictor
      return min(margin, 0) - log1p(exp(-abs(margin)))
    case .poisson: return response * predictor - exp(predictor)
    }
  }

  /// −∂² ln p(y | λ)/∂λ², which does not depend on y.
  func curvature(atPredictor predictor: Double) -> Double {
    switch self {
    case .linear(let noise): return 1 / (noise * noise)
    case .logistic:
      let odds = exp(-abs(predictor))
      return odds / ((1 + odds) * (1 + odds))
    case .poisson: return min(exp(predictor), 1e300)
    }
  }

  /// The part of ln p(y | λ) that depends on neither.
  var constant: Double { if case .linear(let noise) = self { -0.5 * logOf2Pi - log(noise) } else { 0 } }

  /// Σ ln p(y | λ) less its ``constant`` over all rows of a block, for counts up to Σ −ln y!; its gradient is added
  /// where there is room for one: regression.c.
  func add(
    _ rows: LentRows, at position: UnsafeBufferPointer<Double>, gradient: UnsafeMutableBufferPointer<Double>?,
    threads: Int
  ) -> Double {
    let count = rows.rowCount
    // An array that is passed as a pointer is lent until the call returns.
    func pass(
      _ family: Int, _ responses: UnsafeRawPointer, _ zeros: UnsafePointer<Double>?, _ scale: Double
    ) -> Double {
      rows.withDoubles(position.count) { design in
        var regression = cpk_regression(
          family: Int32(family), design: design, rows: count, columns: position.count, responses: responses,
          offsets: zeros, log_factorials: zeros)
        return cpk_add_regression(&regression, position.baseAddress, scale, threads, gradient?.baseAddress)
      }
    }
    let responses = Array(UnsafeBufferPointer(start: rows.responses, count: count))
    switch self {
    case .linear(let noise):
      return pass(CPK_NORMAL, responses, nil, 1 / (noise * noise)) / (noise * noise)
    case .logistic: return pass(CPK_BERNOULLI, responses.map { $0 == 1 ? Int8(1) : -1 }, nil, 1)
    case .poisson:
      return pass(CPK_POISSON, responses.map { Int($0) }, [Double](repeating: 0, count: count), 1)
    }
  }
}
