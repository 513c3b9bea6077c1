import Foundation

/// Nesterov's dual averaging of a step size's logarithm, towards an acceptance statistic α = δ:
///
///     x ← μ − √t/γ · H̄,   H̄ the mean of δ − α with weights that forget the first t₀,
///     μ = ln 10ε₀
///
/// The averaged x̄, of weights t^−κ, converges while x keeps exploring. t₀ = 10, κ = 0.75, and γ = 0.1 where Hoffman &
/// Gelman have 0.05. The acceptance falls faster above a step size than it rises below, so that the mean α of an x that
/// swings about x̄ is less than that of x̄, and x̄ accepts more than δ: in warm-ups of 1000 steps 0.85 to 0.88 for 0.8.
/// Swings are in proportion to 1/γ. With 0.1 such warm-ups end at 0.80 to 0.82.
///
/// Hoffman & Gelman, JMLR 15 (2014), section 3.2; Nesterov, Math. Program. 120 (2009), doi:10.1007/s10107-007-0149-x.
package struct DualAveraging: Sendable, Hashable, Codable {
  /// δ.
  package let targetAcceptance: Double
  private let center: Double
  private var count = 0.0
  private var meanShortfall = 0.0
  private var logStepSize: Double
  private var logAverage: Double

  /// Begins at a step size ε₀ that is about right.
  package init(stepSize: Double, targetAcceptance: Double = 0.8) {
    precondition(targetAcceptance > 0 && targetAcceptance < 1, "an acceptance cannot be \(targetAcceptance)")
    self.targetAcceptance = targetAcceptance
    center = log(10 * stepSize)
    logStepSize = log(stepSize)
    logAverage = 0
  }

  /// Whether its numbers are ones from which arithmetic stays finite. Files can hold anything.
  var isPossible: Bool {
    (0...1e15).contains(count) && [center, meanShortfall, logStepSize, logAverage].allSatisfy { abs($0) < 1e100 }
  }

  /// ε for the next step.
  package var stepSize: Double { exp(logStepSize) }

  /// ε to keep.
  package var averagedStepSize: Double { count > 0 ? exp(logAverage) : stepSize }

  /// Learns from a step's acceptance statistic, 0 to 1.
  package mutating func add(acceptance: Double) {
    count += 1
    let weight = 1 / (count + 10)
    meanShortfall += weight * (targetAcceptance - acceptance - meanShortfall)
    logStepSize = center - count.squareRoot() / 0.1 * meanShortfall
    logAverage += pow(count, -0.75) * (logStepSize - logAverage)
  }
}
