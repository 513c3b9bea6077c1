/// The energies of Hamiltonian chains, and what one trajectory's new momentum changes of them. Where the changes
/// are much the narrower, chains walk slowly through the energies.
///
/// Betancourt, "A Conceptual Introduction to Hamiltonian Monte Carlo", 2017, arXiv:1701.02434, section 6.2.
package struct EnergyOutline: Sendable {
  /// The density of the energies less their mean.
  package let marginal: DensityEstimate
  /// The density of the changes from one draw to the next.
  package let transition: DensityEstimate

  /// From the energies of each chain; nil where they never change or are not finite.
  package init?(_ chains: [[Double]]) {
    let energies = chains.flatMap(\.self)
    guard !energies.isEmpty, energies.allSatisfy(\.isFinite) else { return nil }
    let mean = energies.mean
    let changes = chains.flatMap { zip($0.dropFirst(), $0).map { $0 - $1 } }
    guard let marginal = DensityEstimate(energies.map { $0 - mean }), let transition = DensityEstimate(changes) else {
      return nil
    }
    (self.marginal, self.transition) = (marginal, transition)
  }
}
