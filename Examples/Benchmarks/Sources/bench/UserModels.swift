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

/// Logistic regression with responses 0 or 1, β ~ N(0, I): a model that depends on β through xᵢᵀβ alone writes three numbers for each
/// example, and the library goes through the rows.
struct UserLogisticRegression: GeneralizedLinearModel {
  let design: Matrix, y: [Double]
  var parameterNames: [String] { (1...dimension).map { "β\($0)" } }
  func logPrior(at β: Span<Double>) -> Double { -0.5 * β.dot(β) }
  func addLogPriorGradient(at β: Span<Double>, to g: inout MutableSpan<Double>) { g.add(-1, times: β) }
  func logLikelihood(of i: Int, atPredictor λ: Double) -> Double { y[i] * λ - max(λ, 0) - log1p(exp(-abs(λ))) }
  func score(of i: Int, atPredictor λ: Double) -> Double { y[i] - probability(λ) }
  func curvature(of i: Int, atPredictor λ: Double) -> Double { probability(λ) * (1 - probability(λ)) }
  private func probability(_ λ: Double) -> Double { 1 / (1 + exp(-λ)) }
}
