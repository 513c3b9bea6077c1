import PosteriorData
import PosteriorDiagnostics

/// The page of `posterior report`.
struct ReportPage {
  let drawn: DrawsFiles
  let report: SampleReport
  /// What pictures show, in the order of the parameters.
  let outlines: [(number: Int, outline: ParameterOutline)]
  /// The parameters that are shown in pairs.
  let pairs: [Int]

  /// Parameters with pictures.
  private static let mostPictured = 100
  /// Chains that have a trace and ranks: more could not be told apart.
  static let mostChains = 8

  /// - Parameter pairs: The parameters to show in pairs; nil for those with the fewest effective draws.
  init(_ drawn: DrawsFiles, _ report: SampleReport, pairs: [Int]?, threads: Int) async {
    (self.drawn, self.report) = (drawn, report)
    let worst = report.summary.worstFirst
    let pictured = worst.prefix(Self.mostPictured).sorted()
    let made = await drawn.chains.draws.outlines(of: pictured, chains: Self.mostChains, threads: threads)
    outlines = zip(pictured, made).map { ($0, $1) }
    self.pairs = pairs ?? worst.filter { report.summary.parameters[$0].sd > 0 }.prefix(4).sorted()
  }

  var summary: Summary { report.summary }

  /// The chains that are shown.
  var shownChains: Int { min(Self.mostChains, summary.chains) }

  /// What the draws are of: the names that the user gave of runs, or the files.
  private var source: String {
    let names = drawn.runs.isEmpty ? drawn.paths : drawn.runs.map(\.folder)
    return names[0] + (names.count > 1 ? " and \(names.count - 1) more" : "")
  }

  /// The whole page.
  var html: Markup {
    """
    <!DOCTYPE html>
    <html lang="en"><head><meta charset="utf-8"/>
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>\
    <meta name="color-scheme" content="light dark"/>
    <title>Report of \(source)</title>
    <style>\(Self.style)</style></head>
    <body><header><h1>Report of \(source)</h1>
    <p>\(subtitle)</p></header>
    <main>
    \(verdict)\(table)\(ranksAndTraces)\(forest)\(pairPlots)\(autocorrelations)\(energies)\(learningRate)\(provenance)\
    </main>
    <footer><p>Written by posterior \(PosteriorCommand.version).</p></footer></body></html>

    """
  }

  private var subtitle: String {
    let sampler = report.sampler.map { "\($0), " } ?? ""
    let count = summary.parameters.count
    let models = Set(drawn.runs.map(\.manifest.model))
    return sampler + report.size + " of \(count) parameter\(count == 1 ? "" : "s")"
      + (models.count == 1 ? ". \(models.first ?? "")" : "")
  }

  /// A section under a heading.
  ///
  /// - Parameters:
  ///   - id: The section's name in the page.
  ///   - words: How to read what is below.
  func section(_ title: String, _ id: Markup, _ words: String, _ body: Markup) -> Markup {
    """
    <section aria-labelledby="\(id)"><h2 id="\(id)">\(title)</h2>
    <p class="how">\(words)</p>
    \(body)</section>

    """
  }

  /// A table, which can be scrolled where it is wide.
  func rows<Row>(_ rows: [Row], _ columns: [TextColumn<Row>], _ label: String) -> Markup {
    let head = columns.map { "<th scope=\"col\">\($0.title)</th>" as Markup }
    let body = rows.map { row in
      let cells = columns.dropFirst().map { "<td>\($0.value(row))</td>" as Markup }
      return "<tr><th scope=\"row\">\(columns[0].value(row))</th>\(cells)</tr>\n" as Markup
    }
    return """
      <div class="wide" tabindex="0" role="region" aria-label="\(label)"><table>
      <thead><tr>\(head)</tr></thead>
      <tbody>\(body)</tbody></table></div>

      """
  }

  /// Pictures beside one another: the first of them open, the others behind a word.
  func pictures(_ pictures: [Markup], open count: Int, of kind: String) -> Markup {
    let more = pictures.dropFirst(count)
    let first: Markup = "<div class=\"grid\">\(Array(pictures.prefix(count)))</div>\n"
    guard !more.isEmpty else { return first }
    return first
      + """
      <details><summary>\(more.count) more \(kind)</summary>
      <div class="grid">\(Array(more))</div></details>

      """
  }

  /// What is said where not every parameter, or not every chain, is shown.
  var omissions: String {
    let parameters = summary.parameters.count
    return
      (outlines.count < parameters
      ? " Shown are the \(outlines.count) of \(parameters) parameters with the fewest effective draws." : "")
      + (shownChains < summary.chains ? " Shown are the first \(shownChains) of \(summary.chains) chains." : "")
  }
}

extension Summary {
  /// The parameters' numbers, those with the fewest effective draws first; last those that have none.
  fileprivate var worstFirst: [Int] {
    let draws = parameters.map { parameter in
      let least = min(parameter.essBulk, parameter.essTail)
      return parameter.sd > 0 && least.isFinite ? least : .infinity
    }
    return parameters.indices.sorted { (draws[$0], $0) < (draws[$1], $1) }
  }
}
