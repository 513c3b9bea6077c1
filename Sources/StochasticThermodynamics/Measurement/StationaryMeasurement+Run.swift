extension StationaryMeasurement {
  /// How many chains run, and how long.
  public struct Settings: Sendable {
    let ticks: Int
    let burnIn: Int?
    @usableFromInline let chains: Int
    @usableFromInline let seed: UInt64

    /// Chains that record so many ticks together.
    ///
    /// - Parameters:
    ///   - ticks: Ticks recorded, shared out over the chains.
    ///   - burnIn: Ticks of each chain that are thrown away first; three relaxation times, at most a third of the
    ///     chain, unless given.
    ///   - chains: The number of chains.
    ///   - seed: The seed of all chains.
    public init(ticks: Int, burnIn: Int? = nil, chains: Int = 2, seed: UInt64 = 1) {
      precondition(chains >= 1, "a measurement needs at least one chain")
      (self.ticks, self.burnIn, self.chains, self.seed) = (ticks, burnIn, chains, seed)
    }

    /// A chain shows a position more than it records ticks.
    @usableFromInline
    func schedule(_ state: StationaryState) -> ChainSchedule {
      let perChain = ticks / chains
      return ChainSchedule(
        count: perChain + 1, burnIn: burnIn ?? Int(min(3 * state.relaxationTicks, Double(perChain) / 3)), seed: seed)
    }
  }

  /// Runs chains in their stationary state and measures it.
  ///
  /// Chains start at draws of the predicted law. Each draws from a random stream named after the seed and its own
  /// number, so that the result depends on neither threads nor load.
  ///
  /// - Parameters:
  ///   - sampler: Whose draws are a tick apart, as those of `SGD` are.
  ///   - plan: The prediction, and what to measure.
  ///   - settings: How many chains run, and how long.
  ///   - threads: Chains that run at a time.
  ///   - onProgress: Told now and then the share of the run that is made.
  /// - Throws: `PosteriorSampling/ChainError` when a chain diverges, `CancellationError` when the task is cancelled.
  @inlinable
  public static func run(
    _ sampler: some PosteriorSampler, _ plan: StationaryObserver.Plan, settings: Settings, threads: Int = 2,
    onProgress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> StationaryMeasurement {
    var schedule = settings.schedule(plan.state)
    (schedule.threads, schedule.onProgress) = (threads, onProgress)
    let ticks = schedule.count - 1
    let observers = try await sampler.run(from: plan.state.starts(settings.chains, seed: settings.seed), schedule) {
      _ in
      try StationaryObserver(plan, tickCount: ticks)
    }
    return try StationaryMeasurement(observers)
  }
}
