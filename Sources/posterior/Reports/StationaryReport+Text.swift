import Foundation
import StochasticThermodynamics
import TextTable

extension StationaryReport {
  /// The result for a person.
  func text() -> String {
    ([header] + [run == nil ? minimumTable : stateTable] + (run == nil ? [] : [matrices, entropy, notes]))
      .joined(separator: "\n")
  }

  private var header: String {
    let s = settings
    let noise = s.temperature > 0 ? ", temperature \(shortened(s.temperature))" : ""
    var lines = [
      "\(s.model): \(s.data)",
      "\(s.exampleCount) examples, \(minimum.count) parameters, \(s.batching) minibatches of \(s.batchSize), "
        + "η = \(shortened(s.learningRate))\(noise), seed \(s.seed)",
    ]
    if let run {
      let tick = run.stepsPerTick == 1 ? "a tick is a step" : "a tick is an epoch of \(run.stepsPerTick) steps"
      lines.append(
        "\(run.steps) steps, \(tick); relaxation time \(shortened(run.relaxationTicks)) ticks, "
          + "\(shortened(run.relaxationTimesPerChain)) of them a chain; \(String(format: "%.1f", seconds)) s")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// How far the effective minimum is from the minimum, in one parameter; NaN where there is none.
  private func shift(_ parameter: Int) -> Double {
    (effectiveMinimum?[parameter] ?? .nan) - minimum[parameter]
  }

  private var minimumTable: String {
    let rows = Array(parameterNames.indices)
    return textTable(
      rows,
      [
        ("parameter", .left, { parameterNames[$0] }),
        ("minimum", .right, { String(format: "%.7g", minimum[$0]) }),
        ("effective minimum", .right, { String(format: "%.7g", minimum[$0] + shift($0)) }),
        ("shift", .right, { shortened(shift($0)) }),
      ])
      + "\nThe effective minimum is that of the landscape which reshuffled epochs feel; fresh subsets feel the bare "
      + "one.\n"
  }

  private var stateTable: String {
    guard let mean, let stationaryCovariance, let diffusion else { return "" }
    func ratio(_ pair: Pair, _ i: Int) -> String {
      let (seen, predicted) = (pair.measured[i, i], pair.predicted[i, i])
      return String(format: "%.3f ± %.3f", seen / predicted, pair.standardError[i, i] / predicted)
    }
    return textTable(
      Array(parameterNames.indices),
      [
        ("parameter", .left, { parameterNames[$0] }),
        ("minimum", .right, { String(format: "%.6g", minimum[$0]) }),
        ("effective − min.", .right, { shortened(shift($0)) }),
        ("mean − min.", .right, { shortened(mean[$0].measured - minimum[$0]) }),
        ("±", .right, { shortened(mean[$0].standardError) }),
        ("predicted", .right, { shortened(mean[$0].predicted - minimum[$0]) }),
        ("Σ predicted", .right, { shortened(stationaryCovariance.predicted[$0, $0]) }),
        ("measured/predicted", .right, { ratio(stationaryCovariance, $0) }),
        ("D predicted", .right, { shortened(diffusion.predicted[$0, $0]) }),
        ("measured/predicted", .right, { ratio(diffusion, $0) }),
      ])
  }

  private var matrices: String {
    guard let circulation else { return "" }
    let (seen, error) = (circulation.measured, circulation.standardError)
    let d = parameterNames.count
    let pairs = (0..<d).flatMap { j in (0..<j).map { ($0, j) } }
      .sorted { abs(seen[$0.0, $0.1] / error[$0.0, $0.1]) > abs(seen[$1.0, $1.1] / error[$1.0, $1.1]) }
    guard !pairs.isEmpty else { return "One parameter: there is no plane for a current to circulate in.\n" }
    return textTable(
      Array(pairs.prefix(4)),
      [
        ("circulation, strongest planes", .left, { "\(parameterNames[$0.0]), \(parameterNames[$0.1])" }),
        ("predicted", .right, { shortened(circulation.predicted[$0.0, $0.1]) }),
        ("measured", .right, { shortened(seen[$0.0, $0.1]) }),
        ("±", .right, { shortened(error[$0.0, $0.1]) }),
      ])
  }

  private var entropy: String {
    var lines: [String] = []
    if let meanEntropyProduction {
      lines.append("mean entropy production a tick: " + meanEntropyProduction.words)
    }
    if let current {
      lines.append(
        "\(current.verdict.rawValue): the current stands \(String(format: "%.1f", current.significance)) standard "
          + "deviations from none, over \(current.planes) plane\(current.planes == 1 ? "" : "s")")
    }
    guard let integralFluctuation, !integralFluctuation.isEmpty else {
      if meanEntropyProduction != nil { lines.append("⟨e^−σ⟩ cannot be averaged: σ is far below 0 at times") }
      return lines.joined(separator: "\n") + "\n"
    }
    let rows = integralFluctuation.map { theorem in
      (theorem, detailedFluctuation?.first { $0.segmentLength == theorem.segmentLength })
    }
    let table = textTable(
      rows,
      [
        ("segment", .right, { "\($0.0.segmentLength ?? 0)" }),
        ("segments", .right, { "\($0.0.segmentCount ?? 0)" }),
        ("⟨e^−σ⟩", .right, { String(format: "%.6f", $0.0.measured) }),
        ("95 % interval", .left, { String(format: "[%.6f, %.6f]", $0.0.lower, $0.0.upper) }),
        ("holds 1", .left, { $0.0.holds.map { $0 ? "yes" : "no" } ?? "too few segments" }),
        ("slope of ln P(σ)/P(−σ)", .right, { $0.1.map { String(format: "%.4f", $0.measured) } ?? "-" }),
        ("95 % interval", .left, { $0.1.map { String(format: "[%.4f, %.4f]", $0.lower, $0.upper) } ?? "" }),
        ("holds 1", .left, { row in row.1.map { $0.holds.map { $0 ? "yes" : "no" } ?? "not resolved" } ?? "" }),
      ])
    return lines.joined(separator: "\n") + "\n\n" + table
  }

  private var notes: String {
    guard let run else { return "" }
    var lines: [String] = []
    if !run.isLongEnough {
      lines.append(
        "The chains are short: \(shortened(run.relaxationTimesPerChain)) relaxation times each, where the intervals "
          + "of Σ and the mean need \(Int(StationaryMeasurement.enoughRelaxationTimes)). Give more --draws.")
    }
    if run.expansionParameter > 0.1 {
      lines.append(
        "η × steps of a tick × largest curvature is \(shortened(run.expansionParameter)): theory is to leading "
          + "order in it, and misses about as large a part of D and Σ.")
    }
    return lines.map { $0 + "\n" }.joined()
  }
}

extension StationaryReport.Value {
  /// "predicted …, measured … [lower, upper]".
  fileprivate var words: String {
    "predicted \(shortened(predicted)), measured \(shortened(measured)) [\(shortened(lower)), \(shortened(upper))]"
  }
}
