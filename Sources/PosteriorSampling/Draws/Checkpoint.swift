public import Foundation

/// Where a chain has come to, as a value that can be saved: a chain that goes on from it makes the draws that the chain
/// itself would have made, bit for bit.
///
///     let saved = try chain.checkpoint.data()
///     // … in another run of the program, with a sampler made from the same model and settings:
///     let checkpoint = try Checkpoint(saved, of: sampler)
///     let chains = try await sampler.run(from: starts, schedule, resuming: { _ in checkpoint }) { _ in observer }
///
/// A ``ChainObserver`` is shown its chain every few draws, and can keep its checkpoint.
public struct Checkpoint<State: SamplerState>: Sendable, Codable {
  /// The draws that the chain has made, those that are thrown away included.
  let drawsMade: Int
  /// The sampler's state behind the last of these draws.
  let state: State
  /// The stream of its random numbers.
  let random: GSLRandom
}

extension Checkpoint {
  /// The checkpoint as JSON.
  public func data() throws -> Data {
    let encoder = JSONEncoder()
    // Equal checkpoints are equal bytes, whichever process has made them.
    encoder.outputFormatting = .sortedKeys
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try encoder.encode(self)
  }

  /// Reads a checkpoint that ``data()`` made.
  ///
  /// - Parameters:
  ///   - data: The JSON text, which may be damaged.
  ///   - sampler: The sampler whose chain is to go on.
  /// - Throws: ``SamplingError/invalidCheckpoint(_:)`` where the text is no checkpoint, or none of this sampler's
  ///   chains.
  public init<Sampler: PosteriorSampler>(
    _ data: Data, of sampler: Sampler
  ) throws(SamplingError) where Sampler.State == State {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    decoder.userInfo[.sampler] = sampler as? AnySampler
    do { self = try decoder.decode(Self.self, from: data) } catch {
      throw .invalidCheckpoint("it cannot be read (\((error as? DecodingError)?.words ?? "\(error)"))")
    }
    guard drawsMade >= 0, drawsMade < 1 << 62 else {
      throw .invalidCheckpoint("a chain cannot have made \(drawsMade) draws")
    }
    guard sampler.accepts(state) else {
      throw .invalidCheckpoint("its state is not one of this sampler's chains")
    }
  }
}

extension DecodingError {
  /// What is wrong, and where.
  fileprivate var words: String {
    let context =
      switch self {
      case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
        .dataCorrupted(let context):
        context
      @unknown default: Context(codingPath: [], debugDescription: "\(self)")
      }
    let path = context.codingPath.map(\.stringValue).joined(separator: ".")
    return (path.isEmpty ? "" : path + ": ") + context.debugDescription
  }
}
