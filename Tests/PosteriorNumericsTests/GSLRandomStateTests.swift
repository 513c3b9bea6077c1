import Foundation
import PosteriorNumerics
import Testing

/// Saved states whose checksum is right and that no generator can be in.
@Suite struct GSLRandomStateTests {
  private struct Saved: Codable {
    var algorithm: GSLRandom.Algorithm
    var state: [UInt8]
    var checksum: UInt32

    init(_ random: GSLRandom) throws {
      self = try JSONDecoder().decode(Saved.self, from: JSONEncoder().encode(random))
    }

    /// The generator of the state, whose checksum is made anew.
    func restored() throws -> GSLRandom {
      var saved = self
      saved.checksum = state.reduce(0x811c_9dc5) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
      return try JSONDecoder().decode(GSLRandom.self, from: JSONEncoder().encode(saved))
    }

    mutating func set(_ word: some FixedWidthInteger, at place: Int) {
      withUnsafeBytes(of: word) { state.replaceSubrange(place..<place + $0.count, with: $0) }
    }
  }

  private func refuses(_ saved: Saved, _ comment: Comment? = nil) {
    let error = #expect(throws: DecodingError.self, comment) { try saved.restored() }
    let words = "the saved state is none that \(saved.algorithm.rawValue) can be in"
    #expect(error.map { "\($0)".contains(words) } == true, comment)
  }

  @Test func zerosAreRefused() throws {
    for algorithm in GSLRandom.Algorithm.allCases {
      var saved = try Saved(GSLRandom(algorithm, seed: 3))
      saved.state = saved.state.map { _ in 0 }
      refuses(saved)
    }
  }

  @Test func indicesBeyondTheStateAreRefused() throws {
    let twister = try Saved(GSLRandom(.mersenneTwister, seed: 3))
    for used in [-1, 625, .min, .max] as [Int32] {
      var saved = twister
      saved.set(used, at: 4992)
      refuses(saved, "\(used)")
    }
    let ranlux = try Saved(GSLRandom(.ranlux, seed: 3))
    for field in 0..<4 {
      for word in [12, 13, 0x7FFF_FFFF, .max] as [UInt32] {
        var saved = ranlux
        saved.set(word, at: 104 + 4 * field)
        refuses(saved, "\(field): \(word)")
      }
    }
  }

  @Test func numbersBeyondTheStateAreRefused() throws {
    for number in [1, -0x1p-48, 0x1p-50, .nan, .infinity] {
      for place in 0..<13 {
        var saved = try Saved(GSLRandom(.ranlux, seed: 3))
        saved.set(number.bitPattern, at: 8 * place)
        refuses(saved, "\(number) at \(place)")
      }
    }
    for (place, words) in [(0, [0, 1, 1 << 32]), (8, [7, 1 << 32]), (16, [15, 1 << 63])] as [(Int, [UInt64])] {
      for word in words {
        var saved = try Saved(GSLRandom(.tausworthe, seed: 3))
        saved.set(word, at: place)
        refuses(saved, "\(word) at \(place)")
      }
    }
    var saved = try Saved(GSLRandom(.mersenneTwister, seed: 3))
    saved.set(UInt64(1) << 32, at: 800)
    refuses(saved)
  }

  /// RANLUX gives the same number for ever from zeros, and from the largest numbers with a carry.
  @Test func fixedPointsAreRefused() throws {
    for (number, carry) in [(0, 0), (1 - 0x1p-48, 0x1p-48)] {
      var saved = try Saved(GSLRandom(.ranlux, seed: 3))
      for place in 0..<12 { saved.set(number.bitPattern, at: 8 * place) }
      saved.set(carry.bitPattern, at: 96)
      refuses(saved)
    }
  }

  /// States that a generator passes through are restored, those around a renewal of its numbers among them.
  @Test(arguments: GSLRandom.Algorithm.allCases) func everyStateIsRestored(_ algorithm: GSLRandom.Algorithm) throws {
    var random = GSLRandom(algorithm, seed: 11)
    for step in 0..<700 {
      if step.isMultiple(of: 29) || step % 624 < 2 { #expect(try Saved(random).restored() == random) }
      _ = random.next()
    }
  }

  /// Whatever bytes are changed, the state is refused, or draws go on.
  @Test(arguments: GSLRandom.Algorithm.allCases) func changedStates(_ algorithm: GSLRandom.Algorithm) throws {
    var random = SplitMix64(seed: 17)
    let sound = try Saved(GSLRandom(algorithm, seed: 3))
    for _ in 0..<50 {
      var saved = sound
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<saved.state.count, using: &random)
        saved.state[place] = UInt8.random(in: 0...255, using: &random)
      }
      guard var restored = try? saved.restored() else { continue }
      let sum = restored.normals(2000).reduce(0, +)
      #expect(sum.isFinite)
    }
  }
}
