import Foundation
import PosteriorDiagnostics

/// Whether draws may be used, and what speaks against it.
struct Verdict: Encodable {
  /// How far draws may be trusted.
  enum Trust: String, Encodable { case no, limited, yes }

  /// Something to know of the draws, and what to do about it.
  struct Finding: Encodable {
    /// How far draws may be trusted of which this is all that is to be said.
    let trust: Trust
    /// What was seen, and the remedy.
    let text: String
  }

  let findings: [Finding]

  /// How far the draws may be trusted.
  var trust: Trust {
    findings.contains { $0.trust == .no } ? .no : findings.contains { $0.trust == .limited } ? .limited : .yes
  }

  /// The answer in words.
  var words: String {
    switch trust {
    case .yes:
      "These draws may be used: nothing speaks against them. Each figure is known to its Monte Carlo error, mcse."
    case .limited: "These draws may be used, with this in mind."
    case .no: "These draws must not be used yet."
    }
  }

  private enum CodingKeys: CodingKey { case trust, words, findings }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(trust, forKey: .trust)
    try container.encode(words, forKey: .words)
    try container.encode(findings, forKey: .findings)
  }
}

extension Verdict {
  /// By the field's rules of thumb (Vehtari et al. 2021): R-hat below 1.01, 100 effective draws a chain; no divergence.
  ///
  /// - Parameter known: What was known before there were draws.
  init(_ summary: Summary, sampler: SamplerEntry?, biasIsMeasured: Bool, known: [Finding] = []) {
    findings =
      known + Self.ofParameters(summary) + Self.ofChains(summary)
      + Self.ofSampler(summary, sampler, biasIsMeasured: biasIsMeasured)
  }

  private static func ofParameters(_ summary: Summary) -> [Finding] {
    var findings: [Finding] = []
    func say(_ parameters: [ParameterSummary], _ trust: Trust, _ words: (String) -> String) {
      let names = parameters.map(\.name.printable).joined(separator: ", ")
      if !parameters.isEmpty { findings.append(Finding(trust: trust, text: words(names))) }
    }
    let (finite, strange) = (
      summary.parameters.filter { $0.mean.isFinite }, summary.parameters.filter { !$0.mean.isFinite }
    )
    say(strange, .no) { "Not finite in some draws: \($0). What is said of these tells nothing." }
    let (constant, varying) = (finite.filter { $0.sd == 0 }, finite.filter { $0.sd != 0 })
    // A model may have parameters that cannot move; not all of them.
    say(constant, varying.isEmpty ? .no : .limited) { "The same in every draw: \($0)." }
    say(varying.filter { $0.rHat > 1.01 }, .no) { "R-hat above 1.01: \($0). The chains do not agree: run longer." }
    let enough = 100 * summary.chains
    say(varying.filter { min($0.essBulk, $0.essTail) < Double(enough) }, .no) {
      "Fewer than \(enough) effective draws: \($0). Run longer, or thin less."
    }
    return findings
  }

  private static func ofChains(_ summary: Summary) -> [Finding] {
    var findings: [Finding] = []
    if summary.drawsPerChain < 4 {
      findings.append(Finding(trust: .no, text: "Fewer than 4 draws a chain: nothing can be checked. Run longer."))
    }
    // Betancourt's rule of thumb, which CmdStan's diagnose has too.
    let slow = (summary.eBFMI ?? []).enumerated().filter { $0.element < 0.3 }.map { "chain \($0.offset + 1)" }
    if !slow.isEmpty {
      findings.append(
        Finding(
          trust: .no,
          text: "E-BFMI below 0.3: \(slow.joined(separator: ", ")). The energies are explored too slowly: other "
            + "parameters may help."))
    }
    // A few, with good R-hat and effective sample sizes, are often good enough, says Stan's guide to its warnings.
    let divergences = (summary.divergences ?? []).reduce(0, +)
    let areFew = divergences <= summary.chains * summary.drawsPerChain / 1000
    if divergences > 0 {
      findings.append(
        Finding(
          trust: areFew ? .limited : .no,
          text: "\(divergences) \(divergences == 1 ? "trajectory" : "trajectories") diverged: the draws may miss a "
            + "part of the posterior. Other parameters, or a narrower prior, may help."))
    }
    return findings
  }

  private static func ofSampler(
    _ summary: Summary, _ sampler: SamplerEntry?, biasIsMeasured: Bool
  ) -> [Finding] {
    var findings: [Finding] = []
    if summary.chains == 1, sampler?.facts.needsExactPosterior != true {
      findings.append(
        Finding(trust: .limited, text: "One chain cannot show what another would disagree on: run four."))
    }
    if let sampler, !sampler.facts.isExact, !biasIsMeasured {
      findings.append(
        Finding(
          trust: .limited,
          text: "\(sampler) is biased by its learning rate, which none of these columns shows: "
            + (sampler.facts.hasTwin ? "--bias measures it." : "see 'posterior sweep'.")))
    }
    return findings
  }
}
