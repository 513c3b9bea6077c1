/// Names one of many independent random streams: a user's seed, and a path of labels below it.
///
/// A stream depends on its own labels alone, so that a chain draws the same numbers whatever else runs beside it.
@usableFromInline
package struct StreamSeed: Sendable, Hashable {
  /// 64 bits that identify the stream.
  package let bits: UInt64

  /// The root of all streams of a seed.
  @usableFromInline package init(_ seed: UInt64) { bits = SplitMix64.mix(seed &+ 0x9e37_79b9_7f4a_7c15) }

  private init(bits: UInt64) { self.bits = bits }

  /// The stream below this one with a number, such as a chain's.
  @usableFromInline
  package func child(_ number: Int) -> StreamSeed { child(bits: UInt64(bitPattern: Int64(number))) }

  /// The stream below this one with a real number, such as a learning rate.
  package func child(_ number: Double) -> StreamSeed { child(bits: number.bitPattern) }

  /// The stream below this one with a name, such as a sampler's.
  package func child(_ name: String) -> StreamSeed {
    // The end is marked, so that "ab" is not "b" below "a": by a NaN, which is no other kind of label.
    name.utf8.reduce(self) { $0.child(bits: UInt64($1)) }.child(Double.signalingNaN)
  }

  private func child(bits label: UInt64) -> StreamSeed {
    // Both mixes are bijections, so two numbers below one parent never meet.
    StreamSeed(bits: SplitMix64.mix(bits ^ SplitMix64.mix(label &+ 0xd1b5_4a32_d192_ed03)))
  }
}
