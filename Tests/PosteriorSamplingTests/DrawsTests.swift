import PosteriorSampling
import Synchronization
import Testing

@Suite struct DrawsTests {
  /// Two chains of three draws of two parameters: 100 · chain + 10 · draw + parameter.
  static let draws = Draws(
    parameterNames: ["a", "b"], chainCount: 2,
    values: [0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121])

  @Test func laysDrawsOutByChainDrawAndParameter() {
    let draws = Self.draws
    #expect(draws.drawsPerChain == 3 && draws.dimension == 2)
    #expect(draws[1, 2, 0] == 120)
    #expect(draws.draw(1, chain: 1) == [110, 111])
    #expect(draws.column(1, chain: 1) == [101, 111, 121])
    #expect(draws.chains(ofParameter: 0) == Matrix(columnCount: 3, elements: [0, 10, 20, 100, 110, 120]))
    #expect(draws.parameter(named: "b") == 1 && draws.parameter(named: "c") == nil)
  }

  @Test func combinesChains() {
    let run = Draws.Run(sampler: "x", seed: 1, burnIn: 2, thinning: 3)
    let parts = (0..<2).map { chain in
      Draws(parameterNames: ["a", "b"], chainCount: 1, values: Array(Self.draws.values[chain * 6..<chain * 6 + 6]))
    }
    #expect(Draws(combining: parts) == Self.draws)
    var named = parts
    for i in named.indices { named[i].run = run }
    #expect(Draws(combining: named).run == run)
    #expect(Draws(combining: [named[0], parts[1]]).run == nil)
  }

  /// Counts its steps; jumps by one, and fails at a step, where asked.
  struct Counter: PosteriorSampler {
    var dimension: Int { 2 }
    var parameterNames: [String] { ["x", "chain"] }
    var columns: [DrawColumn<State, Double>] { [DrawColumn("minus steps") { $1 }] }
    var stepsPerDraw = 1
    var failsAt = Int.max
    struct State: SamplerState {
      var position: [Double]
      var steps = 0
    }
    func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
      State(position: position)
    }
    func step(_ state: inout State, using random: inout some RandomSource) throws(SamplingError) -> Double {
      state.steps += 1
      if state.steps == failsAt, state.position[1] == 1 {
        throw .diverged(step: state.steps, learningRate: 0.5, parameter: 0)
      }
      state.position[0] += 1
      return Double(-state.steps)
    }
  }

  @Test func keepsTheDrawsAsked() async throws {
    // Burn-in of 2 draws, then every third of 3 · 4, each of 5 steps: the position after 5(2 + 3k) steps, k = 1 … 4.
    let draws = try await Counter(stepsPerDraw: 5).draws(
      from: [[0, 0], [1000, 1]], count: 4, burnIn: 2, thinning: 3, seed: 7)
    #expect(draws.column(0, chain: 0) == [25, 40, 55, 70])
    #expect(draws.column(0, chain: 1) == [1025, 1040, 1055, 1070])
    #expect(draws.column(1, chain: 1) == [1, 1, 1, 1])
    #expect(draws.run == .init(sampler: "Counter", seed: 7, burnIn: 2, thinning: 3))
  }

  @Test func doesNotDependOnThreads() async throws {
    let sampler = ULA(TestDensity(), learningRate: 0.1)
    let starts = (0..<5).map { [Double($0), 0] }
    let one = try await sampler.draws(from: starts, count: 200, seed: 3)
    let three = try await sampler.draws(from: starts, count: 200, seed: 3, threads: 3)
    let fewer = try await sampler.draws(from: Array(starts[..<2]), count: 200, seed: 3, threads: 2)
    let reseeded = try await sampler.draws(from: starts, count: 200, seed: 4, threads: 2)
    #expect(one == three)
    #expect(one.parameterNames == ["θ[1]", "θ[2]"])
    #expect(fewer.values == Array(one.values[..<800]))
    #expect(one.column(0, chain: 0) != reseeded.column(0, chain: 0))
    // Different chains draw different noise.
    let noise = (0..<2).map { chain in
      zip(one.column(1, chain: chain), one.column(1, chain: chain).dropFirst()).map { $1 - 0.9 * $0 }
    }
    #expect(zip(noise[0], noise[1]).allSatisfy { abs($0 - $1) > 1e-12 })
  }

  /// A standard normal in two dimensions.
  struct TestDensity: LogDensity {
    var dimension: Int { 2 }
    func logDensity(at position: Span<Double>) -> Double { -0.5 * position.dot(position) }
    func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
      for i in 0..<2 { gradient[i] -= position[i] }
    }
  }

  @Test func namesTheChainThatDiverged() async throws {
    let error = await #expect(throws: ChainError.self) {
      try await Counter(failsAt: 30).draws(from: [[0, 0], [0, 0], [0, 1]], count: 100, threads: 2)
    }
    #expect(error == ChainError(chain: 2, reason: .diverged(step: 30, learningRate: 0.5, parameter: 0)))
    #expect(error?.description.hasPrefix("chain 3: the chain diverged at step 30") == true)
  }

  /// Keeps the sum of what it is shown, and nothing else.
  struct Sum: ChainObserver {
    let chain: Int
    let finished: Tally
    var total = 0.0
    init(chain: Int, finished: Tally) {
      self.chain = chain
      self.finished = finished
    }
    var wantsReports: Bool { true }
    mutating func observe(_ draw: Span<Double>, report: Span<Double>) { total += draw[0] + 2 * report[0] }
    mutating func finish() { finished.add(chain) }
  }

  final class Tally: Sendable {
    private let chains = Mutex<[Int]>([])
    func add(_ chain: Int) { chains.withLock { $0.append(chain) } }
    var sorted: [Int] { chains.withLock { $0.sorted() } }
  }

  @Test func showsDrawsAndReports() async throws {
    let tally = Tally()
    let fractions = Mutex<[Double]>([])
    let sums = try await Counter().run(
      from: [[0, 0], [0, 0], [0, 0]],
      ChainSchedule(
        count: 1000, burnIn: 10, threads: 2, onProgress: { fraction in fractions.withLock { $0.append(fraction) } })
    ) { Sum(chain: $0, finished: tally) }
    // Σ (k − 2k) over the steps k = 11 … 1010.
    #expect(sums.map(\.total) == [-510_500, -510_500, -510_500])
    #expect(sums.map(\.chain) == [0, 1, 2] && tally.sorted == [0, 1, 2])
    let seen = fractions.withLock { $0 }
    #expect(seen == seen.sorted() && seen.last == 1 && seen.count > 100)
  }

  @Test func finishesTheObserversOfChainsThatFail() async throws {
    let tally = Tally()
    await #expect(throws: ChainError.self) {
      _ = try await Counter(failsAt: 5).run(from: [[0, 1]], ChainSchedule(count: 10)) {
        Sum(chain: $0, finished: tally)
      }
    }
    #expect(tally.sorted == [0])
  }

  @Test func stopsWhenCancelled() async throws {
    let tally = Tally()
    let task = Task {
      try await Counter().run(from: [[0, 0], [0, 0]], ChainSchedule(count: .max / 8, threads: 2)) {
        Sum(chain: $0, finished: tally)
      }
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { _ = try await task.value }
  }
}
