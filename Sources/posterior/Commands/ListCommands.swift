import ArgumentParser
import TextTable

/// `posterior models`.
struct ModelsCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the models, and say what each can do.",
    discussion: """
      Every model can be sampled ('posterior sample'), swept ('posterior sweep'), trained ('posterior stationary') \
      and held against draws ('posterior compare'). A model whose posterior is known can also be the reference of a \
      comparison, and of a sweep's errors.
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
    commandName: "samplers", abstract: "List the samplers, and say what each can do.",
    discussion: """
      Any product BATCHING/GRADIENT/INTEGRATOR is a sampler too, such as symmetric/control-variate/baoab:

      \(LangevinProduct.help)

      rate: whether it takes a learning rate. law: whether its stationary law is known, and so a rate can be chosen by \
      --learning-rate auto, and theory given by 'posterior sweep --theory'. coupled: whether a sweep can couple it to \
      the exact gradient. bias: whether 'posterior bias' takes it. swept, costed: whether 'posterior sweep' takes it, \
      against the learning rate or --against cost.
      """)
  static let formats = Set(Format.allCases)

  @OptionGroup var common: CommonOptions

  private struct Row: Encodable {
    let name: String
    let summary: String
    let facts: SamplerFacts
  }

  func run() async throws {
    func yes(_ value: Bool) -> String { value ? "yes" : "-" }
    try printList(
      SamplerEntry.all.map { Row(name: $0.name, summary: $0.summary, facts: $0.facts) },
      [
        ("name", .left, { $0.name }),
        ("rate", .left, { yes($0.facts.needsLearningRate) }),
        ("exact", .left, { yes($0.facts.isExact) }),
        ("control variates", .left, { yes($0.facts.usesControlVariates) }),
        ("law", .left, { yes($0.facts.hasStationaryLaw) }),
        ("coupled", .left, { yes($0.facts.canBeCoupled) }), ("bias", .left, { yes($0.facts.hasTwin) }),
        ("swept", .left, { yes($0.facts.notSwept == nil) }),
        ("costed", .left, { yes($0.facts.notCosted == nil) }),
        ("what it is", .left, { $0.summary }),
      ], common.format)
  }
}

/// Prints a list in a format.
private func printList<Row: Encodable>(
  _ rows: [Row], _ columns: [TextColumn<Row>], _ format: Format
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
