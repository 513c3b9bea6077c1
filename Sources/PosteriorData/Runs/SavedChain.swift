internal import Foundation
import PosteriorSampling
internal import Synchronization

/// The files of a run's chain. Where the chain was saved is read once, when somebody asks.
package final class SavedChain: Sendable {
  /// The draws, in Stan CSV.
  package let drawsPath: String
  /// Where the chain is: a line of JSON that says how much of the draws' file is meant, and one that is a checkpoint.
  package let path: String
  private let found = Mutex<Saved?>(nil)

  /// How much of the draws' file was written when the chain was saved.
  struct Place: Codable {
    /// Bytes behind the header.
    let bodyCount: Int
    /// Draws.
    let drawCount: Int
  }

  /// Where the chain was saved.
  struct Saved {
    let place: Place
    let checkpoint: Data
  }

  init(drawsPath: String, path: String) { (self.drawsPath, self.path) = (drawsPath, path) }

  /// Where the chain goes on; nil where it has not been saved.
  package func checkpoint<Sampler: PosteriorSampler>(of sampler: Sampler) throws -> Checkpoint<Sampler.State>? {
    try saved().map { try Checkpoint($0.checkpoint, of: sampler) }
  }

  /// The draws that were written when the chain was saved.
  package func drawCount() throws -> Int { try saved()?.place.drawCount ?? 0 }

  /// Where the chain was saved before this process has begun; nil where it was not.
  func saved() throws(DataError) -> Saved? {
    if let saved = found.withLock({ $0 }) { return saved }
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let lines = try bytes(ofFile: path, kind: "a saved chain").split(separator: UInt8(ascii: "\n"))
    guard lines.count == 2, let place = try? JSONDecoder().decode(Place.self, from: lines[0]) else {
      throw DataError(path, "the saved chain is damaged; it cannot be gone on with")
    }
    let saved = Saved(place: place, checkpoint: lines[1])
    found.withLock { $0 = saved }
    return saved
  }
}
