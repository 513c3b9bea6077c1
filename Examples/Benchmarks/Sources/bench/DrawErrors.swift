import Foundation
import PeerCases
import PosteriorDiagnostics

extension SamplingRow {
  /// Notes how far the draws are from the truth, as common.py does for the peers.
  ///
  /// - Parameter chains: The positions of each chain, d numbers each. Of each chain the first tenth is dropped.
  mutating func note(_ chains: [[Double]], of problem: PeerCase) {
    let d = problem.settings.dimension
    guard let truth = problem.truth else {
      let last = chains[0].suffix(max(1, steps / 10) * d)
      lossOfMeanOfLastTenth = loss(of: Moments(of: [Array(last)], dimension: d).mean, problem)
      lossAtStart = loss(of: problem.start, problem)
      return
    }
    let moments = Moments(of: chains.map { Array($0.dropFirst(steps / 10 * d)) }, dimension: d)
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

extension Moments {
  /// The moments of positions of `d` numbers each, of all chains together.
  init(of chains: [[Double]], dimension d: Int) {
    let count = Double(chains.reduce(0) { $0 + $1.count } / d)
    var sum = [Double](repeating: 0, count: d)
    for chain in chains { for (place, value) in chain.enumerated() { sum[place % d] += value } }
    let mean = sum.map { $0 / count }
    var products = Matrix(rowCount: d, columnCount: d)
    var deviation = mean
    for chain in chains {
      for first in stride(from: 0, to: chain.count, by: d) {
        for j in 0..<d { deviation[j] = chain[first + j] - mean[j] }
        for j in 0..<d { for k in 0...j { products[j, k] += deviation[j] * deviation[k] } }
      }
    }
    for j in 0..<d { for k in 0...j { products[j, k] /= count - 1; products[k, j] = products[j, k] } }
    self.init(mean: mean, covariance: products)
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
