import Foundation
import PosteriorDiagnostics
import TextTable

/// What `posterior bias` found, for a person.
struct BiasReport {
  /// The model and its data.
  let words: String
  let bias: BiasEstimate

  func text() -> String {
    let name = bias.batching.map { "\(bias.sampler) (\($0))" } ?? bias.sampler
    let header = [
      words,
      "\(bias.exampleCount) examples, minibatches of \(bias.batchSize), \(name) at η = "
        + "\(shortened(bias.learningRate)), \(bias.draws) draws in \(bias.settings.chains) chains, seed "
        + "\(bias.settings.seed)",
      "beside chains of the posterior itself: \(bias.passesPerDraw) passes over the data a draw in all, "
        + "\(String(format: "%.2f", 100 * bias.acceptance)) % accepted, effective sample size "
        + String(format: "%.0f", bias.effectiveSampleSize.rounded(.down)),
    ]
    return header.joined(separator: "\n") + "\n\n" + quantities + "\n" + whole + warnings
  }

  private var quantities: String { textTable(bias.quantities, Self.ofQuantities) }

  /// What the table of quantities says of each.
  static var ofQuantities: [TextColumn<BiasEstimate.Quantity>] {
    [
      ("quantity", .left, { $0.name }),
      ("mean", .right, { shortened($0.mean) }),
      ("sd", .right, { shortened($0.standardDeviation) }),
      ("shift of the mean, sd", .right, { shortened($0.meanShift.estimate) }),
      ("95 % interval", .left, { $0.meanShift.words }),
      ("ratio of the sd", .right, { String(format: "%.5f", $0.standardDeviationRatio.estimate) }),
      (
        "95 % interval", .left,
        { String(format: "[%.5f, %.5f]", $0.standardDeviationRatio.lower, $0.standardDeviationRatio.upper) }
      ),
    ]
  }

  private var whole: String { textTable(rowsOfLaw, Self.ofLaw) }

  /// A distance of the whole law from the posterior.
  typealias LawRow = (name: String, estimate: Double, interval: String, note: String)

  /// What the table of the whole law says of each distance.
  static var ofLaw: [TextColumn<LawRow>] {
    [
      ("of the whole law", .left, { $0.name }), ("estimate", .right, { shortened($0.estimate) }),
      ("95 % interval", .left, { $0.interval }), ("", .left, { $0.note }),
    ]
  }

  /// The distances that were found.
  var rowsOfLaw: [LawRow] {
    var rows: [LawRow] = []
    func add(_ name: String, _ value: DivergenceEstimate?) {
      guard let value else { return }
      rows.append(
        (
          name, value.estimate, "[\(shortened(value.lower)), \(shortened(value.upper))]",
          value.resolved ? "" : "not resolved: below \(shortened(value.upper))"
        ))
    }
    add("KL between normals", bias.kl)
    add("W₂ between normals, a lower bound", bias.wasserstein2)
    if let bound = bias.couplingBound {
      rows.append(("W₂ of the pairs, an upper bound", bound.estimate, bound.words, ""))
    }
    if let bound = bias.rectifiedBound {
      rows.append(("W₂ of their flow, an upper bound", bound.estimate, bound.words, ""))
    }
    if let trace = bias.covarianceError { rows.append(("tr(Σ⁻¹S) − d", trace.estimate, trace.words, "")) }
    return rows
  }

  private var warnings: String {
    bias.warnings.map { "\nWARNING: \($0)" }.joined() + (bias.warnings.isEmpty ? "" : "\n")
  }
}

extension BiasEstimate.Interval {
  fileprivate var words: String { "[\(shortened(lower)), \(shortened(upper))]" }
}
