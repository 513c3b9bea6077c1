import Foundation
import PosteriorDiagnostics

extension SweepReport {
  /// The table for a person, with what it says in words below it.
  func table() -> String {
    description.joined(separator: "\n") + "\n\n"
      + (rows.isEmpty ? "no point was finished\n" : textTable(rows, columns)) + "\n"
      + (notes + comparisons).map { $0 + "\n" }.joined()
  }

  /// Whether no chain was run.
  private var isTheory: Bool { !result.points.isEmpty && result.points.allSatisfy { $0.status == .notRun } }

  var rows: [Row] { zip(result.points, isTheory ? theorySlopes() : localSlopes()).map(Row.init) }

  var columns: [TextColumn<Row>] {
    if isTheory { return theoryColumns }
    let hasTheory = result.points.contains { $0.theory != nil }
    let columns: [TextColumn<Row>?] = [
      ("sampler", .left, { $0.point.label }),
      ("η", .right, { shortened($0.point.learningRate) }),
      ("draws", .right, { "\($0.point.draws)" }),
      ("ESS", .right, { $0.point.effectiveSampleSize.map { String(format: "%.0f", $0.rounded(.down)) } ?? "-" }),
      ("KL", .right, { Row.value($0.point.kl) }),
      ("95 % interval", .left, { Row.interval($0.point.kl) }),
      ("floor", .right, { $0.point.kl.map { shortened($0.floor) } ?? "-" }),
      ("resolved", .left, { $0.verdict(\.kl) }),
      ("slope", .right, { $0.slope.map { String(format: "%.2f", $0) } ?? "" }),
      hasTheory ? ("theory", .right, { $0.theory(\.kl) }) : nil,
      ("W₂", .right, { Row.value($0.point.wasserstein2) }),
      ("95 % interval", .left, { Row.interval($0.point.wasserstein2) }),
      ("floor", .right, { $0.point.wasserstein2.map { shortened($0.floor) } ?? "-" }),
      ("resolved", .left, { $0.verdict(\.wasserstein2) }),
      hasTheory ? ("theory", .right, { $0.theory(\.wasserstein2) }) : nil,
    ]
    return columns.compactMap(\.self)
  }

  struct Row {
    let point: SweepPoint
    let slope: Double?

    init(_ point: SweepPoint, _ slope: Double?) {
      self.point = point
      self.slope = slope
    }

    static func value(_ divergence: DivergenceEstimate?) -> String {
      guard let divergence else { return "-" }
      return divergence.resolved ? shortened(divergence.estimate) : "< " + shortened(divergence.upper)
    }

    static func interval(_ divergence: DivergenceEstimate?) -> String {
      divergence.map { "[\(shortened($0.lower)), \(shortened($0.upper))]" } ?? "-"
    }

    func theory(_ divergence: KeyPath<SweepTheory, Double>) -> String {
      point.theory.map { shortened($0[keyPath: divergence]) } ?? "-"
    }

    func verdict(_ divergence: KeyPath<SweepPoint, DivergenceEstimate?>) -> String {
      if let step = point.divergedAtStep { return "diverged at step \(step)" }
      if let epochs = point.epochsNeeded { return "chains too short: at least \(epochs) epochs" }
      return point[keyPath: divergence].map { $0.resolved ? "yes" : "no" } ?? "too few draws"
    }
  }

  /// d ln KL / d ln η of each point from the last resolved one of its sampler before it.
  private func localSlopes() -> [Double?] {
    var last: [String: (rate: Double, kl: Double)] = [:]
    return result.points.map { point in
      guard let kl = point.kl, kl.resolved else { return nil }
      defer { last[point.label] = (point.learningRate, kl.estimate) }
      guard let (rate, before) = last[point.label], rate != point.learningRate else { return nil }
      return log(kl.estimate / before) / log(point.learningRate / rate)
    }
  }

  /// What the table says, in words.
  var notes: [String] {
    if isTheory { return theoryNotes }
    var lines = [
      "η: absolute learning rate, θ ← θ − ηĝ + √(2η)ξ. KL in nats, W₂ in the parameters' units, "
        + "between normals with the draws' and the posterior's moments.",
      "slope: d ln KL / d ln η from the resolved point before. Not resolved: only the upper bound is known.",
    ]
    if result.points.contains(where: { $0.theory != nil }) {
      lines.append("theory: of the sampler's stationary law, without a chain." + theoryError())
    }
    return lines
  }

  /// What speaks against points, and SGLD against SGWORLD.
  var comparisons: [String] {
    let ratios = advantage()
    return result.points.flatMap { point in
      (point.warnings ?? []).map { "WARNING, \(point.label) at η = \(shortened(point.learningRate)): \($0)" }
    } + (ratios.isEmpty ? [] : ["KL(sgld) / KL(sgworld): " + ratios.joined(separator: ", ")])
  }

  /// How many times closer to the posterior SGWORLD is, at the rates where that can be said: a bound where only
  /// SGLD's divergence is resolved.
  private func advantage() -> [String] {
    let usual = result.points.filter { $0.batching == nil }
    return usual.filter { $0.sampler == "sgld" }.compactMap { slow in
      let fast = usual.first { $0.sampler == "sgworld" && $0.learningRate == slow.learningRate }
      guard let above = slow.kl, let below = fast?.kl, above.resolved else { return nil }
      let ratio =
        below.resolved
        ? shortened(above.estimate / below.estimate) : "more than " + shortened(above.lower / below.upper)
      return "\(ratio) at η = \(shortened(slow.learningRate))"
    }
  }
}
