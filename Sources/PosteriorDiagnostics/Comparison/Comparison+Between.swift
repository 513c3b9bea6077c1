public import PosteriorSampling

extension Comparison {
  /// Compares draws with a reference sample: n × d and m × d, finite, in time order, one chain after the other.
  ///
  /// The two must be independent of each other, and each have at least 64 draws. Parameters that have one value in all
  /// draws are set aside where it is the same in both, and are a difference where it is not.
  ///
  /// - Parameters:
  ///   - draws: The sample in question.
  ///   - reference: The sample that it is held against.
  ///   - model: The density that the draws are meant for, if it is known up to a constant: its scores give the Stein
  ///     discrepancy.
  ///   - parameterNames: A name for each of d columns; θ[1], θ[2], … unless given.
  ///   - tolerance: The difference that does not matter, in the reference's standard deviations.
  ///   - random: Chooses signs of blocks, halves of samples and directions of projection.
  public static func between(
    _ draws: Matrix, _ reference: Matrix, model: (any LogDensity)? = nil, parameterNames: [String]? = nil,
    tolerance: Double = 0.1, using random: inout some RandomSource
  ) -> Comparison {
    precondition(reference.rowCount > 0, "a comparison needs a reference")
    let columns = (0..<reference.columnCount).map { reference.column($0) }
    let deviations = columns.map(\.standardDeviation)
    let units = Units(
      names: parameterNames ?? draws.columnNames, center: columns.map(\.mean),
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

  /// ``jointProbability`` alone, of draws and a reference of n × d each in which every parameter varies: what a
  /// study of the test's power needs.
  package static func jointProbability(
    _ draws: Matrix, _ reference: Matrix, using random: inout some RandomSource
  ) -> Double {
    let pair = ComparedPair(ComparedSample(draws), ComparedSample(reference), using: &random)
    return ComparedParts(pair, names: draws.columnNames).deciding.jointProbability
  }

  /// The parameters' names, and the coordinates in which they are compared.
  private struct Units {
    let names: [String]
    let center: [Double]
    let scale: [Double]

    func keeping(_ places: [Int]) -> Units {
      Units(names: places.map { names[$0] }, center: places.map { center[$0] }, scale: places.map { scale[$0] })
    }
  }

  private static func between(
    _ draws: Matrix, _ reference: Matrix, in units: Units, model: (any LogDensity)?, tolerance: Double,
    using random: inout some RandomSource
  ) -> Comparison {
    precondition(draws.columnCount == reference.columnCount, "draws and reference differ in dimension")
    precondition(tolerance > 0, "the tolerance must be positive, not \(tolerance)")
    let constants = ConstantParameters(draws, reference, names: units.names)
    guard !constants.varying.isEmpty else { return Comparison(constants, tolerance: tolerance) }
    let (kept, units) = (constants.varying, units.keeping(constants.varying))
    // Scores are of all parameters.
    let model = kept.count == draws.columnCount ? model : nil
    let mine = draws.keeping(columns: kept)
    let first = ComparedSample(mine.standardized(center: units.center, scale: units.scale))
    let second = ComparedSample(
      reference.keeping(columns: kept).standardized(center: units.center, scale: units.scale))
    let pair = ComparedPair(first, second, using: &random)
    let parts = ComparedParts(pair, names: units.names)
    let together = parts.deciding
    let sizes = (first.effectiveSampleSize, second.effectiveSampleSize)
    let (verdict, reason) =
      constants.difference.map { (.differ, $0) }
      ?? decide(together, tolerance: tolerance, effectiveSampleSize: min(sizes.0, sizes.1))
    return Comparison(
      parameters: parts.parameters,
      correlations: zip(parts.pairs, parts.correlations).compactMap { names, length in
        length.estimate().map { Correlation(first: names.0, second: names.1, difference: $0) }
      },
      constants: constants.equal, jointProbability: together.jointProbability, gaussianKL: pair.gaussianKL,
      neighbourKL: pair.neighbourKL(using: &random), slicedWasserstein2: pair.sliced(using: &random),
      transport: pair.transport, sinkhorn: pair.sinkhorn, meanDiscrepancy: parts.joint.estimate(squared: true),
      steinDiscrepancy: model.flatMap { pair.stein(mine, $0, scale: units.scale)?.estimate(squared: true) },
      effectiveSampleSize: sizes.0,
      referenceEffectiveSampleSize: sizes.1, tolerance: tolerance, verdict: verdict, reason: reason)
  }
}

extension Comparison {
  /// What there is to say where nothing varies.
  private init(_ constants: ConstantParameters, tolerance: Double) {
    self.init(
      parameters: [], correlations: [], constants: constants.equal, jointProbability: 1, gaussianKL: nil,
      neighbourKL: nil, slicedWasserstein2: nil, transport: nil, sinkhorn: nil, meanDiscrepancy: nil,
      steinDiscrepancy: nil, effectiveSampleSize: 0, referenceEffectiveSampleSize: 0, tolerance: tolerance,
      verdict: constants.difference == nil ? .match : .differ,
      reason: constants.difference ?? "every parameter has one value, the same in both")
  }
}

extension Comparison.Parameter {
  init?(name: String, _ distances: MarginalDistances) {
    guard let mean = distances.mean.estimate(), let deviation = distances.standardDeviation.estimate(),
      let one = distances.wasserstein1.estimate(), let two = distances.wasserstein2.estimate()
    else { return nil }
    // |δ| ≤ W₁ ≤ W₂, and |s − s′| ≤ W₂: no bound on what is larger lies below one on what is smaller.
    let first = one.reaching(mean.upper)
    self.init(
      name: name, mean: mean, standardDeviation: deviation, wasserstein1: first,
      wasserstein2: two.reaching(max(first.upper, deviation.upper)))
  }
}

extension DivergenceEstimate {
  /// The same with an upper end that is not below a number.
  fileprivate func reaching(_ least: Double) -> DivergenceEstimate {
    DivergenceEstimate(
      estimate: estimate, lower: lower, upper: max(upper, least), floor: floor, resolved: resolved)
  }
}

extension Matrix {
  /// θ[1], θ[2], …: names for columns that have none.
  fileprivate var columnNames: [String] { (0..<columnCount).map { "θ[\($0 + 1)]" } }
}
