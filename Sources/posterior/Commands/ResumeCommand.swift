import ArgumentParser
import Foundation
import PosteriorData

/// `posterior resume`.
struct ResumeCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "resume",
    abstract:
      "Go on with a run of 'posterior sample --output' or 'posterior sweep --run' after any end, or make it longer.",
    discussion: """
      The draws are those of a run without interruption, byte for byte. Its chains go on where they were last saved, \
      half a \
      minute back at most; a sweep goes on with the points that it has not finished. The files that it was made from \
      must be what they were.

      EXAMPLES
        posterior resume run
        posterior resume run --draws 20000
      """)

  static let isShared = true

  @Argument(help: ArgumentHelp("The folder of the run.", valueName: "run"), completion: .directory)
  var folder: String

  @Option(help: ArgumentHelp("Draws that each chain keeps in all. Default: as many as were asked for.", valueName: "n"))
  var draws: Int?

  @Option(help: ArgumentHelp("Threads; the result does not depend on it. Default: as the run had.", valueName: "t"))
  var threads: Int?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    try refuseEmpty("RUN", folder)
    try require("--draws", atLeast: 1, draws)
    try require("--threads", atLeast: 1, threads)
  }

  func run() async throws {
    try RunFolder.checkIsNotReplaced(folder)
    try await RunRecording(goingOnIn: folder).goOn(common: common, draws: draws, threads: threads)
  }
}

extension RunRecording {
  /// Goes on with the run, as it was begun or with more draws.
  func goOn(common: CommonOptions, draws: Int? = nil, threads: Int? = nil) async throws {
    try checkFiles()
    now.noteProgram()
    var (command, words) = try now.command(in: path, draws: draws)
    let made = try (0..<command.running.chains).map { try chain($0).drawCount() }.max() ?? 0
    if let draws, draws < made {
      throw Failure(.usage, "the run has \(made) draws a chain already: --draws must be at least that")
    }
    if let threads { command.running.threading.threads = threads }
    command.common = common
    try await command.run(self, words: words)
  }
}

/// `posterior rerun`.
struct RerunCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "rerun",
    abstract: "Repeat a run from its manifest: the same draws, byte for byte.",
    discussion: """
      EXAMPLES
        posterior rerun run/manifest.json --output again
      """)

  static let isShared = true

  @Argument(help: "The manifest of the run.", completion: .file(extensions: ["json"]))
  var manifest: String

  @Option(
    help: ArgumentHelp(
      "A folder for the draws. Default: the run's own name with -again behind it.", valueName: "dir"),
    completion: .directory)
  var output: String?

  @OptionGroup var common: CommonOptions

  func validate() throws { try refuseEmpty("--output", output) }

  func run() async throws {
    let folder = URL(fileURLWithPath: manifest).deletingLastPathComponent()
    let destination = output.map { URL(fileURLWithPath: $0).path } ?? folder.path + "-again"
    let manifest = try RunManifest(contentsOf: manifest)
    manifest.noteProgram()
    try manifest.restoreInputs(copy: folder.appendingPathComponent("standard-input").path)
    var (command, words) = try manifest.command(in: destination)
    command.common = common
    try await command.run(nil, words: words)
  }
}
