import Foundation
import PosteriorDiagnostics

extension SweepReport {
  /// The columns of a sweep whose chains were not run.
  var theoryColumns: [TextColumn<Row>] {
    [
      ("sampler", .left, { $0.point.label }),
      ("η", .right, { shortened($0.point.learningRate) }),
      ("KL", .right, { $0.theory(\.kl) }),
      ("standard error", .right, { $0.theory(\.error) }),
      ("slope", .right, { $0.slope.map { String(format: "%.2f", $0) } ?? "" }),
      ("W₂", .right, { $0.theory(\.wasserstein2) }),
      ("standard error", .right, { $0.point.theory?.wasserstein2Error.map(shortened) ?? "-" }),
    ]
  }

  var theoryNotes: [String] {
    [
      "η: absolute learning rate, θ ← θ − ηĝ + √(2η)ξ. KL in nats, W₂ in the parameters' units, between each "
        + "sampler's stationary law and the posterior.",
      "No chain was run; the standard errors are those of the orders of the "
        + "examples averaged over: '--orders' takes more.",
      "slope: d ln KL / d ln η from the rate before.",
    ]
  }

  func theorySlopes() -> [Double?] {
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
