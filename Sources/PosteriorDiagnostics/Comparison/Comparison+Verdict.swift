import Foundation
import PosteriorSampling

/// A distance that decides.
struct DecidingDistance {
  let name: String
  let length: ComparedLength
  /// What the length is divided by to be in standard deviations of the reference.
  var unit = 1.0
  let kind: Kind
  /// Of one parameter, the upper end of the interval.
  var upper: Double?

  enum Kind {
    /// Of one parameter: a match needs an interval that ends below the tolerance.
    case marginal
    /// Of two parameters: a match needs scatter below the tolerance, so that a difference would have been seen.
    case correlation
    /// Of all parameters together.
    case joint
  }

  /// The estimate, in standard deviations of the reference.
  var estimate: Double {
    let floor = length.scatter.floor
    return max(0, length.value * length.value - floor * floor).squareRoot() / unit
  }

  /// What the length has a chance of 5 % to exceed where there is no difference.
  var limit: Double { length.scatter.quantile(0.95) }
}

/// All of them, and what their scatter comes to together.
struct DecidingDistances {
  let distances: [DecidingDistance]
  /// The factor by which the distances' own limits hold for all at once: no more than 5 % of the replicates exceed it
  /// anywhere (Westfall & Young, *Resampling-Based Multiple Testing*, 1993).
  let factor: Double
  /// The share of the replicates whose worst distance, by its own limit, is as far out as the worst one seen.
  let jointProbability: Double

  init(_ distances: [DecidingDistance]) {
    self.distances = distances
    let limits = distances.map(\.limit)
    let count = distances.first?.length.scatter.values.count ?? 0
    let worst = (0..<count).map { replicate in
      zip(distances, limits).reduce(0.0) { $1.1 > 0 ? max($0, $1.0.length.scatter.values[replicate] / $1.1) : $0 }
    }
    factor = Scatter(worst).quantile(0.95)
    let seen = zip(distances, limits).reduce(0.0) { $1.1 > 0 ? max($0, $1.0.length.value / $1.1) : $0 }
    jointProbability = Double(1 + worst.count { $0 >= seen }) / Double(count + 1)
  }

  /// Those that are no chance.
  var significant: [DecidingDistance] {
    distances.filter { $0.length.value > factor * $0.limit }
  }
}

extension Comparison {
  /// Five effective draws in each block.
  static let smallestEffectiveSampleSize = 5.0 * Double(BlockMultipliers.blockCount)

  /// The verdict and its reason.
  static func decide(
    _ deciding: DecidingDistances, tolerance: Double, effectiveSampleSize: Double
  ) -> (Verdict, String) {
    func number(_ x: Double) -> String { String(format: "%.3g", x) }
    let size = "an effective sample size of \(number(effectiveSampleSize))"
    if effectiveSampleSize < smallestEffectiveSampleSize {
      return (
        .cannotTell, "\(size) is too small: at least \(number(smallestEffectiveSampleSize)) are needed for error bars"
      )
    }
    let differing = deciding.significant.filter { $0.estimate > tolerance }
    if let worst = differing.max(by: { $0.estimate < $1.estimate }) {
      return (
        .differ,
        "\(worst.name) differs by \(number(worst.estimate)) \(worst.kind.unitName) "
          + "(± \(number(worst.limit / worst.unit))), more than the "
          + "tolerance \(number(tolerance)), significantly at a family-wise 5 % level"
      )
    }
    let marginals = deciding.distances.compactMap { distance in distance.upper.map { (distance.name, $0) } }
    if let widest = marginals.max(by: { $0.1 < $1.1 }), widest.1 >= tolerance {
      return (
        .cannotTell,
        "at \(size) \(widest.0) may differ by up to \(number(widest.1)) standard deviations, more than the tolerance "
          + "\(number(tolerance)), but nothing above it is significant"
      )
    }
    let correlations = deciding.distances.filter { $0.kind == .correlation }
    if let dimmest = correlations.max(by: { $0.limit < $1.limit }), dimmest.limit >= tolerance {
      return (
        .cannotTell,
        "at \(size) a difference of \(dimmest.name) by \(number(dimmest.limit)), more than the "
          + "tolerance \(number(tolerance)), would not have been seen"
      )
    }
    let joint =
      deciding.jointProbability > 0.05
      ? "no difference of the joint laws is seen (p = \(number(deciding.jointProbability)))"
      : "the joint laws differ (p = \(number(deciding.jointProbability))), by less than the tolerance"
    return (
      .match,
      "every mean, standard deviation and W₁ is within \(number(marginals.map(\.1).max() ?? 0)) standard deviations "
        + "of the reference's (95 % intervals), less than the tolerance \(number(tolerance)), and \(joint)"
    )
  }
}

extension DecidingDistance.Kind {
  fileprivate var unitName: String {
    switch self {
    case .marginal: "standard deviations"
    case .correlation: "(Fisher's z)"
    case .joint: "standard deviations, were it a shift of one parameter's mean,"
    }
  }
}
