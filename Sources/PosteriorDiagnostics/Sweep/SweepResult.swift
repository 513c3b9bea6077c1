/// What a learning-rate sweep found.
public struct SweepResult: Sendable, Hashable, Codable {
  /// The model's name, as results give it.
  package let model: String
  /// N, the number of the model's examples.
  package let exampleCount: Int
  /// B, the number of examples in a full minibatch: the largest of the samplers', N where all take all examples.
  package let batchSize: Int
  /// A name for each of the d parameters.
  package let parameterNames: [String]
  /// The normal with the exact posterior's mean and covariance; with those of a run of NUTS where the posterior is not
  /// known.
  public let posterior: MultivariateNormal
  /// How the points were made.
  package let settings: Settings
  /// The points that were finished, sampler by sampler, in the order of the learning rates given.
  public internal(set) var points: [SweepPoint]

  /// How the points were made.
  public struct Settings: Sendable, Hashable, Codable {
    /// Epochs recorded, each chain.
    package let epochs: Int
    /// Epochs thrown away first, each chain.
    package let burnIn: Int
    /// The number of chains run at each point.
    package let chains: Int
    /// The seed of all of them.
    package let seed: UInt64
    /// How divergences were estimated.
    package let estimator: DivergenceEstimator

    /// Chains of so many epochs.
    ///
    /// - Parameters:
    ///   - epochs: Passes over the data recorded by each chain.
    ///   - burnIn: Passes thrown away first; a tenth of `epochs` unless given. Chains start at draws of the posterior.
    ///   - chains: Chains a point.
    ///   - seed: The seed of all chains.
    ///   - estimator: How divergences are estimated.
    public init(
      epochs: Int, burnIn: Int? = nil, chains: Int = 4, seed: UInt64 = 1, estimator: DivergenceEstimator = .plugIn
    ) {
      precondition(epochs >= 1 && chains >= 1 && (burnIn ?? 0) >= 0, "a sweep needs at least one epoch and one chain")
      (self.epochs, self.burnIn) = (epochs, burnIn ?? epochs / 10)
      (self.chains, self.seed, self.estimator) = (chains, seed, estimator)
    }
  }
}

/// One sampler at one learning rate.
public struct SweepPoint: Sendable, Hashable {
  /// Whether the chains ran to their end.
  public enum Status: String, Sendable, Codable {
    /// All chains ran to their end.
    case ok
    /// A chain left the finite numbers.
    case diverged
    /// None was run: there is theory alone.
    case notRun = "not-run"
  }

  /// The sampler's name, as results give it.
  public let sampler: String
  /// How its minibatches were chosen, where that is not the sampler's usual way.
  package let batching: String?
  /// The rate at which the sampler was run: η, and not ε/2.
  public let learningRate: Double
  /// Whether the chains ran to their end.
  public let status: Status
  /// The step at which a chain diverged.
  package let divergedAtStep: Int?
  /// The draws of all chains.
  package internal(set) var draws = 0
  /// The smallest effective sample size of the parameters' means.
  public internal(set) var effectiveSampleSize: Double?
  /// The draws' mean: d elements.
  package internal(set) var mean: [Double]?
  /// The draws' covariance: d × d.
  package internal(set) var covariance: Matrix?
  /// KL(normal with the draws' moments ‖ normal with the posterior's), in nats.
  public internal(set) var kl: DivergenceEstimate?
  /// W₂ between the same two normals, in the parameters' units.
  public internal(set) var wasserstein2: DivergenceEstimate?
  /// The epochs that each chain must record at least for an interval; nil where they were enough. Where they were not,
  /// there is neither a KL nor a W₂: the spread within chains so short does not show their error.
  public internal(set) var epochsNeeded: Int?
  /// What the sampler's stationary law says; nil where it was not asked for or is not known.
  package internal(set) var theory: SweepTheory?

  /// What speaks against the numbers; nil where the posterior is known exactly.
  public internal(set) var warnings: [BiasWarning]?

