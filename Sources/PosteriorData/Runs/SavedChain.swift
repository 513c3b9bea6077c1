package import Foundation
import PosteriorSampling
internal import Synchronization

/// The files of a run's chain. Where the chain was saved is read once, when somebody asks.
package final class SavedChain: Sendable {
  /// The draws, in Stan CSV.
  package let drawsPath: String
  /// Where the chain is.
  package let path: String
  private let found = Mutex<Contents?>(nil)

  init(drawsPath: String, path: String) { (self.drawsPath, self.path) = (drawsPath, path) }

  /// Where the chain goes on; nil where it has not been saved.
  package func checkpoint<Sampler: PosteriorSampler>(of sampler: Sampler) throws(DataError) -> Checkpoint<
    Sampler.State
  >? {
    try saved()?.checkpoint(of: sampler)
  }

  /// The draws that were written when the chain was saved.
  package func drawCount() throws(DataError) -> Int { try saved()?.place.drawCount ?? 0 }

  /// What was saved of the chain before this process has begun; nil where nothing was.
  func saved() throws(DataError) -> Contents? {
    if let saved = found.withLock({ $0 }) { return saved }
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let saved = try Contents(bytes(ofFile: path, kind: "a saved chain"), source: path)
    found.withLock { $0 = saved }
    return saved
  }

  /// How much of the draws' file was written when the chain was saved.
  package struct Place: Codable, Sendable {
    /// Bytes behind the header.
    package var bodyCount: Int
    /// Whether the rows are of what is thrown away.
    package var isInWarmUp: Bool
    /// Draws.
    package var drawCount: Int

    package init(bodyCount: Int, isInWarmUp: Bool, drawCount: Int) {
      (self.bodyCount, self.isInWarmUp, self.drawCount) = (bodyCount, isInWarmUp, drawCount)
    }
  }

  /// What is saved of a chain: a line of JSON that says how much of the draws' file is meant, and one that is a
  /// checkpoint.
  package struct Contents: Sendable {
    /// How much of the draws' file is meant.
    package let place: Place
    private let checkpoint: Data
    private let source: String

    /// What is to be saved.
    package init(_ place: Place, checkpoint: Checkpoint<some SamplerState>) throws {
      self.place = place
      self.checkpoint = try checkpoint.data()
      source = "the saved chain"
    }

    /// Reads a file's bytes. Errors call them `source`.
    package init(_ data: Data, source: String) throws(DataError) {
      let lines = data.split(separator: UInt8(ascii: "\n"))
      // A draw takes a byte at least.
      guard lines.count == 2, let place = try? JSONDecoder().decode(Place.self, from: lines[0]),
        (0...max(0, place.bodyCount)).contains(place.drawCount), place.bodyCount >= 0
      else { throw DataError(source, "the saved chain is damaged; it cannot be gone on with") }
      (self.place, checkpoint) = (place, lines[1])
      self.source = source
    }

    /// The file's bytes.
    package func data() throws -> Data {
      let encoder = JSONEncoder()
      encoder.outputFormatting = .sortedKeys
      let newline = Data("\n".utf8)
      return try encoder.encode(place) + newline + checkpoint + newline
    }

    /// Where the chain goes on.
    package func checkpoint<Sampler: PosteriorSampler>(
      of sampler: Sampler
    ) throws(DataError) -> Checkpoint<Sampler.State> {
      do { return try Checkpoint(checkpoint, of: sampler) } catch { throw DataError(source, shown("\(error)")) }
    }
  }
}
