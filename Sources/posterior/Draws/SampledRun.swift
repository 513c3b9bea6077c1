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

  private init(_ folder: String, path: String) throws {
    let recording = try RunRecording(goingOnIn: path)
    manifest = recording.now
    guard let command = try manifest.command(in: recording.path).0 as? SampleCommand else {
      throw Failure.keepsNoDraws(folder)
    }
    (self.folder, self.command) = (folder, command)
    draws = try DrawsFiles([recording.path])
    model = try command.model.model(command.source)
  }

  /// The data that the model was made of, read again.
  func data() throws -> ModelData { try command.model.data(command.source) }
}
