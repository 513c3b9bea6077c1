import PosteriorSampling
import Synchronization
import Testing

/// Of several chains that fail, the one named does not depend on timing.
@Suite struct ChainFailureTests {
  /// Fails at the step that its start asks for; 0 is never.
  struct Failing: PosteriorSampler {
    var dimension: Int { 1 }
    struct State: SamplerState {
      var position: [Double]
      var steps = 0
    }
    func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
      State(position: position)
    }
    func step(_ state: inout State, using random: inout some RandomSource) throws(SamplingError) {
      state.steps += 1
      if Double(state.steps) == state.position[0] {
        throw .diverged(step: state.steps, learningRate: 1, parameter: 0)
      }
    }
  }

  private func failure(_ steps: [Double], threads: Int) async -> ChainError? {
    await #expect(throws: ChainError.self) {
      try await Failing().draws(from: steps.map { [$0] }, count: 20_000, threads: threads)
    }
  }

  @Test(arguments: [1, 2, 3, 8]) func theLowestNumberIsNamed(_ threads: Int) async {
    for _ in 0..<20 {
      // Later chains fail earlier in time.
      #expect(await failure([0, 15_000, 0, 1, 1], threads: threads)?.chain == 1)
      #expect(await failure([20_000, 1, 1, 1], threads: threads)?.chain == 0)
      #expect(await failure([0, 0, 0, 0, 3], threads: threads)?.chain == 4)
    }
  }

  /// Notes which chains began and how many draws they gave.
  final class Record: Sendable {
    private let draws = Mutex<[Int: Int]>([:])
    func begin(_ chain: Int) { draws.withLock { $0[chain] = 0 } }
    func count(_ chain: Int) { draws.withLock { $0[chain, default: 0] += 1 } }
    var counts: [Int: Int] { draws.withLock { $0 } }
  }

  struct Sink: ChainObserver {
    let chain: Int
    let record: Record
    init(chain: Int, record: Record) {
      (self.chain, self.record) = (chain, record)
      record.begin(chain)
    }
    func observe(_ draw: Span<Double>, report: Span<Double>) { record.count(chain) }
  }

  /// What came before goes on to its end; what comes after stops, or never begins.
  @Test(arguments: [1, 2]) func laterChainsStop(_ threads: Int) async {
    let record = Record()
    await #expect(throws: ChainError(chain: 1, reason: .diverged(step: 6, learningRate: 1, parameter: 0))) {
      _ = try await Failing().run(from: [[0], [6], [0], [0], [0]], ChainSchedule(count: 50_000, threads: threads)) {
        Sink(chain: $0, record: record)
      }
    }
    let counts = record.counts
    #expect(counts[0] == 50_000 && counts[1] == 5)
    #expect(counts.keys.allSatisfy { $0 <= threads })
  }

  /// An observer's own error is passed on as it is.
  struct Full: Error {}
  struct FullObserver: ChainObserver {
    let chain: Int
    func observe(_ draw: Span<Double>, report: Span<Double>) throws { if chain == 1 { throw Full() } }
  }

  @Test func observersThatFail() async {
    await #expect(throws: Full.self) {
      _ = try await Failing().run(from: [[0], [0], [2]], ChainSchedule(count: 5000, threads: 3)) {
        FullObserver(chain: $0)
      }
    }
  }
}
