import PosteriorSampling

/// The distances of two samples of which a verdict is made.
struct ComparedParts {
  /// Of each parameter whose distances can be computed.
  let parameters: [Comparison.Parameter]
  /// The correlations of pairs of parameters.
  let correlations: [Comparison.Correlation]
  /// Those of parameters with the squares of others.
  let bends: [Comparison.Correlation]
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
    deciding += correlations.pairs.map {
      DecidingDistance(
        name: "the correlation of '\(names[$0.second])' and '\(names[$0.first])'", length: $0.length,
        kind: .correlation)
    }
    deciding += correlations.bends.map {
      DecidingDistance(
        name: "the correlation of '\(names[$0.first])' and the square of '\(names[$0.second])'", length: $0.length,
        kind: .bend)
    }
    if unit > 0, names.count > 1 {
      deciding.append(DecidingDistance(name: "the joint law (MMD)", length: joint, unit: unit, kind: .joint))
    }
    self.parameters = parameters.compactMap(\.self)
    func reported(_ place: CorrelationDistances.Place, _ first: Int, _ second: Int) -> Comparison.Correlation? {
      place.length.estimate().map { .init(first: names[first], second: names[second], difference: $0) }
    }
    self.correlations = correlations.pairs.compactMap { reported($0, $0.second, $0.first) }
    bends = correlations.bends.compactMap { reported($0, $0.first, $0.second) }
    self.joint = joint
    self.deciding = DecidingDistances(deciding)
  }
}
