import PosteriorSampling
import Testing

/// What an observer can ask of the runner, and what it is shown.
@Suite struct ChainTests {
  static let sampler = ULA(DrawsTests.TestDensity(), learningRate: 0.1)

  /// Ends the chain after so many draws, a few at a time.
  struct Limited: ChainObserver {
    let limit: Int
    var buffer = DrawBuffer()
    var drawsWanted: Int { min(3, limit - buffer.values.count / 2) }
    mutating func observe(_ draw: Span<Double>, report: Span<Double>) { buffer.append(draw) }
  }

  @Test func anObserverEndsTheChain() async throws {
    let all = try await Self.sampler.draws(from: [[1, 2]], count: 100, burnIn: 3)
    let some = try await Self.sampler.run(from: [[1, 2]], ChainSchedule(count: 100, burnIn: 3)) { _ in
      Limited(limit: 10)
    }
    #expect(some[0].buffer.values == Array(all.values.prefix(20)))
  }
}
