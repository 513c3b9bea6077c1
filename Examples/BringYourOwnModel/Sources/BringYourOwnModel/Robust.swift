import Foundation
import PosteriorDiagnostics

/// A model of one's own: regression with Student-t noise (4 degrees of freedom, scale 45), β ~ N(0, 200²).
struct Robust: Posterior {
  let x: Matrix, y: [Double], names: [String]
  var dimension: Int { x.columnCount }
  var exampleCount: Int { x.rowCount }
  var parameterNames: [String] { names }
  func logPrior(at θ: Span<Double>) -> Double { -0.5 * θ.dot(θ) / 4e4 }
  func addLogPriorGradient(at θ: Span<Double>, to g: inout MutableSpan<Double>) { g.add(-1 / 4e4, times: θ) }
  func logLikelihood(of i: Int, at θ: Span<Double>) -> Double {
    let r = (y[i] - x.dot(row: i, θ)) / 45
    return -2.5 * log1p(r * r / 4)
  }
  func addLogLikelihoodGradient(of i: Int, at θ: Span<Double>, scaledBy s: Double, to g: inout MutableSpan<Double>) {
    let r = (y[i] - x.dot(row: i, θ)) / 45
    g.add(s * 5 * r / (4 + r * r) / 45, timesRow: i, of: x)
  }
}
