import ArgumentParser
import Foundation
import PosteriorData

/// `posterior merge`.
struct MergeCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Join the parts of a run that were made with --part, on one machine or many.",
    discussion: """
      The folder becomes what one run without --part makes: the same draws or points, byte for byte, which 'posterior \
      diagnose', 'resume', 'rerun' and all others take. What that run prints is printed, and its --output and --plot \
      are written if it is a sweep. Nothing but all parts of one run, each once and finished, is joined.

      EXAMPLES
        posterior sample linear-regression --part 1/2 --output part-1
        posterior sample linear-regression --part 2/2 --output part-2
        posterior merge part-1 part-2 --output run
      """)

  @Argument(help: ArgumentHelp("The folders of the parts, in any order.", valueName: "part"), completion: .directory)
  var folders: [String]

  @Option(help: ArgumentHelp("A folder for the whole run.", valueName: "dir"), completion: .directory)
  var output: String

  @OptionGroup var common: CommonOptions

  func validate() throws {
    for folder in folders { try refuseEmpty("PART", folder) }
    try refuseEmpty("--output", output)
  }

  func run() async throws {
    // Going on with a run goes to the folder in which it was begun.
    let output = URL(fileURLWithPath: output).path
    try RunParts(folders).join(at: output)
    // All is made: going on makes the summary.
    try await RunRecording(goingOnIn: output).goOn(common: common)
  }
}
