extension PosteriorSampler {
  /// Runs a chain from each of several positions and returns the draws.
  ///
  ///     let draws = try await sampler.draws(from: starts, count: 10_000, burnIn: 1000, threads: 4)
  ///
  /// Each chain draws from a random stream named after the seed and its own number alone, so that the draws depend
  /// neither on the number of threads nor on the other chains.
  ///
  /// - Parameters:
  ///   - starts: A position of d elements for each chain.
  ///   - count: Draws kept of each chain.
  ///   - burnIn: Draws thrown away first, behind the sampler's own warm-up if it has one. A draw is ``stepsPerDraw``
  ///     steps.
  ///   - thinning: Of the draws after burn-in, one in so many is kept: a chain makes `burnIn + count * thinning`.
  ///   - seed: The seed of all chains.
  ///   - threads: Chains that run at a time.
  /// - Returns: The draws, under the sampler's `parameterNames`.
  /// - Throws: As `run(from:_:into:)`.
  @inlinable
  public func draws(
    from starts: [[Double]], count: Int, burnIn: Int = 0, thinning: Int = 1, seed: UInt64 = 1, threads: Int = 1
  ) async throws -> Draws {
    let schedule = ChainSchedule(count: count, burnIn: burnIn, thinning: thinning, seed: seed, threads: threads)
    let chains = try await run(from: starts, schedule) { _ in DrawBuffer(reservingCapacity: count * dimension) }
    return Draws(
      parameterNames: parameterNames, chainCount: starts.count,
      values: chains.count == 1 ? chains[0].values : chains.flatMap(\.values),
      run: Draws.Run(sampler: "\(Self.self)", seed: seed, burnIn: burnIn, thinning: thinning))
  }

  /// Runs a chain from each of several positions, and shows each draw to the chain's own observer: for runs that memory
  /// does not hold, or from which something else than the draws is wanted.
  ///
  /// - Parameters:
  ///   - starts: A position of d elements for each chain.
  ///   - schedule: How long the chains run, and on which random streams.
  ///   - checkpoint: Where a chain goes on in place of its start, if anywhere. Its observer sees the draws after those.
  ///   - makeObserver: Makes a chain's observer when the chain starts; chains count from 0.
  /// - Returns: The observers, in the order of the chains.
  /// - Throws: ``ChainError`` for a chain that cannot go on, the one of the lowest number if there are several: a
  ///   failure stops the chains after it, and those before it run to their end, so that timing decides nothing.
  ///   `CancellationError` when the surrounding task is cancelled. What an observer throws, as it is.
  @inlinable
  public func run<Observer: ChainObserver>(
    from starts: [[Double]], _ schedule: ChainSchedule,
    resuming checkpoint: @escaping @Sendable (_ chain: Int) throws -> Checkpoint<State>? = { _ in nil },
    into makeObserver: @escaping @Sendable (_ chain: Int) throws -> Observer
  ) async throws -> [Observer] {
    precondition(!starts.isEmpty, "a run needs at least one chain")
    let length = ChainLength(
      stepsPerDraw: stepsPerDraw, burnIn: schedule.burnIn, count: schedule.count, thinning: schedule.thinning,
      showsBurnIn: schedule.showsBurnIn)
    let chains = schedule.chains ?? Array(starts.indices)
    let pool = TaskPool(
      threads: schedule.threads, total: length.work(chains: chains.count, warmUpSteps: warmUpSteps),
      onProgress: schedule.onProgress)
    return try await pool.runAll(chains.count) { piece in
      let chain = chains[piece.number]
      do {
        return try length.run(for: try makeObserver(chain), as: piece) {
          if let checkpoint = try checkpoint(chain) {
            Chain(self, resuming: checkpoint)
          } else {
            try Chain(self, at: starts[chain], number: chain, of: schedule.seed)
          }
        }
      } catch let reason as SamplingError {
        throw ChainError(chain: chain, reason: reason)
      }
    }
  }
}

/// Why one chain of several could not go on.
public struct ChainError: Error, Equatable, CustomStringConvertible {
  /// The chain's number, from 0.
  public let chain: Int
  /// What happened to it.
  public let reason: SamplingError

  /// An error of a chain, numbered from 0.
  @usableFromInline package init(chain: Int, reason: SamplingError) {
    self.chain = chain
    self.reason = reason
  }

  /// "chain 2: …", counting from 1.
  public var description: String { "chain \(chain + 1): \(reason)" }
}
