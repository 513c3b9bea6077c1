import Foundation

/// Importance weights the largest of which are replaced by expected values of a fitted tail: Pareto smoothed importance
/// sampling (Vehtari, Simpson, Gelman, Yao & Gabry, JMLR 25(72), 2024, arXiv:1507.02646).
package struct SmoothedWeights: Sendable {
  /// The logarithms of the weights, whose sum is 1.
  package private(set) var logarithms: [Double]
  /// k̂ of the tail. Infinite where the tail is too short to be fitted; NaN where all weights are the same, so that
  /// there is nothing to smooth.
  package private(set) var shape: Double

  /// - Parameters:
  ///   - logRatios: The logarithms of the importance ratios, up to a constant, all finite.
  ///   - relativeEfficiency: The effective number of draws over their number.
  package init(logRatios: [Double], relativeEfficiency: Double) {
    let (largest, least) = (logRatios.max() ?? 0, logRatios.min() ?? 0)
    logarithms = logRatios.map { $0 - largest }
    shape = largest - least < 1e-12 ? .nan : .infinity
    if shape == .infinity { smooth(relativeEfficiency) }
    let sum = logarithms.logSumExp
    for i in logarithms.indices { logarithms[i] -= sum }
  }

  private mutating func smooth(_ relativeEfficiency: Double) {
    let count = Double(logarithms.count)
    let tailCount = Int(min(count / 5, 3 * (count / relativeEfficiency).squareRoot()).rounded(.up))
    guard tailCount < logarithms.count else { return }
    var (sorted, places) = ([Double](), [Int32]())
    logarithms.span.sort(into: &sorted, places: &places)
    let cutoff = max(sorted[sorted.count - tailCount - 1], log(Double.leastNormalMagnitude))
    let first = sorted.partitioningIndex { $0 > cutoff }
    guard sorted.count - first > 4 else { return }
    let threshold = exp(cutoff)
    let fit = GeneralizedPareto(fitting: sorted[first...].map { exp($0) - threshold })
    guard fit.shape.isFinite, fit.scale > 0 else { return }
    shape = fit.shape
    let length = Double(sorted.count - first)
    for i in first..<sorted.count {
      let smoothed = log(fit.quantile((Double(i - first) + 0.5) / length) + threshold)
      // No weight is above the largest raw one.
      logarithms[Int(places[i])] = min(0, smoothed)
    }
  }
}

extension [Double] {
  /// ln Σ exp xᵢ.
  var logSumExp: Double {
    guard let largest = self.max(), largest.isFinite else { return self.max() ?? -.infinity }
    return largest + log(span.sum { exp($0 - largest) })
  }
}
