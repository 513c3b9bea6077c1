/// A small generator of numbers, so that a failure can be repeated.
package struct FuzzRandom: RandomNumberGenerator {
  private var state: UInt64

  package init(seed: UInt64) { state = seed }

  /// The numbers of one input, whatever came before it.
  init(seed: UInt64, input: Int) {
    self.init(seed: seed)
    state = next() ^ UInt64(bitPattern: Int64(input))
    state = next()
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

extension Array {
  /// Takes a part out, puts a piece before it or in its place, or copies it to elsewhere.
  mutating func scramble(_ part: Range<Int>, _ piece: [Element], using random: inout FuzzRandom) {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: removeSubrange(part)
    case 1: insert(contentsOf: piece, at: part.lowerBound)
    case 2: replaceSubrange(part, with: piece)
    default: insert(contentsOf: self[part], at: Int.random(in: 0...count, using: &random))
    }
  }
}

/// Sound inputs, and what is put into them.
package struct FuzzCorpus: Sendable {
  package let seeds: [[UInt8]]
  let pieces: [[UInt8]]

  /// One of the seeds with one to three changes.
  package func mutated(using random: inout FuzzRandom) -> [UInt8] {
    mutated(seeds.randomElement(using: &random) ?? [], using: &random)
  }

  /// Bytes with one to three changes.
  func mutated(_ seed: [UInt8], using random: inout FuzzRandom) -> [UInt8] {
    var bytes = seed
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let start = Int.random(in: 0...bytes.count, using: &random)
      let part = start..<min(bytes.count, start + Int.random(in: 0...8, using: &random))
      switch Int.random(in: 0..<8, using: &random) {
      case 0 where start < bytes.count: bytes[start] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      case 1 where start < bytes.count: bytes[start] = UInt8.random(in: 0...255, using: &random)
      case 2: bytes.removeSubrange(start...)
      default: bytes.scramble(part, pieces.randomElement(using: &random) ?? [], using: &random)
      }
    }
    return bytes
  }
}
