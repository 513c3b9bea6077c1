import ArgumentParser
import TextTable

/// `posterior models`.
struct ModelsCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the models, and say what each can do.",
    discussion: """
      Every model can be sampled ('posterior sample'), trained ('posterior stationary') and held against draws ('posterior \
      compare'). A model whose posterior is known can also be swept ('posterior sweep') and be the reference of a comparison.
      """)
  static let formats = Set(Format.allCases)

  @OptionGroup var common: CommonOptions

  private struct Row: Encodable {
    let name: String
    let knownPosterior: ModelEntry.KnownPosterior
    let priorStandardDeviation: Double?
    let embeddedData: ModelEntry.EmbeddedData?
    let options: [String]
    let summary: String

    init(_ entry: ModelEntry) {
      name = entry.name
      knownPosterior = entry.knownPosterior
      priorStandardDeviation = entry.usualPriorStandardDeviation
      embeddedData = entry.embeddedData
      options = entry.options.map(\.rawValue).sorted()
      summary = entry.summary
    }
  }

  func run() async throws {
    try printList(
      ModelEntry.all.map(Row.init),
      [
        ("name", .left, { $0.name }),
        ("posterior", .left, { $0.knownPosterior == .normal ? "known: normal" : "-" }),
        ("prior sd", .left, { $0.priorStandardDeviation.map(shortened) ?? "flat" }),
        ("without --data", .left, { $0.embeddedData?.rawValue ?? "-" }),
        ("what it is", .left, { $0.summary }),
      ], common.format)
  }
}

/// `posterior samplers`.
struct SamplersCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "samplers", abstract: "List the samplers of 'posterior sample'.")
  static let formats = Set(Format.allCases)

  @OptionGroup var common: CommonOptions

  private struct Row: Encodable {
    let name: String
    let summary: String
  }

  func run() async throws {
    try printList(
      SamplerKind.allCases.map { Row(name: $0.rawValue, summary: $0.summary) },
      [("name", .left, { $0.name }), ("what it is", .left, { $0.summary })], common.format)
  }
}

/// Prints a list in a format.
private func printList<Row: Encodable>(
  _ rows: [Row], _ columns: [(title: String, align: Alignment, value: (Row) -> String)], _ format: Format
) throws {
  switch format {
  case .table: try printResult(textTable(rows, columns))
  case .json: try printResult(json(rows))
  case .csv:
    let lines = [columns.map(\.title)] + rows.map { row in columns.map { $0.value(row) } }
    try printResult(
      lines.map { line in
        line.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\n"
      }.joined())
  }
}
