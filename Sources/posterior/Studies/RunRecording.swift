import Foundation
import PosteriorData
import PosteriorDiagnostics
import Synchronization

/// A run on the disk, of `posterior sample` or of a sweep: its folder and its manifest.
final class RunRecording: Sendable {
  private let folder: RunFolder
  private let manifest: Mutex<RunManifest>
  private let chains = Mutex<[Int: SavedChain]>([:])
  /// Whether draws of an earlier process, or of another rank, may be there.
  let isResumed: Bool

  /// The file that keeps what was read from standard input.
  static let inputCopy = "standard-input"

  /// Begins a run in a folder of its own.
  init(_ plan: RunPlan, at path: String, replacing: Bool) throws {
    let inputs = try plan.inputs.map { try RunManifest.Input($0.option, path: $0.path) }
    let modelText = try plan.inputs.first { $0.option == RunPlan.modelFile }.map {
      try text(ofFile: $0.path, kind: "a model file", format: "plain text")
    }
    folder = try RunFolder.make(at: path, replacing: replacing)
    var manifest = RunManifest(
      program: "posterior \(PosteriorCommand.version)", command: plan.words, model: plan.model, modelText: modelText,
      inputs: inputs, settings: plan.settings)
    manifest.replaces = folder.replaced
    manifest.warnings = plan.warnings
    if inputs.contains(where: { $0.path == "-" }) {
      try AtomicFile.write(StandardInput.contents(), to: folder.file(Self.inputCopy))
    }
    try folder.write(manifest)
    self.manifest = Mutex(manifest)
    isResumed = Ranks.count > 1
  }

  /// Goes on with a run whose folder is there. Paths are from now on those of the folder in which it was begun.
  init(goingOnIn path: String) throws {
    folder = try RunFolder.existing(at: URL(fileURLWithPath: path).path, isHeld: !Ranks.isFirst)
    let manifest = try folder.manifest()
    self.manifest = Mutex(manifest)
    isResumed = true
    try manifest.restoreInputs(copy: folder.file(Self.inputCopy))
  }

  /// What the run is.
  var now: RunManifest { manifest.withLock { $0 } }

  /// The name of the folder.
  var path: String { folder.path }

  /// The points of a sweep, of which this rank keeps its own.
  func points() throws -> FinishedPoints { try FinishedPoints(folder) }

  /// The files of a chain, numbered from 0.
  func chain(_ number: Int) -> SavedChain {
    chains.withLock { chains in
      let chain = chains[number] ?? folder.chain(number)
      chains[number] = chain
      return chain
    }
  }

  /// Has the files of chains be read anew, which other ranks have written.
  func forgetChains() { chains.withLock { $0 = [:] } }

  /// Refuses now to go on with files that cannot be written to.
  func checkFiles() throws { try folder.checkFiles() }

  /// Notes that the run goes on, by a command line that may ask for more draws.
  func goOn(_ plan: RunPlan) throws {
    try note { manifest in
      (manifest.command, manifest.settings) = (plan.words, plan.settings)
      (manifest.status, manifest.ended, manifest.reason) = (.running, nil, nil)
    }
  }

  /// Notes how the run ended.
  func end(_ status: RunManifest.Status, _ reason: String?) throws {
    try note { manifest in (manifest.status, manifest.reason, manifest.ended) = (status, reason, Date()) }
  }

  /// Notes that the run is whole, and puts it in its place.
  func finish(tuning: [RunManifest.Tuning?]? = nil, warnings: [String] = []) throws {
    try note { manifest in
      (manifest.status, manifest.ended, manifest.tuning) = (.finished, Date(), tuning)
      manifest.warnings = warnings
    }
    try folder.takePlace(now)
    if now.replaces != nil { try note { $0.replaces = nil } }
  }

  /// Keeps what was measured of the sampler's bias, once the run is whole.
  func keep(_ bias: BiasEstimate) throws { try folder.writeBias(json(bias)) }

  private func note(_ change: (inout RunManifest) -> Void) throws {
    guard Ranks.isFirst else { return }
    try manifest.withLock { manifest in
      change(&manifest)
      try folder.write(manifest)
    }
  }
}

extension RunManifest {
  /// Whether it is a run of chains, and not a sweep.
  var isSample: Bool { command.first == SampleCommand.configuration.commandName }

  /// Says so where another version than this one began the run.
  func noteProgram() {
    let program = "posterior \(PosteriorCommand.version)"
    guard self.program != program else { return }
    StandardError.say("the run was begun by \(self.program), this is \(program): its draws may differ")
  }

  /// Goes to the folder in which the run was begun, and sees that its files are what they were.
  ///
  /// - Parameter copy: Where the run keeps what it has read from standard input.
  func restoreInputs(copy: String) throws {
    let needsDirectory = inputs.contains { $0.path != "-" && !$0.path.hasPrefix("/") }
    guard FileManager.default.changeCurrentDirectoryPath(directory) || !needsDirectory else {
      throw Failure(.data, "the run was begun in '\(directory)', which is not there: paths of its files start from it")
    }
    if inputs.contains(where: { $0.path == "-" }) {
      do throws(DataError) { try StandardInput.replace(by: copy) } catch {
        throw Failure(.data, "'\(copy)', the run's copy of standard input, cannot be read")
      }
    }
    try checkInputs()
  }

  /// The command of the run, in a folder and of a length as they are wanted now.
  func command(in folder: String, draws: Int? = nil) throws -> (any RecordedCommand, words: [String]) {
    var words = command.removing(["--run"], flags: ["--overwrite"])
    if isSample { words = words.removing(["--output"], flags: []) }
    if let draws { words = words.removing(["--draws", "--epochs"], flags: []) + ["--draws", "\(draws)"] }
    words += [isSample ? "--output" : "--run", folder]
    guard let command = try PosteriorCommand.parseAsRoot(words) as? any RecordedCommand else {
      throw Failure(.data, "the manifest is of 'posterior \(command.first ?? "")', which makes no runs")
    }
    return (command, words)
  }
}

/// A subcommand whose runs can be gone on with.
protocol RecordedCommand: Subcommand {
  var running: RunOptions { get set }
  var common: CommonOptions { get set }

  /// Runs, or goes on with an earlier run, by the command line's words behind the program's name.
  func run(_ earlier: RunRecording?, words: [String]) async throws
}

/// What a run is made of.
struct RunPlan {
  /// The command line's words behind the program's name.
  let words: [String]
  /// The files that it is made from, and the options that name them.
  let inputs: [(option: String, path: String)]
  /// The model in words.
  let model: String
  /// Every setting, whether it was given or not.
  let settings: [String: Setting]
  /// What was said before it began.
  var warnings: [String] = []

  /// The option of a model file.
  static let modelFile = "MODEL"
}

extension [String] {
  /// A command line without some options and their values, and without some flags.
  func removing(_ options: [String], flags: [String]) -> [String] {
    var (kept, isValue) = ([String](), false)
    for word in self {
      if isValue {
        isValue = false
      } else if options.contains(word) {
        isValue = true
      } else if !flags.contains(word), !options.contains(where: { word.hasPrefix($0 + "=") }) {
        kept.append(word)
      }
    }
    return kept
  }
}