  /// The sampler's name, and its minibatching where that is not its usual one.
  package var label: String { batching.map { "\(sampler) (\($0))" } ?? sampler }
}

extension SweepPoint: Codable {
  private enum CodingKeys: String, CodingKey {
    case sampler, batching, learningRate, status, divergedAtStep, draws, effectiveSampleSize, mean, covariance, kl
    case wasserstein2, epochsNeeded, theory, warnings
  }

  /// Encodes every key, with null for what a diverged point does not have.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(sampler, forKey: .sampler)
    try container.encode(batching, forKey: .batching)
    try container.encode(learningRate, forKey: .learningRate)
    try container.encode(status, forKey: .status)
    try container.encode(divergedAtStep, forKey: .divergedAtStep)
    try container.encode(draws, forKey: .draws)
    try container.encode(effectiveSampleSize, forKey: .effectiveSampleSize)
    try container.encode(mean, forKey: .mean)
    try container.encode(covariance, forKey: .covariance)
    try container.encode(kl, forKey: .kl)
    try container.encode(wasserstein2, forKey: .wasserstein2)
    try container.encode(epochsNeeded, forKey: .epochsNeeded)
    try container.encode(theory, forKey: .theory)
    try container.encode(warnings, forKey: .warnings)
  }
}

extension SweepPoint {
  /// A point without numbers.
  init(
    _ sampler: String, batching: String?, learningRate: Double, status: Status, divergedAtStep: Int? = nil,
    theory: SweepTheory? = nil
  ) {
    (self.sampler, self.batching, self.learningRate) = (sampler, batching, learningRate)
    (self.status, self.divergedAtStep, self.theory) = (status, divergedAtStep, theory)
  }

  init(
    _ sampler: SweptSampler, learningRate: Double, outcomes: [ChainOutcome], epochs: Int,
    reference: MultivariateNormal, _ known: ReferenceDraws?
  ) {
    let finished = outcomes.compactMap {
      if case .finished(let moments, let coupled) = $0 { (moments: moments, coupled: coupled) } else { nil }
    }
    guard finished.count == outcomes.count else {
      let steps = outcomes.compactMap {
        if case .failed(.diverged(let step, _, _)) = $0 { step } else { nil }
      }
      self.init(
        sampler.name, batching: sampler.batching, learningRate: learningRate, status: .diverged,
        divergedAtStep: steps.first)
      return
    }
    let coupled = finished.compactMap(\.coupled)
    let plain = MomentEstimate(finished.map(\.moments), reference: reference)
    let own = coupled.count == finished.count ? MomentEstimate(coupled, pacedBy: plain, reference: reference) : plain
    let estimate = known.map { own.against($0.moments) } ?? own
    self.init(sampler.name, batching: sampler.batching, learningRate: learningRate, status: .ok)
    draws = estimate.drawCount
    effectiveSampleSize = plain.effectiveSampleSize.isFinite ? plain.effectiveSampleSize : nil
    (mean, covariance) = (estimate.mean, estimate.covariance)
    epochsNeeded = estimate.lengthNeeded(epochs)
    if epochsNeeded == nil { (kl, wasserstein2) = (estimate.klDivergence(), estimate.wasserstein2()) }
    warnings = known?.warnings
  }

  /// A point at which no chain was run.
  init(_ sampler: SweptSampler, learningRate: Double, theory: SweepTheory?) {
    self.init(
      sampler.name, batching: sampler.batching, learningRate: learningRate, status: .notRun, theory: theory)
  }

  /// Whether the point can be one of a sweep's: of a sampler and a rate, on so many parameters.
  func isResult(of label: String, at learningRate: Double, dimension d: Int) -> Bool {
    self.label == label && self.learningRate == learningRate && (mean.map { $0.count == d } ?? true)
      && (covariance.map { $0.rowCount == d && $0.columnCount == d } ?? true)
  }
}
