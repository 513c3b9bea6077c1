import ArgumentParser
import PosteriorDiagnostics

/// What forms of work on several machines cost: steps are timed here, messages among the ranks of mpirun.
struct MachinesStudy {
  let command: SampleCommand
  let model: ModelOnData
  let setting: SamplerSetting

  /// The seconds of an allreduce between machines where none can be measured.
  private static let statedLatency = 3e-5

  /// Refuses what cannot be explained.
  static func check(_ command: SampleCommand) throws {
    if command.output != nil { throw ValidationError("--explain draws nothing: leave out --output") }
    switch command.sampler.batching(asked: command.options.batching, stored: nil)?.base {
    case is HoppingEpochs, is StratifiedEpochs: return
    default:
      throw ValidationError(
        "--explain needs minibatches of hopping:K or stratified:K, K the number of machines, as by --batching")
    }
  }

  /// K.
  private var machines: Int {
    let (n, size) = (model.posterior.exampleCount, setting.site.batchSize)
    switch setting.site.batching?.base {
    case let hopping as HoppingEpochs: return (n - 1) / hopping.blocks(of: n, batchSize: size).blockSize + 1
    case let stratified as StratifiedEpochs: return stratified.strataCount
    default: return 1
    }
  }

  /// Times what there is to time, on every rank, and says what follows.
  @MainActor func report() async throws -> MachinesReport {
    let (n, size) = (model.posterior.exampleCount, setting.site.batchSize)
    let starts = try model.posterior.chainStarts(1, within: command.startRadius, seed: command.running.seed)
    var chain = try Chain(setting.sampler, at: starts[0], number: 0, of: command.running.seed)
    let steps = (n - 1) / size + 1
    let epoch = try Self.seconds(atLeast: 0.3) {
      try chain.sampler.advance(&chain.state, steps: steps, using: &chain.random)
    }
    // Of one block again and again, whose rows stay in memory.
    let hopper = setting.site.batching?.base is HoppingEpochs ? chain : try hopper(at: starts[0], after: steps)
    let block = hopper.state.heldMinibatches?.nextHop?.steps ?? steps
    let stretch = try Self.seconds(atLeast: 0.3) {
      var chain = hopper
      try chain.sampler.advance(&chain.state, steps: block, using: &chain.random)
    }
    let hop = try Self.seconds(atLeast: 0.05) {
      for _ in 0..<2 { _ = try Checkpoint(try hopper.checkpoint.data(), of: hopper.sampler) }
    }
    let (d, strata) = (model.posterior.dimension, StrataRanks.of(setting.sampler))
    let latency =
      strata == nil
      ? Ranks.messageSeconds(of: d) : Ranks.messageSeconds(of: machines / Ranks.count * d + 1, isGathered: true)
    var together: Double?
    if let strata {
      let chain = try Chain(setting.sampler, at: starts[0], number: 0, of: command.running.seed)
      together = try await Self.secondsTogether(chain, by: strata, expected: epoch / Double(steps))
    }
    return try MachinesReport(
      setting, model: model, sampler: command.sampler, machines: machines,
      MachinesReport.Times(
        step: epoch / Double(steps), stepInBlock: stretch / Double(block), latency: latency ?? Self.statedLatency,
        hop: hop + 2 * HoppingRanks.longestPause,
        isLatencyMeasured: latency != nil, hopBytes: hopper.checkpoint.data().count, together: together))
  }

  /// A chain that hops over as many blocks as there are machines, whatever minibatches were asked for.
  private func hopper(at start: [Double], after steps: Int) throws -> Chain<AnySampler> {
    var site = setting.site
    site.batching = MinibatchingChoice(base: HoppingEpochs(blockCount: machines))
    let sampler = try command.sampler.make(site).sampler(learningRate: setting.learningRate ?? 1)
    var chain = try Chain(sampler, at: start, number: 0, of: command.running.seed)
    try chain.sampler.advance(&chain.state, steps: steps, using: &chain.random)
    return chain
  }

  /// The seconds of a step that all ranks take together, the median of some stretches of as many steps on every rank.
  @MainActor private static func secondsTogether(
    _ chain: Chain<AnySampler>, by strata: StrataRanks, expected step: Double
  ) async throws -> Double {
    let steps = Int(try await Ranks.meet(saying: "\(max(1, min(100_000, Int(0.1 / step))))")) ?? 1
    strata.begin()
    defer { strata.end() }
    var chain = chain
    return try (0..<11).map { _ in
      try ContinuousClock().measure {
        try chain.sampler.advance(&chain.state, steps: steps, using: &chain.random)
      } / .seconds(1) / Double(steps)
    }.sorted()[5]
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
