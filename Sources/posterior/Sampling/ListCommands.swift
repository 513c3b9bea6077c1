import ArgumentParser

/// `posterior models`.
struct ModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "List the models of 'posterior sample'.")

  @Option(help: "What standard output holds.")
  var format = TableFormat.table

  func run() throws { try printList(ModelKind.allCases.map { Entry(name: $0.rawValue, summary: $0.summary) }, format) }
}

/// `posterior samplers`.
struct SamplersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "samplers", abstract: "List the samplers of 'posterior sample'.")

  @Option(help: "What standard output holds.")
  var format = TableFormat.table

  func run() throws {
    try printList(SamplerKind.allCases.map { Entry(name: $0.rawValue, summary: $0.summary) }, format)
  }
}

/// A name and what it stands for.
private struct Entry: Encodable {
  let name: String
  let summary: String
}

private func printList(_ entries: [Entry], _ format: TableFormat) throws {
  try printResult(
    format == .json
      ? json(entries) : textTable(entries, [("name", .left, { $0.name }), ("what it is", .left, { $0.summary })]))
}
