import Foundation
import PosteriorDiagnostics
import TextTable

/// What `posterior sample` and `posterior diagnose` say of draws.
struct SampleReport {
  var model: ModelEntry? = nil
  var sampler: SamplerEntry? = nil
  var words: String? = nil
  let summary: Summary
  /// How far the sampler's law is from the posterior, where that was asked for.
  var bias: BiasReport? = nil

  func table() -> String {
    let columns: [(title: String, align: Alignment, value: (ParameterSummary) -> String)] = [
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
    let size =
      "\(summary.chains) chain\(summary.chains == 1 ? "" : "s") × \(summary.drawsPerChain) draw"
      + (summary.drawsPerChain == 1 ? "" : "s")
    let title = [model.map { "\($0.name): \(words ?? "")" }, sampler.map { "\($0.name), \(size)" } ?? size]
    let energies = summary.eBFMI.map { "E-BFMI: \($0.map(shortened).joined(separator: ", "))\n" } ?? ""
    return title.compactMap(\.self).joined(separator: "\n") + "\n\n" + textTable(summary.parameters, columns) + "\n"
      + energies + warnings().map { $0 + "\n" }.joined() + (bias.map { "\n" + $0.text() } ?? "")
  }

  /// The field's rules of thumb (Vehtari et al. 2021): R-hat below 1.01, 100 effective draws a chain; no divergence.
  func warnings() -> [String] {
    var lines: [String] = []
    func say(_ names: [String], _ words: (String) -> String) {
      if !names.isEmpty { lines.append(words(names.joined(separator: ", "))) }
    }
    let (finite, strange) = (
      summary.parameters.filter { $0.mean.isFinite }, summary.parameters.filter { !$0.mean.isFinite }
    )
    say(strange.map(\.name)) { "Not finite in some draws: \($0). What is said of these tells nothing." }
    let (constant, varying) = (finite.filter { $0.sd == 0 }, finite.filter { $0.sd != 0 })
    say(constant.map(\.name)) { "The same in every draw: \($0)." }
    say(varying.filter { $0.rHat > 1.01 }.map(\.name)) {
      "R-hat above 1.01: \($0). " + (summary.chains > 1 ? "The chains do not agree" : "The chain's parts do not agree")
        + ": run longer."
    }
    let enough = 100 * Double(summary.chains)
    let few = varying.filter { min($0.essBulk, $0.essTail) < enough }.map(\.name)
    if !few.isEmpty {
      lines.append(
        "Fewer than \(Int(enough)) effective draws: \(few.joined(separator: ", ")). Run longer, or thin less.")
    }
    // Betancourt's rule of thumb, which CmdStan's diagnose has too.
    let slow = (summary.eBFMI ?? []).enumerated().filter { $0.element < 0.3 }.map { "chain \($0.offset + 1)" }
    if !slow.isEmpty {
      lines.append(
        "E-BFMI below 0.3: \(slow.joined(separator: ", ")). The energies are explored too slowly: other parameters "
          + "may help."
      )
    }
    let divergences = (summary.divergences ?? []).reduce(0, +)
    if divergences > 0 {
      lines.append(
        "\(divergences) \(divergences == 1 ? "trajectory" : "trajectories") diverged: the draws may miss a part of the "
          + "posterior.")
    }
    if let sampler, !sampler.facts.isExact, bias == nil {
      lines.append(
        "\(sampler) is biased by its learning rate, which none of these columns shows: "
          + (sampler.facts.hasTwin ? "--bias measures it." : "see 'posterior sweep'."))
    }
    return lines
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
