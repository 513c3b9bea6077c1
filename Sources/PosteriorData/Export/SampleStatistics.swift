import PosteriorSampling

/// A sampler's columns under ArviZ's names and types.
enum SampleStatistics {
  private enum Kind { case number, count, flag }

  /// Stan's names, and what ArviZ has in their place.
  private static let known: [String: (name: String, kind: Kind)] = [
    "lp__": ("lp", .number), "accept_stat__": ("acceptance_rate", .number), "stepsize__": ("step_size", .number),
    "treedepth__": ("tree_depth", .count), "n_leapfrog__": ("n_steps", .count), "divergent__": ("diverging", .flag),
    "energy__": ("energy", .number),
  ]

  /// The columns as arrays, without those in which nothing is known.
  static func variables(_ statistics: Draws) -> [ExportArray] {
    statistics.parameterNames.enumerated().compactMap { column, name in
      let values = (0..<statistics.chainCount * statistics.drawsPerChain).map {
        statistics.values[$0 * statistics.dimension + column]
      }
      if values.allSatisfy(\.isNaN) { return nil }
      let (name, kind) = known[name] ?? (String(name.dropLast(2)), .number)
      return ExportArray(
        name, ExportArray.ofDraws, [statistics.chainCount, statistics.drawsPerChain], contents(values, kind))
    }
  }

  /// Numbers stay numbers where one of them is not what its column should hold.
  private static func contents(_ values: [Double], _ kind: Kind) -> ExportArray.Contents {
    switch kind {
    case .number: return .numbers(values)
    case .count:
      let counts = values.compactMap { Int(exactly: $0) }
      return counts.count == values.count ? .integers(counts) : .numbers(values)
    case .flag:
      return values.allSatisfy { $0 == 0 || $0 == 1 } ? .flags(values.map { $0 == 1 }) : .numbers(values)
    }
  }
}
