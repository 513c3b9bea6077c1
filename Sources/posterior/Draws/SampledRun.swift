import Foundation
import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

/// A run of `posterior sample` as it was recorded: its draws, and the model that they were drawn from.
struct SampledRun {
  let folder: String
  let manifest: RunManifest
  let command: SampleCommand
  let draws: DrawsFiles
  let model: ModelOnData

  /// Reads runs, whose files must be what they were when these began.
  static func all(_ folders: [String]) throws -> [SampledRun] {
    // Reading a run goes to the folder in which it was begun.
    let paths = folders.map { URL(fileURLWithPath: $0).path }
    return try zip(folders, paths).map { try SampledRun($0, path: $1) }
  }

  /// The run whose draws have been read; draws of several, or of none, are refused.
  init(_ draws: DrawsFiles) throws {
    guard draws.runs.count == 1, let run = draws.runs.first, draws.sampler != nil else {
      throw Failure(.data, "the draws are not those of one run")
    }
    try self.init(run.folder, path: URL(fileURLWithPath: run.folder).path, draws)
  }

  private init(_ folder: String, path: String, _ draws: DrawsFiles? = nil) throws {
    let recording = try RunRecording(goingOnIn: path)
    manifest = recording.now
    guard let command = try manifest.command(in: recording.path).0 as? SampleCommand else {
      throw Failure.keepsNoDraws(folder)
    }
    (self.folder, self.command) = (folder, command)
    self.draws = try draws ?? DrawsFiles([recording.path])
    model = try command.model.model(command.source)
  }

  /// The data that the model was made of, read again.
  func data() throws -> ModelData { try command.model.data(command.source) }

  /// The table of those data.
  func table() throws -> Table {
    if command.model.isWritten, command.source.data == nil { throw Failure.predictsNothing }
    return try command.source.table().table
  }
}
