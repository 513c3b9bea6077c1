import Foundation
import PosteriorDiagnostics

// What a user would write who did not know that the library has these models: ten lines each, without unsafe code.

/// Linear regression with unit noise, β ~ N(0, I).
struct UserLinearRegression: Posterior {
  let x: Matrix, y: [Double]
  var dimension: Int { x.columnCount }
  var exampleCount: Int { x.rowCount }
  var parameterNames: [String] { (1...dimension).map { "β\($0)" } }
  func logPrior(at β: Span<Double>) -> Double { -0.5 * β.dot(β) }
  func addLogPriorGradient(at β: Span<Double>, to g: inout MutableSpan<Double>) { g.add(-1, times: β) }
  func logLikelihood(of i: Int, at β: Span<Double>) -> Double { -0.5 * pow(y[i] - x.dot(row: i, β), 2) }
  func addLogLikelihoodGradient(of i: Int, at β: Span<Double>, scaledBy s: Double, to g: inout MutableSpan<Double>) {
    g.add(s * (y[i] - x.dot(row: i, β)), timesRow: i, of: x)
  }
}

/// Logistic regression with responses 0 or 1, β ~ N(0, I).
struct UserLogisticRegression: Posterior {
  let x: Matrix, y: [Double]
  var dimension: Int { x.columnCount }
  var exampleCount: Int { x.rowCount }
  var parameterNames: [String] { (1...dimension).map { "β\($0)" } }
  func logPrior(at β: Span<Double>) -> Double { -0.5 * β.dot(β) }
  func addLogPriorGradient(at β: Span<Double>, to g: inout MutableSpan<Double>) { g.add(-1, times: β) }
  func logLikelihood(of i: Int, at β: Span<Double>) -> Double {
    let predictor = x.dot(row: i, β)
    return y[i] * predictor - max(predictor, 0) - log1p(exp(-abs(predictor)))
  }
  func addLogLikelihoodGradient(of i: Int, at β: Span<Double>, scaledBy s: Double, to g: inout MutableSpan<Double>) {
    g.add(s * (y[i] - 1 / (1 + exp(-x.dot(row: i, β)))), timesRow: i, of: x)
  }
}
