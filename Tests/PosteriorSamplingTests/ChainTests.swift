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

  /// Copies the chain after its first draws, and goes on by itself from there at the end.
  struct Checkpoint: ChainObserver {
    var buffer = DrawBuffer()
    var goesOn: (@Sendable (Int) throws -> [Double])?
    var place = 0

    mutating func observe(_ draw: Span<Double>, report: Span<Double>) { buffer.append(draw) }

    mutating func pause(_ chain: Chain<some PosteriorSampler>) {
      guard goesOn == nil else { return }
      place = buffer.values.count
      goesOn = { draws in
        var chain = chain
        return try (0..<draws).flatMap { _ in
          try chain.sampler.step(&chain.state, using: &chain.random)
          return chain.state.position
        }
      }
    }
  }

  @Test func aCopyOfTheChainIsACheckpoint() async throws {
    let observer = try await Self.sampler.run(from: [[1, 2]], ChainSchedule(count: 200)) { _ in Checkpoint() }[0]
    let values = observer.buffer.values
    #expect(observer.place > 0 && observer.place < values.count)
    let resumed = try observer.goesOn?((values.count - observer.place) / 2)
    #expect(resumed == Array(values.dropFirst(observer.place)))
  }
}
