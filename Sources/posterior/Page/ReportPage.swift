import PosteriorData
import PosteriorDiagnostics

/// The page of `posterior report`.
struct ReportPage: Page {
  let drawn: DrawsFiles
  let report: SampleReport
  /// What pictures show, in the order of the parameters.
  let outlines: [(number: Int, outline: ParameterOutline)]
  /// The parameters that are shown in pairs.
  let pairs: [Int]

  /// The run's data drawn anew; nil where its model does not say how.
  let predictive: PredictiveCheck?

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
    predictive = await PredictiveCheck(drawn, threads: threads)
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

  var title: String { "Report of \(source)" }

  var body: Markup {
    """
    \(verdict)\(table)\(ranksAndTraces)\(forest)\(pairPlots)\(autocorrelations)\(energies)\
    \(predictiveCheck)\(learningRate)\(provenance)
    """
  }

  var subtitle: String {
    let sampler = report.sampler.map { "\($0), " } ?? ""
    let count = summary.parameters.count
    let models = Set(drawn.runs.map(\.manifest.model))
    return sampler + report.size + " of \(count) parameter\(count == 1 ? "" : "s")"
      + (models.count == 1 ? ". \(models.first ?? "")" : "")
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
