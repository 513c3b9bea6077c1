internal import Foundation
import PosteriorSampling

/// Keeps a chain of a run on the disk: its draws in a Stan CSV file, and beside it where the chain is, so that it can
/// go on after any end.
package struct ChainRecorder: Sendable {
  private var writer: StanCSVWriter
  private let savedPath: String
  /// What a sampler without a warm-up of its own steps with; nil for one that says so itself.
  private let stepSize: Double?
  /// What the steps were tuned to, as soon as that is known.
  package private(set) var tuning: RunManifest.Tuning?
  private var pace = SavingPace()

  /// Goes on where a chain was saved, or begins its file.
  package init(_ chain: SavedChain, _ header: StanCSVHeader, stepSize: Double?) throws {
    savedPath = chain.path
    self.stepSize = stepSize
    if let place = try chain.place() {
      writer = try StanCSVWriter(
        goingOnAt: chain.drawsPath, header, bodyCount: place.bodyCount, drawCount: place.drawCount)
    } else {
      writer = try StanCSVWriter(to: chain.drawsPath, header)
    }
  }

  /// Writes a row.
  package mutating func append(_ row: [Double]) throws { try writer.append(row) }

  /// Saves where the chain is, if it is time.
  package mutating func pause(_ chain: Chain<some PosteriorSampler>) throws {
    if tuning == nil {
      let found = (chain.state as? any TunedState)?.tuning
      let tuning = RunManifest.Tuning(stepSize: found?.stepSize ?? stepSize, metric: found?.metric ?? .unit)
      // A chain that goes on has said so before.
      if writer.bodyCount == 0 { writer.append(stepSize: tuning.stepSize ?? .nan, metric: tuning.metric) }
      self.tuning = tuning
    }
    if pace.isTime { try save(chain) }
  }

  /// Saves where the chain is.
  package mutating func save(_ chain: Chain<some PosteriorSampler>) throws {
    let started = ContinuousClock.now
    try writer.synchronize()
    let place = SavedChain.Place(bodyCount: writer.bodyCount, drawCount: writer.drawCount)
    try AtomicFile.write(
      JSONEncoder().encode(place) + Data("\n".utf8) + chain.checkpoint.data() + Data("\n".utf8), to: savedPath)
    pace.saved(in: .now - started)
  }

  /// Ends the draws' file.
  package mutating func finish() throws { try writer.finish() }
}

/// How often a chain is saved: so that it takes less than a hundredth of the time, but every 30 seconds at least.
private struct SavingPace {
  private static let shortest = Duration.milliseconds(250)
  private var next = ContinuousClock.now + shortest

  var isTime: Bool { .now >= next }

  mutating func saved(in duration: Duration) { next = .now + min(.seconds(30), max(Self.shortest, duration * 100)) }
}

/// The files of a run's chain.
package struct SavedChain: Sendable {
  /// The draws, in Stan CSV.
  package let drawsPath: String
  /// Where the chain is: a line of JSON that says how much of the draws' file is meant, and one that is a checkpoint.
  package let path: String

  /// How much of the draws' file was written when the chain was saved.
  struct Place: Codable {
    /// Bytes behind the header.
    let bodyCount: Int
    /// Draws.
    let drawCount: Int
  }

  /// Whether the chain was saved.
  package var exists: Bool { FileManager.default.fileExists(atPath: path) }

  /// Where the chain goes on; nil where it has not been saved.
  package func checkpoint<Sampler: PosteriorSampler>(of sampler: Sampler) throws -> Checkpoint<Sampler.State>? {
    guard let lines = try lines() else { return nil }
    return try Checkpoint(lines.checkpoint, of: sampler)
  }

  /// The draws that were written when the chain was saved.
  package func drawCount() throws -> Int { try place()?.drawCount ?? 0 }

  func place() throws -> Place? {
    guard let lines = try lines() else { return nil }
    guard let place = try? JSONDecoder().decode(Place.self, from: lines.place) else { throw damaged }
    return place
  }

  private func lines() throws(DataError) -> (place: Data, checkpoint: Data)? {
    guard exists else { return nil }
    let lines = try bytes(ofFile: path, kind: "a saved chain").split(separator: UInt8(ascii: "\n"))
    guard lines.count == 2 else { throw damaged }
    return (lines[0], lines[1])
  }

  private var damaged: DataError { DataError(path, "the saved chain is damaged; it cannot be gone on with") }
}
