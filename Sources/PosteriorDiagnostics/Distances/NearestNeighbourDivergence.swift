import Foundation
public import PosteriorSampling

/// The Kullback–Leibler divergence of a sample's law from another's, in nats, estimated from distances to k-th
/// nearest neighbours: no density need be known or fitted.
///
/// For a draw xᵢ, let ρᵢ be the distance to its k-th nearest other draw, and νᵢ to its k-th nearest reference
/// draw:
///
///     KL ≈ (1/n) Σᵢ d ln(νᵢ/ρᵢ) + ln(m/(n − 1))
///
/// Each density is estimated with a bias of its own, E ln p̂ − ln p ≈ ψ(k) − ln k; with the same k on both
/// sides the two ψ(k) cancel. Against a known density only one is left, and it is taken off.
///
/// **Copies.** Draws equal to xᵢ, which a sampler that rejects leaves behind, are left out on both sides: ρᵢ and
/// νᵢ are k-th smallest *positive* distances, and the counts m and n − 1 are those of the draws that differ from
/// xᵢ. The divergence is +∞ where fewer than k do, as when a chain is stuck.
///
/// Estimates may be negative. Draws close in time must not be neighbours because of it: thin a correlated chain. Errors
/// shrink as n^(−1/2) in few dimensions, but the bias only as n^(−1/d): beyond some ten dimensions compare moments.
///
/// Wang, Kulkarni & Verdú, IEEE Trans. Inf. Theory 55 (2009), doi:10.1109/TIT.2009.2016060; Kozachenko & Leonenko,
/// Probl. Inf. Transm. 23 (1987).
public enum NearestNeighbourDivergence {
  /// KL(draws ‖ reference) between two samples, n × d and m × d, draws in rows.
  ///
  /// All draws must be finite. O((n + m) log(n + m)) in few dimensions.
  public static func kl(of draws: Matrix, from reference: Matrix, neighbours k: Int = 5) -> Double {
    precondition(
      draws.columnCount == reference.columnCount,
      "samples in \(draws.columnCount) and \(reference.columnCount) dimensions have no divergence")
    precondition(k >= 1, "the number of neighbours must be positive, not \(k)")
    let tree = KDTree(draws)
    let own = tree.neighbours(k, of: draws, order: tree.order)
    let other = KDTree(reference).neighbours(k, of: draws, order: tree.order)
    let d = Double(draws.columnCount)
    var sum = 0.0
    for i in 0..<draws.rowCount {
      let counts = Double(reference.rowCount - other.copies[i]) / Double(draws.rowCount - own.copies[i])
      guard own.squaredDistances[i].isFinite, other.squaredDistances[i].isFinite else { return .infinity }
      sum += 0.5 * d * log(other.squaredDistances[i] / own.squaredDistances[i]) + log(counts)
    }
    return sum / Double(draws.rowCount)
  }

  /// KL(draws ‖ posterior) of a sample, n × d with draws in rows, from a known density:
  ///
  ///     KL ≈ (1/n) Σᵢ [ψ(k) − ln(n − 1) − ln Vρᵢᵈ − ln p(xᵢ)],   V the volume of the unit ball
  ///
  /// All draws must be finite. O(n log n) in few dimensions.
  public static func kl(of draws: Matrix, from posterior: some ExactPosterior, neighbours k: Int = 5) -> Double {
    precondition(
      draws.columnCount == posterior.dimension,
      "draws in \(draws.columnCount) dimensions have no divergence from a law in \(posterior.dimension)")
    precondition(k >= 1, "the number of neighbours must be positive, not \(k)")
    let tree = KDTree(draws)
    let own = tree.neighbours(k, of: draws, order: tree.order)
    let d = Double(draws.columnCount)
    let logVolume = 0.5 * d * log(Double.pi) - SpecialFunctions.logGamma(0.5 * d + 1)
    var sum = 0.0
    for i in 0..<draws.rowCount {
      guard own.squaredDistances[i].isFinite else { return .infinity }
      let logMass = SpecialFunctions.digamma(Double(k)) - log(Double(draws.rowCount - own.copies[i]))
      let logBall = logVolume + 0.5 * d * log(own.squaredDistances[i])
      sum += logMass - logBall - posterior.logDensity(at: draws.row(i).span)
    }
    return sum / Double(draws.rowCount)
  }
}
