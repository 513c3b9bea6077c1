import PosteriorDiagnostics

// The verdict and the table: what `posterior diagnose` says too.
extension ReportPage {
  var verdict: Markup {
    let verdict = report.verdict
    let sign: Markup = verdict.trust == .yes ? "✓" : verdict.trust == .limited ? "!" : "✗"
    let style: Markup = verdict.trust == .yes ? "yes" : verdict.trust == .limited ? "limited" : "no"
    let findings = verdict.findings.map { "<li>\($0.text)</li>" as Markup }
    let notes = drawn.notes.map { "<li>\($0)</li>" as Markup }
    return """
      <section class="verdict \(style)" aria-labelledby="verdict"><h2 id="verdict"><span \
      aria-hidden="true">\(sign)</span> \
      \(verdict.words)</h2>
      \(list(findings))\(notes.isEmpty ? "" : "<p>Of the files:</p>")\(list(notes))</section>

      """
  }

  private func list(_ items: [Markup]) -> Markup { items.isEmpty ? "" : "<ul>\(items)</ul>" }

  var table: Markup {
    section(
      "Summary", "summary",
      "Mean, standard deviation and quantiles of all chains, with Monte Carlo standard errors (mcse). Effective sample "
        + "sizes (ESS) say how many independent draws would tell as much of the parameter's bulk and of its "
        + "tails. R-hat is 1 where chains agree, and at most 1.01 where the draws may be used.",
      rows(summary.parameters, SampleReport.columns, "Summary"))
  }
}
