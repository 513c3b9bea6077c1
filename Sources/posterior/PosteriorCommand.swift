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
    version: "0.1.0",
    subcommands: [
      SweepCommand.self, SampleCommand.self, DiagnoseCommand.self, CompareCommand.self, StationaryCommand.self,
      ModelsCommand.self, SamplersCommand.self,
    ])

  /// What a hint at the right page of help may name.
  static let subcommandNames: Set = ["sweep", "sample", "diagnose", "compare", "stationary", "models", "samplers"]

  /// Runs the command; whatever goes wrong is one line on standard error and a non-zero exit.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      failure.exit()
    } catch {
      if exitCode(for: error) == .validationFailure {
        Failure(.usage, message(for: error).split(separator: "\n").joined(separator: " ")).exit()
      }
      exit(withError: error)
    }
  }
}
