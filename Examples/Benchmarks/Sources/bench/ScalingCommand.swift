import ArgumentParser
import PeerCases
import PosteriorDiagnostics

/// Times a step and measures memory against d, B, N, the number of chains and the length of the run.
struct ScalingCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scaling", abstract: "Time a step and measure memory against size; a line of JSON for each.")

  @OptionGroup var options: RunOptions
  @Option(help: "Only steps, chains, B, d or N: memory is a process's largest yet, so run each alone.")
  var only: String?

  func run() async throws {
    for steps in [100_000, 1_000_000, 10_000_000] { try await time("steps", steps, steps: steps) }
    for chains in [1, 2, 4, 8, 16, 32] { try await time("chains", chains, chains: chains) }
    for batchSize in [1, 3, 10, 30, 100, 300, 1000] {
      try await time("B", batchSize, exampleCount: 10_000, batchSize: batchSize)
    }
    for d in [5, 10, 20, 50, 100, 200, 500] { try await time("d", d, exampleCount: 10_000, dimension: d) }
    for exampleCount in [1000, 10_000, 100_000, 1_000_000] {
      try await time("N", exampleCount, exampleCount: exampleCount)
    }
  }

  /// Times SGLD and SGWORLD on a linear regression of N = 1000, d = 5, B = 10 or the sizes given: a draw an epoch, none kept.
  private func time(
    _ quantity: String, _ value: Int, exampleCount: Int = 1000, dimension: Int = 5, batchSize: Int = 10,
    chains: Int = 1, steps: Int? = nil
  ) async throws {
    guard only ?? quantity == quantity else { return }
    let problem = try PeerCase(
      simulated: "A", exampleCount: exampleCount, dimension: dimension, batchSize: batchSize)
    let perEpoch = (exampleCount + batchSize - 1) / batchSize
    // A few million numbers read in all, and whole epochs, so that reshuffling comes to its share.
    let wanted = steps ?? max(100, 20_000_000 / (dimension * batchSize * chains))
    let epochs = max(2, options.scaled(wanted) / perEpoch)
    let model = problem.linearRegression
    // So small that no size makes a chain diverge.
    let rate = LearningRate.constant(1e-3 / Double(exampleCount * dimension))
    func row(_ sampler: some PosteriorSampler, _ mode: String) async throws {
      let starts = [[Double]](repeating: problem.start, count: chains)
      var timing = Timing()
      PeakMemory.reset()
      for run in 0...options.repeats {
        let start = Moment.now
        _ = try await sampler.run(from: starts, ChainSchedule(count: epochs, seed: UInt64(run))) { _ in NoDraws() }
        if run > 0 { timing.add(since: start) }
      }
      try ScalingRow(
        quantity: quantity, value: value, mode: mode, steps: epochs * perEpoch,
        usCpuPerStep: timing.cpu.map { $0 / Double(epochs * perEpoch * chains) * 1e6 }, peakBytes: PeakMemory.bytes,
        dataBytes: 8 * exampleCount * (dimension + 1)
      ).printLine()
    }
    let fresh = MinibatchGradient(model, FreshSubset(), batchSize: batchSize)
    try await row(LangevinSampler(gradient: fresh, learningRate: rate, stepsPerDraw: perEpoch), "fresh")
    try await row(SGWORLD(model, learningRate: rate, batchSize: batchSize), "reshuffled")
  }
}

/// An observer that keeps nothing.
private struct NoDraws: ChainObserver {
  mutating func observe(_ draw: Span<Double>, report: Span<Double>) {}
}

/// What a size costs.
private struct ScalingRow: Encodable {
  /// What is varied: d, B, N, chains or steps.
  let quantity: String
  let value: Int
  let mode: String
  let steps: Int
  /// A chain's step, in each repeat.
  let usCpuPerStep: [Double]
  /// The most memory that the process had while it ran, where the system tells.
  let peakBytes: Int?
  /// The memory of the data alone.
  let dataBytes: Int
}
