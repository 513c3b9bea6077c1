import Foundation
import PosteriorDiagnostics
import TextTable

/// What `posterior sample` and `posterior diagnose` say of draws.
struct SampleReport {
  var model: ModelEntry? = nil
  var sampler: SamplerEntry? = nil
  var words: String? = nil
  let summary: Summary
  /// Whether the bias is measured beside.
  var measuresBias = false
  /// What was known of the draws before there were any.
  var known: [Verdict.Finding] = []
  /// How far the sampler's law is from the posterior, where that was asked for.
  var bias: BiasReport? = nil

  /// The columns of the table, in the order of what is asked of them.
  static var columns: [TextColumn<ParameterSummary>] {
    [
      ("parameter", .left, { $0.name }),
      ("mean", .right, { $0.words($0.mean) }),
      ("mcse", .right, { shortened($0.mcseMean) }),
      ("sd", .right, { shortened($0.sd) }),
      ("mcse", .right, { shortened($0.mcseSD) }),
      ("5 %", .right, { $0.words($0.q5) }),
      ("median", .right, { $0.words($0.median) }),
      ("95 %", .right, { $0.words($0.q95) }),
      ("bulk ESS", .right, { count($0.essBulk) }),
      ("tail ESS", .right, { count($0.essTail) }),
      ("R-hat", .right, { String(format: "%.3f", $0.rHat) }),
    ]
  }

  /// "4 chains × 1000 draws".
  var size: String { Self.size(summary.chains, summary.drawsPerChain) }

  /// The same of so many chains of so many draws.
  static func size(_ chains: Int, _ draws: Int) -> String {
    "\(chains) chain\(chains == 1 ? "" : "s") × \(draws) draw\(draws == 1 ? "" : "s")"
  }

  /// Whether the draws may be used.
  var verdict: Verdict {
    Verdict(summary, sampler: sampler, biasIsMeasured: measuresBias || bias != nil, known: known)
  }

  /// The energy fractions of the chains, where there are any.
  var energies: String? { summary.eBFMI.map { "E-BFMI: \($0.map(shortened).joined(separator: ", "))" } }

  func table() -> String {
    let title = [model.map { "\($0.name): \(words ?? "")" }, sampler.map { "\($0.name), \(size)" } ?? size]
    let lines = [energies, verdict.words].compactMap(\.self) + verdict.findings.map(\.text)
    return title.compactMap(\.self).joined(separator: "\n") + "\n\n"
      + textTable(summary.parameters, Self.columns) + "\n" + lines.map { $0 + "\n" }.joined()
      + (bias.map { "\n" + $0.text() } ?? "")
  }
}

/// The summary, and what was measured beside it under `bias`.
extension SampleReport: Encodable {
  private enum CodingKeys: CodingKey { case bias }

  func encode(to encoder: any Encoder) throws {
    try summary.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(bias?.bias, forKey: .bias)
  }
}

extension ParameterSummary {
  /// A number of the parameter's, to a tenth of the Monte Carlo error of its mean, and three significant digits at
  /// least.
  fileprivate func words(_ value: Double) -> String {
    guard value.isFinite, value != 0, mcseMean > 0, mcseMean.isFinite else { return shortened(value) }
    let digits = (log10(abs(value)).rounded(.down) - log10(mcseMean).rounded(.down)) + 2
    return String(format: "%.\(Int(min(15, max(3, digits))))g", value)
  }
}

/// A number of draws, to the nearest one.
private func count(_ value: Double) -> String { value.isFinite ? String(format: "%.0f", value) : "-" }
