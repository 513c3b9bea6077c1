import Foundation
import PosteriorDiagnostics

/// A sweep's result in the words of a format.
struct SweepReport {
  /// The model, data and settings in words, a line each.
  let description: [String]
  let result: SweepResult

  func text(_ format: Format) throws -> String {
    switch format {
    case .table: table()
    case .json: try json(result)
    case .csv: csv()
    }
  }

  /// One row a point; a cell is empty where a point has no such value.
  private func csv() -> String {
    let header =
      ["sampler", "batching", "learning_rate", "status", "diverged_at_step", "draws", "effective_sample_size"]
      + ["kl", "w2"].flatMap { name in
        ["", "_lower", "_upper", "_floor", "_resolved"].map { name + $0 }
      } + ["theory_kl", "theory_kl_error", "theory_w2", "warnings", "epochs_needed"]
    let rows = result.points.map { point in
      [
        point.sampler, point.batching ?? "", "\(point.learningRate)", point.status.rawValue,
        point.divergedAtStep.map { "\($0)" } ?? "", "\(point.draws)",
        point.effectiveSampleSize.map { "\($0)" } ?? "",
      ] + cells(point.kl) + cells(point.wasserstein2)
        + (point.theory.map { ["\($0.kl)", "\($0.error)", "\($0.wasserstein2)"] } ?? ["", "", ""])
        + [point.warnings.map { "\($0.count)" } ?? "", point.epochsNeeded.map { "\($0)" } ?? ""]
    }
    return ([header] + rows).map { $0.joined(separator: ",") + "\n" }.joined()
  }

  private func cells(_ divergence: DivergenceEstimate?) -> [String] {
    guard let divergence else { return [String](repeating: "", count: 5) }
    return ["\(divergence.estimate)", "\(divergence.lower)", "\(divergence.upper)", "\(divergence.floor)"]
      + ["\(divergence.resolved)"]
  }
}
