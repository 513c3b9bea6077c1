import Foundation

/// Wasserstein distances in one dimension, where the optimal coupling pairs quantiles:
///
///     W_p(F, G)ᵖ = ∫₀¹ |F⁻¹(u) − G⁻¹(u)|ᵖ du
///
/// All draws must be finite, and there must be at least one: check them first where a chain may have diverged.
///
/// Villani, *Topics in Optimal Transportation* (2003), theorem 2.18.
public enum WassersteinDistance {
  /// The power p.
  public enum Order: Sendable, Hashable, CaseIterable {
    /// W₁: the mean distance moved, also called the earth mover's distance.
    case one
    /// W₂: the root of the mean squared distance moved.
    case two

    func cost(_ difference: Double) -> Double { self == .one ? abs(difference) : difference * difference }

    func root(_ cost: Double) -> Double { self == .one ? cost : cost.squareRoot() }
  }

  /// The distance between two samples, in the draws' units.
  ///
  /// The samples may differ in size: their quantile functions are step functions, whose steps are merged without
  /// approximation. Weights, one for each draw, are not negative; only their ratios matter. O(n log n).
  public static func between(
    _ first: [Double], _ second: [Double], order: Order, firstWeights: [Double]? = nil,
    secondWeights: [Double]? = nil
  ) -> Double {
    let (n, m) = (Double(first.count), Double(second.count))
    // Unweighted draws count m and n units out of nm each: whole numbers, so that no rounding splits a pair.
    let isWeighted = firstWeights != nil || secondWeights != nil
    let a = Steps(first, weights: firstWeights, eachWeighs: isWeighted ? 1 / n : m)
    let b = Steps(second, weights: secondWeights, eachWeighs: isWeighted ? 1 / m : n)
    return order.root(a.cost(to: b, order) / (isWeighted ? 1 : n * m))
  }

  static func sorted(_ draws: [Double]) -> [Double] {
    precondition(!draws.isEmpty, "a distance needs at least one draw")
    precondition(draws.allSatisfy(\.isFinite), "a distance needs finite draws")
    return draws.sorted()
  }
}

/// A sample's quantile function: values in ascending order, and the length of each one's step.
private struct Steps {
  var values: [Double]
  var lengths: [Double]

  init(_ draws: [Double], weights: [Double]?, eachWeighs length: Double) {
    guard let weights else {
      values = WassersteinDistance.sorted(draws)
      lengths = [Double](repeating: length, count: draws.count)
      return
    }
    let total = weights.reduce(0, +)
    precondition(weights.count == draws.count, "\(weights.count) weights for \(draws.count) draws")
    precondition(
      weights.allSatisfy { $0 >= 0 } && total > 0 && total.isFinite, "weights must not be negative, nor all zero")
    precondition(draws.allSatisfy(\.isFinite), "a distance needs finite draws")
    let order = draws.indices.sorted { draws[$0] < draws[$1] }
    values = order.map { draws[$0] }
    lengths = order.map { weights[$0] / total }
  }

  func cost(to other: Steps, _ order: WassersteinDistance.Order) -> Double {
    var (i, j, sum) = (0, 0, 0.0)
    var (left, otherLeft) = (lengths[0], other.lengths[0])
    while true {
      let length = min(left, otherLeft)
      sum += length * order.cost(values[i] - other.values[j])
      left -= length
      otherLeft -= length
      // What rounding leaves of one sample when the other is used up is dropped.
      if left <= 0 {
        i += 1
        if i == values.count { return sum }
        left = lengths[i]
      }
      if otherLeft <= 0 {
        j += 1
        if j == other.values.count { return sum }
        otherLeft = other.lengths[j]
      }
    }
  }
}
