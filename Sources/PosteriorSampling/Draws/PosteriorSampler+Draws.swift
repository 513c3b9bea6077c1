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
  ///   - burnIn: Draws thrown away first. A draw is ``stepsPerDraw`` steps.
  ///   - thinning: Of the draws after burn-in, one in so many is kept: a chain makes `burnIn + count * thinning`.
  ///   - threads: Chains that run at a time.
  ///   - parameterNames: A name for each of the d parameters; θ[1], θ[2], … unless given.
  ///   - name: The sampler's name in ``Draws/run``.
  ///   - onProgress: Told now and then the share of the run that is made, 0 to 1, from any thread but never two at once.
  /// - Throws: ``ChainError`` for a chain that cannot go on, the one of the lowest number if there are several: a failure
  ///   stops the chains after it, and those before it run to their end, so that timing decides nothing.
  ///   `CancellationError` when the surrounding task is cancelled.
  @inlinable
  public func draws(
    from starts: [[Double]], count: Int, burnIn: Int = 0, thinning: Int = 1, seed: UInt64 = 1, threads: Int = 1,
    parameterNames: [String]? = nil, name: String? = nil,
    onProgress: @escaping @Sendable (_ fraction: Double) -> Void = { _ in }
  ) async throws -> Draws {
    let names = parameterNames ?? (0..<dimension).map { "θ[\($0 + 1)]" }
    precondition(names.count == dimension, "\(names.count) names for \(dimension) parameters")
    let schedule = ChainSchedule(
      chains: starts.count, count: count, burnIn: burnIn, thinning: thinning, seed: seed, onProgress: onProgress)
    let chains = try await schedule.runChains(starts.count, threads: threads) { _ in
      DrawBuffer(reservingCapacity: count * dimension)
    } running: { chain, buffer in
      try schedule.run(self, chain: chain, from: starts[chain], into: &buffer)
    }
    return Draws(
      parameterNames: names, chainCount: starts.count,
      values: chains.count == 1 ? chains[0].values : chains.flatMap(\.values),
      run: Draws.Run(sampler: name ?? "\(Self.self)", seed: seed, burnIn: burnIn, thinning: thinning))
  }

  /// Runs a chain from each of several positions and hands each draw to the chain's own sink.
  ///
  /// As ``draws(from:count:burnIn:thinning:seed:threads:parameterNames:name:onProgress:)``, for runs that memory does
  /// not hold, or that record more than the position.
  ///
  /// - Parameters:
  ///   - record: What a draw is, from the chain's state and what its last step reported: the position unless given.
  ///   - makeSink: Makes a chain's sink when the chain starts; chains count from 0.
  /// - Returns: The sinks, in the order of the chains.
  @inlinable
  public func run<Sink: DrawSink>(
    from starts: [[Double]], count: Int, burnIn: Int = 0, thinning: Int = 1, seed: UInt64 = 1, threads: Int = 1,
    onProgress: @escaping @Sendable (_ fraction: Double) -> Void = { _ in },
    recording record: @escaping @Sendable (State, Info) -> [Double] = { state, _ in state.position },
    into makeSink: @escaping @Sendable (_ chain: Int) throws -> Sink
  ) async throws -> [Sink] {
    let schedule = ChainSchedule(
      chains: starts.count, count: count, burnIn: burnIn, thinning: thinning, seed: seed, onProgress: onProgress)
    return try await schedule.runChains(starts.count, threads: threads, into: makeSink) { chain, sink in
      try schedule.run(self, chain: chain, from: starts[chain], into: &sink, recording: record)
    }
  }
}
