import Foundation
import PosteriorDiagnostics
import TextTable

extension SweepReport {
  /// The table of a sweep whose chains were not run.
  func theoryTable() -> String {
    let columns: [TextColumn<(SweepPoint, Double?)>] = [
      ("sampler", .left, { $0.0.label }),
      ("η", .right, { shortened($0.0.learningRate) }),
      ("KL", .right, { $0.0.theory.map { shortened($0.kl) } ?? "-" }),
      ("standard error", .right, { $0.0.theory.map { shortened($0.error) } ?? "-" }),
      ("slope", .right, { $0.1.map { String(format: "%.2f", $0) } ?? "" }),
      ("W₂", .right, { $0.0.theory.map { shortened($0.wasserstein2) } ?? "-" }),
      ("standard error", .right, { $0.0.theory?.wasserstein2Error.map(shortened) ?? "-" }),
    ]
    return study.description.joined(separator: "\n") + "\n\n"
      + textTable(Array(zip(result.points, theorySlopes())), columns) + "\n"
        + """
        η: absolute learning rate, θ ← θ − ηĝ + √(2η)ξ. KL in nats, W₂ in the parameters' units, \
        between each sampler's
        stationary law and the posterior. No chain was run; the standard errors are those of the orders of the \
        examples averaged over: '--orders' takes more.
        slope: d ln KL / d ln η from the rate before.

        """
  }

  private func theorySlopes() -> [Double?] {
    var last: SweepPoint?
    return result.points.map { point in
      defer { last = point }
      guard let last, last.label == point.label, let before = last.theory, let now = point.theory else { return nil }
      return log(now.kl / before.kl) / log(point.learningRate / last.learningRate)
    }
  }

  /// The largest relative standard error of the laws' KL, in words.
  func theoryError() -> String {
    let largest = result.points.compactMap(\.theory).filter { $0.error > 0 }.map { $0.error / $0.kl }.max()
    return largest.map { " Its KL has a standard error of up to \(shortened(100 * $0)) %." } ?? ""
  }
}
