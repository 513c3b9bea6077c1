import ArgumentParser

@main
struct Bench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times the library: samplers, diagnostics, readers, cost against size, and the machine's limits.",
    subcommands: [
      SamplingCommand.self, WrittenCommand.self, DiagnosticsCommand.self, ScalingCommand.self, LimitsCommand.self,
      CSVCommand.self,
    ])
}
