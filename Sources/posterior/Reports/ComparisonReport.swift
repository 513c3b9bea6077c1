import PosteriorDiagnostics
import TextTable

/// What `posterior compare` says of draws, as a table.
struct ComparisonReport {
  let comparison: Comparison

  func table() -> String {
    let wholes: [(String, DivergenceEstimate?)] = [
      ("KL between normals", comparison.gaussianKL), ("KL by nearest neighbours", comparison.neighbourKL),
      ("sliced W₂", comparison.slicedWasserstein2), ("W₂ by optimal transport", comparison.transport),
      ("Sinkhorn", comparison.sinkhorn), ("MMD²", comparison.meanDiscrepancy),
      ("KSD² from the gradients", comparison.steinDiscrepancy),
    ]
    let parts = comparison.parameters.flatMap { parameter in
      [
        ("\(parameter.name): mean", parameter.mean), ("\(parameter.name): sd", parameter.standardDeviation),
        ("\(parameter.name): W₁", parameter.wasserstein1), ("\(parameter.name): W₂", parameter.wasserstein2),
      ]
    }
    // Of many correlations, the one that differs most.
    let correlation = comparison.correlations.max { $0.difference.estimate < $1.difference.estimate }.map {
      ("artanh ρ of \($0.first), \($0.second)", $0.difference)
    }
    let rows = parts + (correlation.map { [$0] } ?? []) + wholes.compactMap { name, value in value.map { (name, $0) } }
    let columns: [TextColumn<(String, DivergenceEstimate)>] = [
      ("difference", .left, { $0.0 }),
      ("estimate", .right, { shortened($0.1.estimate) }),
      ("95 % interval", .left, { "[\(shortened($0.1.lower)), \(shortened($0.1.upper))]" }),
      ("floor", .right, { shortened($0.1.floor) }),
      ("resolved", .left, { $0.1.resolved ? "yes" : "no" }),
    ]
    let constants =
      comparison.constants.isEmpty
      ? "" : "constant and equal, set aside: \(comparison.constants.joined(separator: ", "))\n"
    let verdict = comparison.verdict == .cannotTell ? "cannot tell" : comparison.verdict.rawValue
    return textTable(rows, columns) + "\neffective draws: \(Int(comparison.effectiveSampleSize)), reference "
      + "\(Int(comparison.referenceEffectiveSampleSize))\n\(constants)\(verdict): \(comparison.reason)\n"
  }
}
