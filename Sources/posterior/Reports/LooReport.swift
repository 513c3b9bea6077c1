import Foundation
import PosteriorDiagnostics
import PosteriorModels

/// What `posterior loo` says.
struct LooReport: Encodable {
  /// The runs, the best first.
  let runs: [Run]
  /// What is to be kept in mind.
  let notes: [String]

  /// A run, and how well its model predicts.
  struct Run {
    let folder: String
    let model: String
    let draws: String
    let loo: LeaveOneOut
    /// The number of each example's row in its table, from 1, where that is known.
    let rows: [Int]
    /// How much higher its elpd is than that of the best run.
    var difference: LeaveOneOut.Estimate

    init(_ run: SampledRun, _ data: ModelData, _ loo: LeaveOneOut) {
      folder = run.folder
      model = "\(run.model.entry.name): \(run.model.words)"
      draws = SampleReport.size(run.draws.chains.draws.chainCount, run.draws.chains.draws.drawsPerChain)
      self.loo = loo
      rows = data.rows
      difference = loo.difference(from: loo)
    }
  }

  init(_ runs: [Run], _ notes: [String]) {
    var runs = runs.sorted { $0.loo.elpd.value > $1.loo.elpd.value }
    for place in runs.indices { runs[place].difference = runs[place].loo.difference(from: runs[0].loo) }
    self.runs = runs
    self.notes = runs.count > 1 ? runs.dropFirst().compactMap { $0.words(comparedWith: runs[0]) } + notes : notes
  }

  func text() -> String {
    let tables = runs.count == 1 ? runs[0].table() : comparison()
    let findings =
      runs.count == 1
      ? runs[0].findings
      : runs.filter { !$0.loo.unreliable.isEmpty }.flatMap { run in run.findings.map { "\(run.folder): \($0)" } }
    return tables + "\n" + (notes + findings).map { $0 + "\n" }.joined()
  }

  private func comparison() -> String {
    let isSample = runs.contains { $0.loo.isSample }
    return textTable(
      runs,
      [
        ("run", .left, { $0.folder }), ("elpd_loo", .right, { decimal($0.loo.elpd.value) }),
        ("se", .right, { decimal($0.loo.elpd.standardError) }),
        ("p_loo", .right, { decimal($0.loo.effectiveParameters.value) }),
        ("elpd_diff", .right, { decimal($0.difference.value) }),
        ("se", .right, { decimal($0.difference.standardError) }),
      ] + (isSample ? [("sampling se", .right, { decimal($0.difference.samplingError) })] : []) + [
        ("k̂ too large", .right, { "\($0.loo.unreliable.count)" })
      ])
  }
}

extension LooReport.Run {
  fileprivate func table() -> String {
    let rows: [(name: String, value: LeaveOneOut.Estimate, scale: Double)] = [
      ("elpd_loo", loo.elpd, 1), ("p_loo", loo.effectiveParameters, 1), ("looic", loo.elpd, -2),
      ("elpd_waic", loo.waic, 1), ("p_waic", loo.waicParameters, 1), ("waic", loo.waic, -2),
    ]
    return "\(model)\n\(loo.exampleCount) examples, \(draws)\n\n"
      + textTable(
        rows,
        [
          ("", .left, { $0.name }), ("estimate", .right, { decimal($0.scale * $0.value.value) }),
          ("se", .right, { decimal(abs($0.scale) * $0.value.standardError) }),
        ]
          + (loo.isSample
            ? [("sampling se", .right, { decimal(abs($0.scale) * $0.value.samplingError) })] : []))
  }

  /// What the k̂ say, and whether WAIC may be used.
  fileprivate var findings: [String] {
    let (bad, limit, count) = (loo.unreliable, decimal(loo.shapeLimit), loo.examples.count)
    let sample = loo.isSample ? "\(count) of \(loo.exampleCount) examples were looked at. " : ""
    guard !bad.isEmpty else {
      return [sample + "No k̂ is above \(limit): elpd_loo may be trusted.", waic].compactMap(\.self)
    }
    let places = bad.prefix(10).map { "\(row($0.index)) (\(shortened($0.shape)))" }.joined(separator: ", ")
    let more = bad.count > 10 ? " and \(bad.count - 10) more" : ""
    return [
      sample + "k̂ is above \(limit) for \(bad.count) of \(count) examples: row\(bad.count == 1 ? "" : "s") \(places)"
        + "\(more). Without such a row the posterior is another one, and elpd_loo is likely to be too high. "
        + "Look at these rows; a likelihood with longer tails may suit them, or fit the model again without each.",
      waic,
    ].compactMap(\.self)
  }

  private var waic: String? {
    let count = loo.examples.count { $0.variance > 0.4 }
    return count == 0
      ? nil
      : "The log likelihood varies much (variance above 0.4) for \(count) example\(count == 1 ? "" : "s"): do not use "
        + "WAIC."
  }

  /// Whether a run is as good as the best as far as one can tell.
  fileprivate func words(comparedWith best: LooReport.Run) -> String? {
    let gap = -difference.value
    guard gap < 4 || gap < 2 * difference.standardError else { return nil }
    return "'\(folder)' cannot be told from '\(best.folder)': the difference is below "
      + (gap < 4 ? "4, where its standard error is unreliable." : "two standard errors.")
  }

  fileprivate func row(_ index: Int) -> Int { index < rows.count ? rows[index] : index + 1 }
}

extension LeaveOneOut {
  /// Whether a part of the examples was looked at.
  fileprivate var isSample: Bool { examples.count < exampleCount }
}

/// A number to two places.
private func decimal(_ value: Double) -> String { String(format: "%.2f", value) }

extension LooReport.Run: Encodable {
  private struct Row: Encodable {
    let row: Int
    let elpd, lpd, waic, k, variance, relativeEfficiency: Double
  }

  private enum CodingKeys: CodingKey {
    case run, model, examples, draws, elpd, p, looic, elpdWAIC, pWAIC, waic, difference, largestK, kLimit, rows
  }

  func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(folder, forKey: .run)
    try values.encode(model, forKey: .model)
    try values.encode(loo.exampleCount, forKey: .examples)
    try values.encode(loo.drawCount, forKey: .draws)
    for (key, value) in [
      (.elpd, loo.elpd), (.p, loo.effectiveParameters), (.elpdWAIC, loo.waic), (.pWAIC, loo.waicParameters),
      (.difference, difference),
    ] as [(CodingKeys, LeaveOneOut.Estimate)] {
      try values.encode(value, forKey: key)
    }
    try values.encode(-2 * loo.elpd.value, forKey: .looic)
    try values.encode(-2 * loo.waic.value, forKey: .waic)
    try values.encode(loo.shapeLimit, forKey: .kLimit)
    try values.encode(loo.examples.map(\.shape).filter { !$0.isNaN }.max(), forKey: .largestK)
    let rows = loo.examples.map {
      Row(
        row: row($0.index), elpd: $0.elpd, lpd: $0.lpd, waic: $0.waic, k: $0.shape, variance: $0.variance,
        relativeEfficiency: $0.relativeEfficiency)
    }
    try values.encode(rows, forKey: .rows)
  }
}
