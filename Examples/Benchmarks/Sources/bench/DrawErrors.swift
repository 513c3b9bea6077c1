import Foundation
import PeerCases
import PosteriorDiagnostics

extension SamplingRow {
  /// Notes how far the draws are from the truth, as common.py does for the peers. Of each chain the first tenth is dropped.
  mutating func note(_ draws: Draws, of problem: PeerCase) {
    guard let truth = problem.truth else {
      lossOfMeanOfLastTenth = loss(of: DrawMoments(of: draws, from: 9 * steps / 10).mean, problem)
      lossAtStart = loss(of: problem.start, problem)
      return
    }
    let moments = DrawMoments(of: draws, from: steps / 10)
    let trace = truth.covariance.diagonal.reduce(0, +)
    meanErr = zip(moments.mean, truth.mean).map(-).norm / trace.squareRoot()
    covRatio = moments.covariance.diagonal.reduce(0, +) / trace
    covRelErr = moments.covariance.relativeDistance(to: truth.covariance)
    covVsSgld = truth.sgldCovariance.map { moments.covariance.relativeDistance(to: $0) }
  }

  /// N/(2σ²) (mean squared residual + decay · |w|²).
  private func loss(of weights: [Double], _ problem: PeerCase) -> Double {
    let (model, sigma, decay) = (problem.network, problem.settings.sigma ?? 1, problem.settings.decay ?? 0)
    let residuals = model.responses.indices.map { i in
      model.network.outputs(for: model.inputs.row(i), at: weights)[0] - model.responses[i]
    }
    let n = Double(residuals.count)
    return n / (2 * sigma * sigma) * (residuals.dot(residuals) / n + decay * weights.dot(weights))
  }
}

private struct DrawMoments {
  let mean: [Double]
  let covariance: Matrix

  /// The moments of all chains' draws together, of each chain from one of its draws on.
  init(of draws: Draws, from first: Int) {
    let (d, length) = (draws.dimension, draws.drawsPerChain)
    let places = (0..<draws.chainCount).flatMap { chain in
      (chain * length + first..<(chain + 1) * length).map { $0 * d }
    }
    let (values, count) = (draws.values, Double(places.count))
    var mean = [Double](repeating: 0, count: d)
    for place in places { for j in 0..<d { mean[j] += values[place + j] / count } }
    var products = Matrix(rowCount: d, columnCount: d)
    var deviation = mean
    for place in places {
      for j in 0..<d { deviation[j] = values[place + j] - mean[j] }
      for j in 0..<d { for k in 0...j { products[j, k] += deviation[j] * deviation[k] } }
    }
    for j in 0..<d { for k in 0...j { products[j, k] /= count - 1; products[k, j] = products[j, k] } }
    (self.mean, covariance) = (mean, products)
  }
}

extension [Double] {
  fileprivate var norm: Double { dot(self).squareRoot() }
}

extension Matrix {
  /// The Frobenius norm of the difference, over that of the other.
  fileprivate func relativeDistance(to other: Matrix) -> Double {
    zip(elements, other.elements).map(-).norm / other.elements.norm
  }
}
