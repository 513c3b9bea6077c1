import Foundation

/// What a step of ``RandomWalkMetropolis`` or ``MALA`` reports.
public struct MetropolisInfo: Sendable, Hashable {
  /// The probability with which the proposal was to be accepted; 0 where its log density is not finite.
  @usableFromInline package let acceptanceProbability: Double
  /// Whether the proposal was accepted.
  @usableFromInline package let isAccepted: Bool

  @inlinable
  init(acceptanceProbability: Double, isAccepted: Bool) {
    self.acceptanceProbability = acceptanceProbability
    self.isAccepted = isAccepted
  }
}

/// Accepts with probability α = min(1, exp(logRatio)): Metropolis et al., J. Chem. Phys. 21 (1953),
/// doi:10.1063/1.1699114; Hastings, Biometrika 57 (1970), doi:10.1093/biomet/57.1.97.
@inlinable
func metropolis(
  _ logRatio: Double, using random: inout some RandomSource
) -> (acceptance: Double, isAccepted: Bool) {
  // NaN, as from a log density that is not a number, compares false.
  let acceptance = logRatio >= 0 ? 1 : logRatio < 0 ? exp(logRatio) : 0
  return (acceptance, random.uniform() < acceptance)
}
