import PosteriorData
import PosteriorModels
import PosteriorSampling

/// A reader of files, the inputs that it is tried on, and what must hold of all that it reads.
package struct FuzzReader: Sendable, CustomStringConvertible {
  /// What the command calls it.
  package let name: String
  /// What it reads, in words.
  package let about: String
  /// Inputs that it must read.
  package let sound: [[UInt8]]
  /// Bytes of memory that an input may take, whatever its size: what its words may ask for.
  var allowance = 1 << 20
  /// Makes an input that may be anything.
  let mutated: @Sendable (inout FuzzRandom) -> [UInt8]
  /// Reads an input. It throws the reader's own error, or ``Unsound`` where what was read is not what the input holds.
  let read: @Sendable ([UInt8]) throws -> Void

  /// Every reader.
  package static let all = [
    tables, drawsOfStan, arrays, sparseTexts, sparseArchives, bytes, constants, models, manifests, checkpoints, points,
  ]

  package var description: String { name }

  /// What the reader makes of an input.
  package func verdict(on input: [UInt8]) -> FuzzVerdict {
    do { try read(input) } catch {
      if let problem = Self.problem(with: error, on: input) { return .wrong(problem) }
      return .refused("\(error)")
    }
    return .read
  }

  /// What is wrong with a refusal: it must be the library's own, one line, and about a place within the input.
  private static func problem(with error: any Error, on input: [UInt8]) -> String? {
    // Whoever decodes a point says so in words of his own.
    if error is DecodingError { return nil }
    let words = "\(error)"
    guard words.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
      return "not one line: \(words.debugDescription)"
    }
    let isInside: Bool
    switch error {
    case let unsound as Unsound: return "what was read is not sound: \(unsound.words)"
    case let error as DataError:
      isInside = (1...(input.count { $0 == 0x0A || $0 == 0x0D } + 1)).contains(error.line ?? 1)
    case let error as ModelError: isInside = TextPlaces(String(decoding: input, as: UTF8.self)).holds(error)
    default: return "not an error of a reader: \(words)"
    }
    return isInside ? nil : "outside the input: \(words)"
  }
}

/// What a reader made of an input.
package enum FuzzVerdict: Sendable, Hashable {
  case read
  case refused(String)
  case wrong(String)
}

/// What was read is not what the input can hold.
struct Unsound: Error {
  let words: String
}

/// Fails where what was read is not sound.
func require(_ isSound: Bool, _ words: String) throws(Unsound) {
  if !isSound { throw Unsound(words: words) }
}
