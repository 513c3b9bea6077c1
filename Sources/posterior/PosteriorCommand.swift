import ArgumentParser
import Foundation

/// The command: `posterior SUBCOMMAND`.
@main
struct PosteriorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "posterior",
    abstract: "Posterior sampling whose error you can see.",
    discussion: """
      Samples Bayesian posteriors with stochastic-gradient Langevin methods, and measures with error bars how far \
      the draws are from the truth as a function of the learning rate.
      """,
    version: version,
    subcommands: [
      SweepCommand.self, BiasCommand.self, SampleCommand.self, ResumeCommand.self, RerunCommand.self, MergeCommand.self,
      ExportCommand.self, CheckCommand.self, DiagnoseCommand.self, ReportCommand.self, LooCommand.self,
      PredictCommand.self, CompareCommand.self, StationaryCommand.self, PackCommand.self, ModelsCommand.self,
      SamplersCommand.self,
    ])

  /// The program's version.
  static let version = "0.2.0"

  /// What a hint at the right page of help may name.
  static let subcommandNames = Set(configuration.subcommands.compactMap { $0.configuration.commandName })

  /// Runs the command; whatever goes wrong is one line on standard error and a non-zero exit.
  @MainActor static func main() async {
    Streams.protect()
    Ranks.begin()
    Interrupt.watch()
    var subcommand: (any Subcommand)?
    do {
      do {
        try OldSpellings.check(Array(CommandLine.arguments.dropFirst()))
        var command = try parseAsRoot()
        subcommand = command as? any Subcommand
        if let subcommand { try await subcommand.start() } else { try command.run() }
      } catch  where exitCode(for: error).isSuccess {
        // Help and the like, which the parser itself would write without seeing whether it can.
        if Ranks.isFirst { try printText(fullMessage(for: error) + "\n") }
      }
      try await Ranks.end()
    } catch {
      if let failure = Failure(error, dataName: subcommand?.dataName, units: { subcommand?.unitsNote }) {
        await Ranks.end(failure)
      }
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      await Ranks.end(Failure(.usage, message(for: error).split(separator: "\n").joined(separator: " ")))
    }
  }
}

/// A subcommand: what all of them have in common.
protocol Subcommand: AsyncParsableCommand {
  /// The options of all subcommands.
  var common: CommonOptions { get }

  /// What standard output can hold.
  static var formats: Set<Format> { get }

  /// Whether ranks share its work.
  static var isShared: Bool { get }

  /// What its model is made from; nil where there is no model.
  var dataName: String? { get }

  /// Which columns of its data have numbers that may be why it fails, and the remedy; nil where there are none.
  var unitsNote: String? { get }
}

extension Subcommand {
  static var formats: Set<Format> { [.table, .json] }

  static var isShared: Bool { false }

  var dataName: String? { nil }

  var unitsNote: String? { nil }

  /// Checks the common options and runs.
  fileprivate func start() async throws {
    try common.check(Self.self)
    if Ranks.count > 1, !Self.isShared {
      throw Failure(.usage, "mpirun has no meaning for \(Self.configuration.commandName ?? ""): start it once")
    }
    var command = self
    try await command.run()
  }
}
