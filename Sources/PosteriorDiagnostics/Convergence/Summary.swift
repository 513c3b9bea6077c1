/// What draws say of every parameter, and how far they can be trusted.
public struct Summary: Sendable, Hashable, Codable {
  /// The number of chains.
  public let chains: Int
  /// The number of draws in each.
  public let drawsPerChain: Int
  /// A line for each parameter.
  public let parameters: [ParameterSummary]
}

/// What the draws say of one parameter; NaN, and null in JSON, where ``ConvergenceDiagnostics`` says so.
public struct ParameterSummary: Sendable, Hashable {
  /// The parameter's name.
  public let name: String
  /// The mean.
  public let mean: Double
  /// The standard deviation, with n − 1 below.
  public let sd: Double
  /// The Monte Carlo standard error of the mean.
  public let mcseMean: Double
  /// The Monte Carlo standard error of the standard deviation.
  public let mcseSD: Double
  /// The 5 % quantile.
  public let q5: Double
  /// The median.
  public let median: Double
  /// The 95 % quantile.
  public let q95: Double
  /// The effective sample size in the bulk.
  public let essBulk: Double
  /// The effective sample size in the tails.
  public let essTail: Double
  /// Rank-normalised split R̂.
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
    let scores = diagnostics.bulkScores
    essBulk = diagnostics.essBulk(scores, &ess)
    essTail = diagnostics.essTail(&ess)
    rHat = diagnostics.rHat(bulk: scores)
  }
}

extension Draws {
  /// The summary of every parameter, on up to `threads` threads at a time.
  public func summary(threads: Int = 1) async -> Summary {
    precondition(threads >= 1, "a summary needs at least one thread, not \(threads)")
    precondition(drawsPerChain >= 1, "there are no draws to summarise")
    let split = SplitChains(Matrix(rowCount: chainCount, columnCount: drawsPerChain))
    let shared = ConvergenceDiagnostics.Shared(split)
    let summaries = await withTaskGroup(of: [(Int, ParameterSummary)].self) { group in
      for first in 0..<min(threads, dimension) {
        group.addTask {
          var ess = shared.effectiveSampleSize
          return stride(from: first, to: dimension, by: threads).map { parameter in
            let diagnostics = ConvergenceDiagnostics(chains(ofParameter: parameter), sharing: shared)
            return (parameter, ParameterSummary(parameterNames[parameter], diagnostics, &ess))
          }
        }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    return Summary(
      chains: chainCount, drawsPerChain: drawsPerChain,
      parameters: summaries.sorted { $0.0 < $1.0 }.map(\.1))
  }
}

extension ParameterSummary: Codable {
  private enum CodingKeys: String, CodingKey {
    case name, mean, sd, mcseMean, mcseSD, essBulk, essTail, rHat, q5, median, q95
  }

  private static let numbers: [(CodingKeys, KeyPath<ParameterSummary, Double> & Sendable)] = [
    (.mean, \.mean), (.sd, \.sd), (.mcseMean, \.mcseMean), (.mcseSD, \.mcseSD), (.essBulk, \.essBulk),
    (.essTail, \.essTail), (.rHat, \.rHat), (.q5, \.q5), (.median, \.median), (.q95, \.q95),
  ]

  /// Encodes every key, with null for numbers that are not finite.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    for (key, number) in Self.numbers {
      let value = self[keyPath: number]
      try container.encode(value.isFinite ? value : nil, forKey: key)
    }
  }

  /// Decodes null as NaN.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Double {
      try container.decode(Double?.self, forKey: key) ?? .nan
    }
    name = try container.decode(String.self, forKey: .name)
    mean = try number(.mean)
    sd = try number(.sd)
    mcseMean = try number(.mcseMean)
    mcseSD = try number(.mcseSD)
    q5 = try number(.q5)
    median = try number(.median)
    q95 = try number(.q95)
    essBulk = try number(.essBulk)
    essTail = try number(.essTail)
    rHat = try number(.rHat)
  }
}
