import ArgumentParser
import PosteriorDiagnostics

/// What forms of work on several machines cost: steps are timed here, messages among the ranks of mpirun.
struct MachinesStudy {
  let command: SampleCommand
  let model: ModelOnData
  let setting: SamplerSetting

  /// The seconds of an allreduce between machines where none can be measured.
  private static let statedLatency = 3e-5

  /// How chains hop, where it is that what is to be explained.
  static func batching(_ command: SampleCommand) throws -> HoppingEpochs {
    if command.output != nil { throw ValidationError("--explain draws nothing: leave out --output") }
    guard let batching = command.options.batching?.base as? HoppingEpochs else {
      throw ValidationError("--explain needs --batching hopping:K, K the number of machines")
    }
    return batching
  }

  /// Times what there is to time, on every rank, and says what follows.
  @MainActor func report() throws -> MachinesReport {
    let (n, size) = (model.posterior.exampleCount, setting.site.batchSize)
    let starts = try model.posterior.chainStarts(1, within: command.startRadius, seed: command.running.seed)
    var chain = try Chain(setting.sampler, at: starts[0], number: 0, of: command.running.seed)
    let steps = (n - 1) / size + 1
    let epoch = try Self.seconds(atLeast: 0.3) {
      try chain.sampler.advance(&chain.state, steps: steps, using: &chain.random)
    }
    // Of one block again and again, whose rows stay in memory.
    let block = chain.state.heldMinibatches?.nextHop?.steps ?? steps
    let stretch = try Self.seconds(atLeast: 0.3) {
      var chain = chain
      try chain.sampler.advance(&chain.state, steps: block, using: &chain.random)
    }
    let hop = try Self.seconds(atLeast: 0.05) {
      for _ in 0..<2 { _ = try Checkpoint(try chain.checkpoint.data(), of: setting.sampler) }
    }
    let latency = Ranks.allreduceSeconds(of: model.posterior.dimension)
    return try MachinesReport(
      setting, model: model, sampler: command.sampler,
      machines: (n - 1) / Self.batching(command).blocks(of: n, batchSize: size).blockSize + 1,
      MachinesReport.Times(
        step: epoch / Double(steps), stepInBlock: stretch / Double(block), latency: latency ?? Self.statedLatency,
        hop: hop + 2 * HoppingRanks.longestPause,
        isLatencyMeasured: latency != nil, hopBytes: chain.checkpoint.data().count))
  }

  /// The seconds that some work takes, the least of several times.
  private static func seconds(atLeast total: Double, _ work: () throws -> Void) throws -> Double {
    var (all, least) = (0.0, Double.infinity)
    repeat {
      let one = try ContinuousClock().measure(work) / .seconds(1)
      (all, least) = (all + one, min(least, one))
    } while all < total
    return least
  }
}
