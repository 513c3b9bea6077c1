import Foundation

/// What a comparison at equal cost found.
public struct CostResult: Sendable, Hashable, Codable {
  /// The model's name, as results give it.
  package let model: String
  /// N, the number of the model's examples: gradients over N are passes over the data.
  package let exampleCount: Int
  /// A name for each of the d parameters.
  package let parameterNames: [String]
  /// The number of chains that each point is an average over.
  package let replicates: Int
  /// The seed of all of them.
  package let seed: UInt64
  /// The KL divergence that the reference's own Monte Carlo error makes, in nats: nothing below it is seen. Nil
  /// where the posterior is known exactly.
  public internal(set) var referenceError: Double?
  /// What speaks against the reference; nil where the posterior is known exactly.
  package internal(set) var warnings: [BiasWarning]?
  /// The points, sampler by sampler, budgets rising.
  public internal(set) var points: [CostPoint]

  /// The points with the rate that did best: of each sampler's points at one budget the one of smallest KL.
  public var best: [CostPoint] {
    var best: [CostPoint] = []
    for point in points {
      guard let error = point.kl else { continue }
      if let place = best.firstIndex(where: { $0.sampler == point.sampler && $0.evaluations == point.evaluations }) {
        if error < best[place].kl ?? .infinity { best[place] = point }
      } else {
        best.append(point)
      }
    }
    return best
  }
}

/// A sampler's error at one budget, over replicates.
public struct CostPoint: Sendable, Hashable, Codable {
  /// The sampler's name, as results give it.
  public let sampler: String
  /// η (not ε/2), for a sampler that has one.
  public let learningRate: Double?
  /// The budget: gradients of single examples.
  public let evaluations: Int
  /// The processor time that it took, in seconds: the replicates' mean.
  public let seconds: Double?
  /// The draws kept: the replicates' mean.
  package let draws: Double
  /// Replicates whose chains diverged, or could not start.
  package let failures: Int
  /// The replicates' mean of KL(normal with the kept draws' moments ‖ reference), in nats; nil where a replicate has
  /// too few draws, or has failed.
  public let kl: Double?
  /// The lower end of the 95 % interval of that mean.
  public let lower: Double?
  /// The upper end of the 95 % interval of that mean.
  public let upper: Double?

  init(
    _ sampler: (name: String, rate: Double?), _ budget: Int, _ outcomes: [CostOutcome], stage index: Int,
    _ reference: MultivariateNormal
  ) {
    (self.sampler, learningRate) = sampler
    evaluations = budget
    let stages = outcomes.compactMap { $0.stages.indices.contains(index) ? $0.stages[index] : nil }
    let count = Double(stages.count)
    failures = outcomes.count - stages.count
    seconds = stages.isEmpty ? nil : stages.reduce(0) { $0 + $1.seconds } / count
    draws = stages.isEmpty ? 0 : stages.reduce(0) { $0 + Double($1.moments.drawCount) } / count
    let errors = stages.compactMap { stage -> Double? in
      // As many draws as parameters have a singular covariance, up to rounding.
      guard stage.moments.drawCount > reference.dimension + 1, stage.moments.isFinite else { return nil }
      let estimate = MomentEstimate([stage.moments], reference: reference)
      let kl = try? reference.klDivergence(ofMean: estimate.mean, covariance: estimate.covariance)
      return kl.flatMap { $0.isFinite ? $0 : nil }
    }
    guard errors.count == outcomes.count, !errors.isEmpty else {
      (kl, lower, upper) = (nil, nil, nil)
      return
    }
    let mean = errors.reduce(0, +) / count
    kl = mean
    guard errors.count > 1, mean > 0 else {
      (lower, upper) = (nil, nil)
      return
    }
    let variance = errors.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let t = SpecialFunctions.studentTQuantile(0.975, degrees: count - 1)
    // On the logarithm, by the delta method: an error is positive, and its spread of its own size.
    let factor = exp(t * (variance / count).squareRoot() / mean)
    (lower, upper) = (mean / factor, mean * factor)
  }
}
