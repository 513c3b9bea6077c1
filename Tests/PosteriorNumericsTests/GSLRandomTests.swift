import Foundation
import PosteriorNumerics
import Testing

/// A generator as a value: copied, compared, saved and restored.
@Suite struct GSLRandomTests {
  /// In the middle of a buffer of the generator's own.
  private func begun(_ algorithm: GSLRandom.Algorithm, seed: UInt64 = 5) -> GSLRandom {
    var random = GSLRandom(algorithm, seed: seed)
    for _ in 0..<1001 { _ = random.next() }
    return random
  }

  private func draw(_ count: Int, from random: inout GSLRandom) -> [UInt64] { (0..<count).map { _ in random.next() } }

  @Test(arguments: GSLRandom.Algorithm.allCases) func copiesContinueOnTheirOwn(_ algorithm: GSLRandom.Algorithm) {
    var original = begun(algorithm)
    var (copy, untouched) = (original, original)
    let ahead = draw(700, from: &original)
    #expect(draw(700, from: &copy) == ahead)
    _ = copy.normals(10)
    #expect(draw(700, from: &untouched) == ahead)
  }

  /// Every way to draw must leave an earlier copy alone.
  @Test(arguments: GSLRandom.Algorithm.allCases) func everyDrawLeavesCopiesAlone(_ algorithm: GSLRandom.Algorithm) {
    let draws: [(inout GSLRandom) -> Void] = [
      { _ = $0.next() }, { _ = $0.normal() }, { _ = $0.uniform() }, { _ = $0.normals(3) }, { _ = $0.subset(2, of: 5) },
      { _ = $0.gamma(shape: 2) },
      { random in
        var (buffer, indices) = ([0.0], [Int32(0)])
        var span = buffer.mutableSpan
        random.fillUniform(&span)
        var places = indices.mutableSpan
        random.fillIndices(&places, first: 1, below: 7)
      },
    ]
    for draw in draws {
      var random = begun(algorithm)
      let copy = random
      draw(&random)
      #expect(copy == begun(algorithm) && random != copy)
    }
  }

  @Test(arguments: GSLRandom.Algorithm.allCases) func equalityFollowsTheState(_ algorithm: GSLRandom.Algorithm) {
    var (a, b) = (begun(algorithm), begun(algorithm))
    #expect(a == b && a.hashValue == b.hashValue)
    _ = a.next()
    #expect(a != b)
    _ = b.next()
    #expect(a == b)
    #expect(begun(algorithm, seed: 6) != begun(algorithm, seed: 5))
    for other in GSLRandom.Algorithm.allCases where other != algorithm { #expect(begun(other) != begun(algorithm)) }
  }

  @Test(arguments: GSLRandom.Algorithm.allCases) func savedGeneratorsContinue(_ algorithm: GSLRandom.Algorithm) throws {
    var random = begun(algorithm)
    let saved = try JSONEncoder().encode(random)
    var restored = try JSONDecoder().decode(GSLRandom.self, from: saved)
    #expect(restored == random && restored.algorithm == algorithm)
    #expect(draw(2000, from: &restored) == draw(2000, from: &random))
    #expect(restored.normals(100) == random.normals(100))
  }

  @Test func splitMix64IsSavedToo() throws {
    var random = SplitMix64(seed: .max - 3)
    _ = random.next()
    #expect(try JSONDecoder().decode(SplitMix64.self, from: JSONEncoder().encode(random)) == random)
  }

  /// What `change` does to the saved JSON must be noticed, and the error must say what is wrong.
  private func expectDamage(
    _ algorithm: GSLRandom.Algorithm, _ reason: String, _ change: (inout [String: Any]) -> Void
  ) throws {
    let saved = try JSONEncoder().encode(begun(algorithm))
    var object = try #require(try JSONSerialization.jsonObject(with: saved) as? [String: Any])
    change(&object)
    let damaged = try JSONSerialization.data(withJSONObject: object)
    let error = #expect(throws: DecodingError.self) { try JSONDecoder().decode(GSLRandom.self, from: damaged) }
    #expect(error.map { "\($0)" }?.contains(reason) == true, "\(String(describing: error))")
  }

  @Test(arguments: GSLRandom.Algorithm.allCases) func damageIsNoticed(_ algorithm: GSLRandom.Algorithm) throws {
    let damaged = "the saved state of \(algorithm.rawValue) is damaged"
    func state(_ object: [String: Any]) -> [Int] { object["state"] as? [Int] ?? [] }
    for place in [0, stateSize(algorithm) / 2, stateSize(algorithm) - 8] {
      try expectDamage(algorithm, damaged) { object in
        var bytes = state(object)
        bytes[place] ^= 1
        object["state"] = bytes
      }
    }
    try expectDamage(algorithm, damaged) { $0["state"] = Array(state($0).dropLast()) }
    try expectDamage(algorithm, damaged) { $0["state"] = [Int]() }
    try expectDamage(algorithm, damaged) { $0["state"] = state($0).map { _ in 0 } }
    try expectDamage(algorithm, "checksum") { $0["checksum"] = nil }
    try expectDamage(algorithm, "algorithm") { $0["algorithm"] = "randu" }
    let other: GSLRandom.Algorithm = algorithm == .ranlux ? .tausworthe : .ranlux
    try expectDamage(
      algorithm, "\(other.rawValue) takes \(stateSize(other)) bytes here, not \(stateSize(algorithm))"
    ) {
      $0["algorithm"] = other.rawValue
    }
  }

  /// The sizes of GSL 2.7's states on a 64-bit machine.
  private func stateSize(_ algorithm: GSLRandom.Algorithm) -> Int {
    switch algorithm {
    case .xoshiro256pp: 32
    case .mersenneTwister: 5000
    case .tausworthe: 24
    case .ranlux: 120
    }
  }
}
