import Foundation
import PosteriorData

// The learning rate of a biased sampler, and what the draws are made of.
extension ReportPage {
  var learningRate: Markup {
    guard let sampler = report.sampler, !sampler.facts.isExact else { return "" }
    let runs = drawn.runs.map { run -> Markup in
      let settings = run.manifest.settings
      let findings = Set(report.verdict.findings.map(\.text))
      let said = run.manifest.warnings.filter { !findings.contains($0) }.map { "<li>\($0)</li>" as Markup }
      let target = settings["rateTarget"].flatMap { $0.words.isEmpty ? nil : $0.words }
      let isBounded = report.bias != nil || !(said.isEmpty || target == nil)
      return """
        <p>η = \(settings["learningRate"]?.words ?? "")\(target.map { ", found for \($0)" } ?? "").\
        \(isBounded ? "" : " No bound on its bias is kept with the run.")</p>\
        \(said.isEmpty ? "" : "<ul>\(said)</ul>")
        """
    }
    return section(
      "Learning rate", "learning-rate",
      "The draws of \(sampler) follow a law that is near the posterior, the nearer the smaller the learning rate.",
      Markup(runs) + (report.bias.map(bias) ?? ""))
  }

  /// What was measured of the bias.
  private func bias(_ measured: BiasReport) -> Markup {
    let warnings = measured.bias.warnings.map { "<li>\($0.description)</li>" as Markup }
    return "<h3>Bias of each quantity</h3>"
      + rows(measured.bias.quantities, BiasReport.ofQuantities, "Bias of each quantity")
      + "<h3>Distances of the whole law</h3>"
      + rows(measured.rowsOfLaw, BiasReport.ofLaw, "Distances of the whole law")
      + (warnings.isEmpty ? "" : "<ul>\(warnings)</ul>")
  }

  var provenance: Markup {
    section(
      "Settings and provenance", "provenance", "What the draws are made of, and all that is needed to repeat them.",
      drawn.runs.isEmpty ? files : Markup(drawn.runs.map { run($0) }))
  }

  private var files: Markup {
    list("Files", drawn.paths.enumerated().map { ("chain \($0.offset + 1)", $0.element) })
      + list("What the first file says", drawn.chains.configuration.sorted { $0.key < $1.key })
  }

  private func run(_ run: RunChains) -> Markup {
    let manifest = run.manifest
    let dates = ISO8601DateFormatter()
    let facts: [(String, String?)] = [
      ("folder", run.folder), ("program", manifest.program),
      ("command", "posterior " + manifest.command.joined(separator: " ")), ("in the folder", manifest.directory),
      ("model", manifest.model), ("began", dates.string(from: manifest.started)),
      ("ended", manifest.ended.map(dates.string)), ("status", manifest.status.rawValue), ("reason", manifest.reason),
    ]
    let inputs = manifest.inputs.map { ("\($0.option) \($0.path)", "\($0.bytes) bytes, SHA-256 \($0.sha256)") }
    let steps = (manifest.tuning ?? []).enumerated().compactMap { chain, tuning in
      tuning?.stepSize.map { ("chain \(chain + 1)", shortened($0)) }
    }
    let settings = manifest.settings.sorted { $0.key < $1.key }.map { ($0.key, $0.value.words) }
    let model = manifest.modelText.map { "<h3>Model</h3><pre tabindex=\"0\">\(lines: $0)</pre>" as Markup } ?? ""
    return list("Run", facts.compactMap { name, value in value.map { (name, $0) } }) + list("Made from", inputs) + model
      + list("Step sizes", steps) + list("Settings", settings.filter { !$0.1.isEmpty })
      + list("Said while it ran", manifest.warnings.enumerated().map { ("\($0.offset + 1)", $0.element) })
  }
}

extension Setting {
  /// The value as a person reads it; empty where the setting has no meaning.
  var words: String {
    switch self {
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .text(let value): value
    case .flag(let value): value ? "yes" : "no"
    case .list(let values): values.map(\.words).joined(separator: ", ")
    case .none: ""
    }
  }
}
