public import PosteriorSampling

extension Comparison {
  /// Compares draws with a reference sample: n × d and m × d, finite, in time order, one chain after the other.
  ///
  /// The two must be independent of each other, and each have at least 64 draws. The longer one is thinned to the
  /// length of the shorter.
  ///
  /// - Parameters:
  ///   - model: The density that the draws are meant for, if it is known up to a constant: its scores give the Stein
  ///     discrepancy.
  ///   - tolerance: The difference that does not matter, in the reference's standard deviations.
  ///   - random: Chooses exchanges of blocks and directions of projection.
  public static func between(
    _ draws: Matrix, _ reference: Matrix, model: (any LogDensity)? = nil, parameterNames: [String]? = nil,
    tolerance: Double = 0.1, using random: inout some RandomSource
  ) -> Comparison {
    precondition(reference.rowCount > 0, "a comparison needs a reference")
    let columns = (0..<reference.columnCount).map { reference.column($0) }
    let deviations = columns.map { $0.variance.squareRoot() }
    let units = Units(
      names: parameterNames ?? draws.columnNames, center: columns.map { $0.reduce(0, +) / Double($0.count) },
      scale: deviations.map { $0 > 0 ? $0 : 1 })
    return between(draws, reference, in: units, model: model, tolerance: tolerance, using: &random)
  }

  /// Compares draws, n × d, with as many independent draws of a posterior that is known exactly.
  public static func between(
    _ draws: Matrix, _ posterior: some ExactPosterior, model: (any LogDensity)? = nil, tolerance: Double = 0.1,
    using random: inout some RandomSource
  ) -> Comparison {
    let reference = posterior.draws(draws.rowCount, using: &random)
    let units = Units(
      names: posterior.parameterNames, center: posterior.mean, scale: posterior.standardDeviations)
    return between(draws, reference, in: units, model: model, tolerance: tolerance, using: &random)
  }

  /// The parameters' names, and the coordinates in which they are compared.
  private struct Units {
    let names: [String]
    let center: [Double]
    let scale: [Double]
  }

  private static func between(
    _ draws: Matrix, _ reference: Matrix, in units: Units, model: (any LogDensity)?, tolerance: Double,
    using random: inout some RandomSource
  ) -> Comparison {
    precondition(draws.columnCount == reference.columnCount, "draws and reference differ in dimension")
    precondition(tolerance > 0, "the tolerance must be positive, not \(tolerance)")
    let first = ComparedSample(draws.standardized(center: units.center, scale: units.scale))
    let second = ComparedSample(reference.standardized(center: units.center, scale: units.scale))
    let exchange = BlockExchange(count: ComparedPair.exchangeCount, using: &random)
    let pair = ComparedPair(first, second, exchange)
    let (parameters, deciding, factor) = pair.parameters(units.names)
    let sizes = (first.effectiveSampleSize, second.effectiveSampleSize)
    let (verdict, reason) = decide(
      deciding, raisedBy: factor, tolerance: tolerance, effectiveSampleSize: min(sizes.0, sizes.1))
    return Comparison(
      parameters: parameters, gaussianKL: pair.gaussianKL, neighbourKL: pair.neighbourKL(using: &random),
      slicedWasserstein2: pair.sliced(using: &random), transport: pair.transport, sinkhorn: pair.sinkhorn,
      meanDiscrepancy: pair.meanDiscrepancy,
      steinDiscrepancy: model.flatMap { pair.stein(draws, $0, scale: units.scale) }, effectiveSampleSize: sizes.0,
      referenceEffectiveSampleSize: sizes.1, tolerance: tolerance, verdict: verdict, reason: reason)
  }
}

extension Matrix {
  /// θ[1], θ[2], …: names for columns that have none.
  fileprivate var columnNames: [String] { (0..<columnCount).map { "θ[\($0 + 1)]" } }
}
