import PosteriorSampling

/// Wasserstein distances in one dimension, where the optimal coupling pairs quantiles:
///
///     W_p(F, G)ᵖ = ∫₀¹ |F⁻¹(u) − G⁻¹(u)|ᵖ du
///
/// All draws must be finite, and there must be at least one: check them first where a chain may have diverged.
///
/// Villani, *Topics in Optimal Transportation* (2003), theorem 2.18.
public enum WassersteinDistance {
  /// The power p of the distances whose mean is minimised: (E|X − Y|ᵖ)^(1/p).
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
    let distances = between(first, second, firstWeights: firstWeights, secondWeights: secondWeights)
    return order == .one ? distances.one : distances.two
  }

  /// W₁ and W₂ between two samples, in the draws' units, for the price of one of them.
  public static func between(
    _ first: [Double], _ second: [Double], firstWeights: [Double]? = nil, secondWeights: [Double]? = nil
  ) -> (one: Double, two: Double) {
    var costs: SampleCoupling.Costs
    if firstWeights == nil && secondWeights == nil {
      var coupling = SampleCoupling()
      costs = coupling.costs(first.span, second.span)
    } else {
      costs = WeightedSteps(first, firstWeights).costs(to: WeightedSteps(second, secondWeights))
    }
    return (costs.one, costs.two.squareRoot())
  }
}

/// A weighted sample's quantile function: values in ascending order, and the length of each one's step.
private struct WeightedSteps {
  private var values: [Double] = []
  private var lengths: [Double]

  init(_ draws: [Double], _ weights: [Double]?) {
    let weights = weights ?? [Double](repeating: 1, count: draws.count)
    let total = weights.reduce(0, +)
    precondition(!draws.isEmpty, "a distance needs at least one draw")
    precondition(weights.count == draws.count, "\(weights.count) weights for \(draws.count) draws")
    precondition(
      weights.allSatisfy { $0 >= 0 } && total > 0 && total.isFinite, "weights must not be negative, nor all zero")
    precondition(draws.allSatisfy(\.isFinite), "a distance needs finite draws")
    var places: [Int32] = []
    draws.span.sort(into: &values, places: &places)
    lengths = places.map { weights[Int($0)] / total }
  }

  func costs(to other: WeightedSteps) -> SampleCoupling.Costs {
    var (i, j) = (0, 0)
    var costs: SampleCoupling.Costs = (0, 0)
    var (left, otherLeft) = (lengths[0], other.lengths[0])
    while true {
      let length = min(left, otherLeft)
      let difference = values[i] - other.values[j]
      costs.one += length * abs(difference)
      costs.two += length * (difference * difference)
      left -= length
      otherLeft -= length
      // What rounding leaves of one sample when the other is used up is dropped.
      if left <= 0 {
        i += 1
        if i == values.count { return costs }
        left = lengths[i]
      }
      if otherLeft <= 0 {
        j += 1
        if j == other.values.count { return costs }
        otherLeft = other.lengths[j]
      }
    }
  }
}
