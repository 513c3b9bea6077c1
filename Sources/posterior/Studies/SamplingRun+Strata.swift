import PosteriorDiagnostics

// Chains that all ranks make together, each with its share of every gradient.

extension SamplingRun {
  /// Makes the chains one after another, every rank all of them. Rank 0 alone keeps them.
  func makeTogether(by strata: StrataRanks) async throws {
    // Every rank goes on from where chains were saved, before rank 0 saves them anew.
    var saved: [Int: Checkpoint<AnySampler.State>] = [:]
    for chain in chains { saved[chain] = try recording?.chain(chain).checkpoint(of: setting.sampler) }
    let checkpoints = saved
    try await Ranks.meet()
    strata.begin()
    try await underWatch(quiet: command.common.quiet) { progress in
      if Ranks.isFirst {
        try await lead(strata, from: checkpoints, onProgress: progress.show)
      } else {
        try await follow(strata, from: checkpoints)
      }
      try await Ranks.meet()
    }
    strata.end()
    recording?.forgetChains()
  }

  private func lead(
    _ strata: StrataRanks, from saved: [Int: Checkpoint<AnySampler.State>],
    onProgress: @escaping @Sendable (Double) -> Void
  ) async throws {
    do { _ = try await runChains(chains, by: setting.sampler, from: saved, onProgress: onProgress) } catch {
      // Where rows could not be read, the rank whose they are says so.
      if strata.word == .cannotRead, model.capabilities.stored?.failure == nil { await Self.waitForOthers() }
      // Where a step went wrong it did so on all ranks; otherwise they wait for this one.
      if !(error is ChainError) { strata.leave() }
      throw error
    }
  }

  /// Makes the chains as long as rank 0 does: what asks this rank to end asks rank 0 too.
  private func follow(_ strata: StrataRanks, from saved: [Int: Checkpoint<AnySampler.State>]) async throws {
    do {
      try await Task { _ = try await runChains(chains, by: setting.sampler, from: saved) { _ in } }.value
    } catch {
      if strata.word == .hasLeft { throw CancellationError() }
      if model.capabilities.stored?.failure == nil { await Self.waitForOthers() }
      throw error
    }
  }

  /// Gives another rank the time to say what went wrong, and to end all.
  private static func waitForOthers() async {
    // Asleep even where this task has been cancelled.
    await Task { try? await Task.sleep(for: .seconds(3)) }.value
  }
}
