/// The state of a chain whose proposals follow the gradient: ``MALA`` and ``HMC``.
public struct HamiltonianState: SamplerState {
  @usableFromInline var current: PhasePoint
  /// Room for a proposal, so that a step allocates nothing.
  @usableFromInline var proposal: PhasePoint

  @inlinable
  init(_ target: some LogDensity, at position: [Double]) throws(SamplingError) {
    current = try PhasePoint(target, at: position)
    proposal = PhasePoint(dimension: position.count)
  }

  /// A chain at a point whose log density and gradient are known.
  init(_ point: PhasePoint) {
    current = point
    proposal = PhasePoint(dimension: point.position.count)
  }

  /// Where the chain is: d elements.
  public var position: [Double] { current.position }
  /// ln p there, up to a constant.
  package var logDensity: Double { current.logDensity }
  /// ∇ln p there: d elements.
  package var gradient: [Double] { current.gradient }

  /// Proposes the end of `stepCount` leapfrog steps from a fresh momentum, and accepts it with probability
  /// min(1, exp(H − H′)).
  @inlinable
  mutating func propose(
    _ target: some LogDensity, metric: Metric, stepSize: Double, stepCount: Int, using random: inout some RandomSource
  ) -> (acceptance: Double, isAccepted: Bool, energyError: Double) {
    current.refreshMomentum(metric, using: &random)
    proposal.copy(current)
    for step in 1...stepCount {
      proposal.leapfrog(target, metric: metric, stepSize: stepSize, measures: step == stepCount)
    }
    let energyError = proposal.energy - current.energy
    let (acceptance, isAccepted) = metropolis(-energyError, using: &random)
    if isAccepted { swap(&current, &proposal) }
    return (acceptance, isAccepted, energyError)
  }
}
