import Foundation

/// The distances that decide: those of each parameter's mean, standard deviation and W₁.
struct DecidingDistance {
  let name: String
  let distance: ExchangedDistance
  let estimate: DivergenceEstimate
}

extension Comparison {
  /// Five effective draws in each block.
  static let smallestEffectiveSampleSize = 5.0 * Double(BlockExchange.blockCount)

  /// The verdict and its reason.
  ///
  /// Family-wise limits are the distances' own 95 % quantiles, all raised by the one factor that no more than 5 % of
  /// the exchanges exceed anywhere (Westfall & Young, *Resampling-Based Multiple Testing*, 1993).
  static func decide(
    _ distances: [DecidingDistance], raisedBy factor: Double, tolerance: Double, effectiveSampleSize: Double
  ) -> (Verdict, String) {
    func number(_ x: Double) -> String { String(format: "%.3g", x) }
    let size = "an effective sample size of \(number(effectiveSampleSize))"
    if effectiveSampleSize < smallestEffectiveSampleSize {
      return (
        .cannotTell, "\(size) is too small: at least \(number(smallestEffectiveSampleSize)) are needed for error bars"
      )
    }
    let differing = distances.filter {
      $0.distance.value > factor * $0.distance.quantile(0.95) && $0.estimate.estimate > tolerance
    }
    if let worst = differing.max(by: { $0.estimate.estimate < $1.estimate.estimate }) {
      return (
        .differ,
        "\(worst.name) differs by \(number(worst.estimate.estimate)) standard deviations (95 % interval "
          + "\(number(worst.estimate.lower)) to \(number(worst.estimate.upper))), more than the tolerance "
          + "\(number(tolerance)), significantly at a family-wise 5 % level"
      )
    }
    guard let widest = distances.max(by: { $0.estimate.upper < $1.estimate.upper }) else { return (.cannotTell, "") }
    if widest.estimate.upper < tolerance {
      return (
        .match,
        "every mean, standard deviation and W₁ is within \(number(widest.estimate.upper)) standard deviations of "
          + "the reference's (95 % intervals), less than the tolerance \(number(tolerance))"
      )
    }
    return (
      .cannotTell,
      "at \(size) \(widest.name) may differ by up to \(number(widest.estimate.upper)) standard deviations, more than "
        + "the tolerance \(number(tolerance)), but nothing above it is significant"
    )
  }
}
