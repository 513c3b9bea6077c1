/// SplitMix64 (Steele, Lea & Flood 2014): a 64-bit counter through a mixing function.
///
/// Used to spread seeds, and as the plainest ``RandomSource``.
package struct SplitMix64: RandomSource, Hashable, Codable {
  private var counter: UInt64

  /// Starts the counter at `seed`.
  package init(seed: UInt64) { counter = seed }

  /// The next 64 bits.
  package mutating func next() -> UInt64 {
    counter &+= 0x9e37_79b9_7f4a_7c15
    return Self.mix(counter)
  }

  /// The mixing function: a bijection of 64-bit words.
  static func mix(_ word: UInt64) -> UInt64 {
    var z = word
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
