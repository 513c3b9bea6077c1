import PosteriorNumerics
import Testing

/// A random source under test: every GSL algorithm, and one source that uses the protocol's default implementations.
struct NamedSource: Sendable, CustomTestStringConvertible {
  let testDescription: String
  /// How many draws a test of the distribution's finer points may examine, at its speed.
  let drawCount: Int
  let make: @Sendable (_ seed: UInt64, _ stream: Int) -> any RandomSource

  func callAsFunction(_ seed: UInt64) -> any RandomSource { make(seed, 0) }

  static let all: [NamedSource] =
    GSLRandom.Algorithm.allCases.map { algorithm in
      let drawCount =
        switch algorithm {
        case .xoshiro256pp: 20_000_000
        case .mersenneTwister, .tausworthe: 3_000_000
        case .ranlux: 1_000_000
        }
      return NamedSource(testDescription: algorithm.rawValue, drawCount: drawCount) {
        GSLRandom(algorithm, seed: $0, stream: $1)
      }
    } + [
      NamedSource(testDescription: "SplitMix64", drawCount: 300_000) { seed, stream in
        SplitMix64(seed: StreamSeed(seed).child(stream).bits)
      }
    ]
}

/// Calls `examine` with `count` draws, a buffer at a time.
func forEachBuffer(
  of count: Int, _ fill: (inout MutableSpan<Double>) -> Void, _ examine: ([Double]) -> Void
) {
  var buffer = [Double](repeating: 0, count: min(count, 1_000_000))
  for _ in 0..<max(1, count / buffer.count) {
    var span = buffer.mutableSpan
    fill(&span)
    examine(buffer)
  }
}
