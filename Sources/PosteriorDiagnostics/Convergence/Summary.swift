/// What draws say of every parameter, and how far they can be trusted.
public struct Summary: Sendable, Hashable {
  /// The number of chains.
  package let chains: Int
  /// The number of draws in each.
  package let drawsPerChain: Int
  /// A line for each parameter.
  public package(set) var parameters: [ParameterSummary]
  /// The energy Bayesian fraction of missing information of each chain, where the sampler gives energies.
  public let eBFMI: [Double]?
  /// The number of draws of each chain whose trajectories diverged, where the sampler counts them.
  public let divergences: [Int]?

  /// Adds other parameters of the same draws.
  package mutating func add(_ other: Summary) {
    precondition(other.chains == chains && other.drawsPerChain == drawsPerChain, "these are not the same draws")
    parameters += other.parameters
  }
}

/// What the draws say of one parameter; NaN, and null in JSON, where ``ConvergenceDiagnostics`` says so.
public struct ParameterSummary: Sendable, Hashable {
  /// The parameter's name, as the model reports it.
  public let name: String
  /// The mean of all chains' draws.
  public let mean: Double
  /// The standard deviation, with n − 1 below.
  public let sd: Double
  /// The Monte Carlo standard error of the mean.
  public let mcseMean: Double
  /// The Monte Carlo standard error of the standard deviation.
  public let mcseSD: Double
  /// The 5 % quantile.
  public let q5: Double
  /// The median of all chains' draws.
  public let median: Double
  /// The 95 % quantile.
  public let q95: Double
  /// The effective sample size in the bulk.
  public let essBulk: Double
  /// The effective sample size in the tails.
  public let essTail: Double
  /// Rank-normalised split R̂: close to 1 where the chains agree, at most 1.01 where they may be used.
  public let rHat: Double
}

extension ParameterSummary {
  init(_ name: String, _ diagnostics: ConvergenceDiagnostics, _ ess: inout EffectiveSampleSize) {
    self.name = name
    mean = diagnostics.mean
    sd = diagnostics.standardDeviation
    mcseMean = diagnostics.mcseMean(&ess)
    mcseSD = diagnostics.mcseSD(&ess)
    q5 = diagnostics.quantile(0.05)
    median = diagnostics.quantile(0.5)
    q95 = diagnostics.quantile(0.95)
    essBulk = diagnostics.essBulk(&ess)
    essTail = diagnostics.essTail(&ess)
    rHat = diagnostics.rHat
  }
}

extension Draws {
  /// The summary of every parameter, on up to `threads` threads at a time.
  ///
  /// - Parameters:
  ///   - statistics: The sampler's own columns of the same chains, of which energies and divergences are used.
  ///   - threads: Parameters that are summed up at a time.
  public func summary(statistics: Draws? = nil, threads: Int = 1) async -> Summary {
    precondition(
      statistics.map { $0.chainCount == chainCount && $0.drawsPerChain == drawsPerChain } ?? true,
      "the sampler's columns are not those of these chains")
    precondition(drawsPerChain >= 1, "there are no draws to summarise")
    let split = SplitChains(Matrix(rowCount: chainCount, columnCount: drawsPerChain))
    let shared = ConvergenceDiagnostics.Shared(split)
    let workers = min(threads, dimension)
    let summaries = await TaskPool(threads: threads, isCancellable: false).run(workers) { worker in
      var ess = shared.effectiveSampleSize
      return stride(from: worker.number, to: dimension, by: workers).map { parameter in
        let diagnostics = ConvergenceDiagnostics(chains(ofParameter: parameter), sharing: shared)
        return ParameterSummary(parameterNames[parameter], diagnostics, &ess)
      }
    }.compactMap { try? $0?.get() }
    return Summary(
      chains: chainCount, drawsPerChain: drawsPerChain,
      parameters: (0..<dimension).map { summaries[$0 % workers][$0 / workers] },
      eBFMI: statistics?.chains(named: HamiltonianColumn.energy)?.map(energyFractionOfMissingInformation),
      divergences: statistics?.chains(named: HamiltonianColumn.divergence)?.map { $0.count { $0 != 0 } })
  }

  /// Each chain's draws of a parameter; nil where none has the name.
  package func chains(named name: String) -> [[Double]]? {
    parameter(named: name).map { place in (0..<chainCount).map { column(place, chain: $0) } }
  }
}
