import ArgumentParser

/// The options of all subcommands.
struct CommonOptions: ParsableArguments {
  @Option(help: "What standard output holds; csv is for sweep, models and samplers.")
  var format = Format.table

  @Flag(help: "No progress on standard error.")
  var quiet = false

  /// Refuses a format that a subcommand does not write.
  func check(_ subcommand: any Subcommand.Type) throws(Failure) {
    guard !subcommand.formats.contains(format) else { return }
    let name = subcommand.configuration.commandName ?? ""
    let formats = subcommand.formats.map(\.rawValue).sorted().reversed().joined(separator: " or ")
    throw Failure(.usage, "--format \(format.rawValue) has no meaning for \(name): give \(formats)")
  }
}

/// What standard output holds.
enum Format: String, ExpressibleByArgument, CaseIterable {
  case table
  case json
  case csv
}
