import Foundation

/// The generalised Pareto distribution: P(X > x) = (1 + kx/σ)^(−1/k). What exceeds a high threshold has nearly this
/// law.
package struct GeneralizedPareto: Sendable, Hashable {
  /// k: the tail is the heavier the larger it is. From ½ on there is no variance, from 1 on no mean.
  package let shape: Double
  /// σ.
  package let scale: Double

  package init(shape: Double, scale: Double) { (self.shape, self.scale) = (shape, scale) }

  /// The fit to positive numbers in ascending order, five or more.
  ///
  /// The mean of θ = −k/σ over a grid, weighted by the profile likelihood (Zhang & Stephens, Technometrics 51, 2009,
  /// doi:10.1198/tech.2009.08017). Of k the estimate is drawn towards ½ as by ten observations (Vehtari, Simpson,
  /// Gelman, Yao & Gabry, JMLR 25(72), 2024, arXiv:1507.02646).
  package init(fitting x: [Double]) {
    precondition(x.count > 4, "\(x.count) numbers are too few for a tail")
    let n = Double(x.count)
    func shape(_ θ: Double) -> Double { x.reduce(0) { $0 + log1p(-θ * $1) } / n }
    let quartile = x[Int(n / 4 + 0.5) - 1]
    let count = 30 + Int(n.squareRoot())
    let grid = (1...count).map { j -> Double in
      let root = (Double(count) / (Double(j) - 0.5)).squareRoot()
      return 1 / x[x.count - 1] + (1 - root) / (3 * quartile)
    }
    let logLikelihoods = grid.map { θ -> Double in
      let k = shape(θ)
      return n * (log(-θ / k) - k - 1)
    }
    let highest = logLikelihoods.max() ?? 0
    let weights = logLikelihoods.map { exp($0 - highest) }
    let least = 10 * Double.ulpOfOne * weights.reduce(0, +)
    var (total, sum) = (0.0, 0.0)
    for (θ, weight) in zip(grid, weights) where weight >= least {
      total += weight
      sum += weight * θ
    }
    let θ = sum / total
    let k = shape(θ)
    self.init(shape: (n * k + 5) / (n + 10), scale: -k / θ)
  }

  /// The x below which a share of the values is.
  package func quantile(_ p: Double) -> Double {
    let t = -log1p(-p)
    return scale * (abs(shape) < .ulpOfOne ? t : expm1(shape * t) / shape)
  }
}
