import PosteriorDiagnostics

/// The page of a sweep, or of a comparison at equal cost: what was found, curves, the table and the settings.
struct StudyPage<Row>: Page {
  let title: String
  /// The model, data and settings in words, a line each.
  private let description: [String]
  private let findings: [String]
  /// Nil where there is no point to draw.
  private let figure: Figure?
  /// How to read the figure.
  private let words: String
  private let rows: [Row]
  private let columns: [TextColumn<Row>]
  /// How to read the table.
  private let notes: [String]
  private let facts: [(String, String)]

  var subtitle: String { description.joined(separator: "; ") }

  var body: Markup {
    let found = findings.map { "<li>\($0)</li>\n" as Markup }
    let curves = figure?.markup ?? "<p class=\"missing\">no picture: there is no point to draw</p>"
    return (found.isEmpty ? "" : section("What it shows", "findings", "", "<ul>\(found)</ul>"))
      + section("Curves", "curves", words, curves)
      + section("Table", "table", notes.joined(separator: " "), rows(rows, columns, "Points"))
      + section("Settings and provenance", "settings", "", list("Settings", facts))
  }

  /// What all studies are made of.
  private static func facts(_ model: String, _ count: Int, _ names: [String], _ command: [String]?) -> [(
    String, String
  )] {
    [
      ("command", command.map { "posterior " + $0.joined(separator: " ") }), ("model", model),
      ("examples", "\(count)"), ("parameters", names.joined(separator: ", ")),
    ].compactMap { name, value in value.map { (name, $0) } }
  }
}

extension StudyPage where Row == SweepReport.Row {
  /// - Parameters:
  ///   - figure: Its curves; nil where there is no point to draw.
  ///   - command: The words of the command that made it, where they are known.
  init(_ report: SweepReport, _ figure: Figure?, command: [String]? = nil) {
    let (result, settings) = (report.result, report.result.settings)
    title = "Sweep of \(result.model)"
    words =
      "KL and W₂ between the posterior and what each sampler's draws show, against the learning rate. Dashed "
      + "lines are Monte Carlo floors: what exact draws as many and as correlated would show. Below them nothing is "
      + "resolved, and only a bound is known. A stationary law is what a sampler's chain tends to, computed without "
      + "a chain."
    (description, findings, self.figure) = (report.description, report.findings, figure)
    (rows, columns, notes) = (report.rows, report.columns, report.notes)
    facts =
      Self.facts(result.model, result.exampleCount, result.parameterNames, command) + [
        ("examples in a minibatch", "\(result.batchSize)"), ("estimator", settings.estimator.rawValue),
        ("chains at each point", "\(settings.chains)"), ("epochs of a chain", "\(settings.epochs)"),
        ("warm-up epochs", "\(settings.burnIn)"), ("seed", "\(settings.seed)"),
      ]
  }
}

extension StudyPage where Row == CostPoint {
  init(_ report: CostReport, _ figure: Figure?, command: [String]? = nil) {
    let result = report.result
    title = "Cost of sampling \(result.model)"
    words =
      "KL between the posterior and what a chain's draws show, against what the chain costs. Each sampler is at the "
      + "rate that did best at that cost, which is known in hindsight alone."
    findings = (result.warnings ?? []).map(\.description)
    (description, self.figure) = (report.description, figure)
    (rows, columns, notes) = (report.rows, report.columns, report.notes)
    facts =
      Self.facts(result.model, result.exampleCount, result.parameterNames, command) + [
        ("chains at each point", "\(result.replicates)"), ("seed", "\(result.seed)"),
      ]
  }
}
