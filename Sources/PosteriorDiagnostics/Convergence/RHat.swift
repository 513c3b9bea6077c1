/// The potential scale reduction of several series of equal length, that stand one after another:
///
///     R̂ = √(((n − 1)/n W + B/n)/W)
///
/// with W the mean variance within a series and B n times the variance of their means. NaN for equal numbers, and ∞
/// for series that differ and are constant each.
func potentialScaleReduction(_ series: [Double], length: Int) -> Double {
  let moments = stride(from: 0, to: series.count, by: length).map {
    series.span.extracting($0..<$0 + length).moments
  }
  let n = Double(length)
  let within = moments.reduce(0) { $0 + $1.variance } / Double(moments.count)
  let between = n * moments.map(\.mean).variance
  guard within + between > 0 else { return .nan }
  return ((between / within + n - 1) / n).squareRoot()
}

extension ConvergenceDiagnostics {
  /// Nested R̂, for many short chains: K superchains of as many chains each, the chains of one started at one point.
  ///
  ///     nR̂ = √(1 + B/W)
  ///
  /// with B the variance of the superchains' means and W the superchains' mean of the variance between the means of
  /// their chains plus the mean variance within them. A chain may have a single draw.
  ///
  /// Margossian, Hoffman, Sountsov, Riou-Durand, Vehtari & Gelman, Bayesian Analysis 2024, arXiv:2110.13017.
  ///
  /// - Parameter superchains: For each chain the number of its superchain, each of which must come equally often.
  package func nestedRHat(superchains: [Int]) -> Double {
    precondition(superchains.count == chains.rowCount, "every chain needs the number of its superchain")
    let groups = Dictionary(grouping: 0..<chains.rowCount) { superchains[$0] }.sorted { $0.key < $1.key }.map(\.value)
    precondition(
      groups.count >= 2 && groups.allSatisfy { $0.count == groups[0].count },
      "nested R̂ needs at least two superchains of equally many chains")
    guard isFinite else { return .nan }
    let n = chains.columnCount
    let elements = chains.elements
    let moments = (0..<chains.rowCount).map { elements.span.extracting($0 * n..<($0 + 1) * n).moments }
    var means: [Double] = []
    var within: [Double] = []
    for group in groups {
      let groupMeans = group.map { moments[$0].mean }
      let groupVariances = group.map { moments[$0].variance }
      means.append(groupMeans.mean)
      within.append((group.count > 1 ? groupMeans.variance : 0) + (n > 1 ? groupVariances.mean : 0))
    }
    return (1 + means.variance / within.mean).squareRoot()
  }
}

/// The energy Bayesian fraction of missing information of one chain of Hamiltonian Monte Carlo:
///
///     E-BFMI = Σ (Eₙ − Eₙ₋₁)² / Σ (Eₙ − Ē)²
///
/// Below about 0.3 the momenta's resampling explores the energies too slowly. NaN for fewer than two energies or equal
/// ones.
///
/// Betancourt, "Diagnosing suboptimal cotangent disintegrations in Hamiltonian Monte Carlo", 2016, arXiv:1604.00695.
package func energyFractionOfMissingInformation(_ energies: [Double]) -> Double {
  guard energies.count >= 2 else { return .nan }
  let mean = energies.span.mean
  let changes = zip(energies, energies.dropFirst()).reduce(0) { $0 + ($1.1 - $1.0) * ($1.1 - $1.0) }
  return changes / energies.span.sum { ($0 - mean) * ($0 - mean) }
}
