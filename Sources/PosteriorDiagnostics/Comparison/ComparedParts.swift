import PosteriorSampling

/// The distances of two samples of which a verdict is made.
struct ComparedParts {
  /// Of each parameter whose distances can be computed.
  let parameters: [Comparison.Parameter]
  /// The names of each pair of parameters, and the distance of its correlations.
  let pairs: [(String, String)]
  let correlations: [ComparedLength]
  /// The maximum mean discrepancy.
  let joint: ComparedLength
  let deciding: DecidingDistances

  init(_ pair: ComparedPair, names: [String]) {
    precondition(
      names.count == pair.first.columnCount, "\(names.count) names for \(pair.first.columnCount) parameters")
    let marginals = names.indices.map {
      MarginalDistances(pair.first.column($0), pair.second.column($0), pair.multipliers)
    }
    let correlations = CorrelationDistances(pair.first, pair.second, pair.multipliers)
    let pairs = correlations.pairs.map { (names[$0.1], names[$0.0]) }
    let (joint, unit) = pair.meanDiscrepancy
    let parameters = zip(names, marginals).map { Comparison.Parameter(name: $0, $1) }
    var deciding = zip(zip(names, marginals), parameters).flatMap { place, parameter in
      let (name, distances) = place
      return [
        DecidingDistance(
          name: "the mean of '\(name)'", length: distances.mean, kind: .marginal, upper: parameter?.mean.upper),
        DecidingDistance(
          name: "the standard deviation of '\(name)'", length: distances.standardDeviation, kind: .marginal,
          upper: parameter?.standardDeviation.upper),
        DecidingDistance(
          name: "W₁ of '\(name)'", length: distances.wasserstein1, kind: .marginal,
          upper: parameter?.wasserstein1.upper),
      ]
    }
    deciding += zip(pairs, correlations.lengths).map { names, length in
      DecidingDistance(name: "the correlation of '\(names.0)' and '\(names.1)'", length: length, kind: .correlation)
    }
    if unit > 0, names.count > 1 {
      deciding.append(DecidingDistance(name: "the joint law (MMD)", length: joint, unit: unit, kind: .joint))
    }
    self.parameters = parameters.compactMap(\.self)
    (self.pairs, self.correlations) = (pairs, correlations.lengths)
    self.joint = joint
    self.deciding = DecidingDistances(deciding)
  }
}
