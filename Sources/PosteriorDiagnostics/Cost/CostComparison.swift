/// How far from a posterior a user's draws are after a given number of gradients, or a given time: Monte Carlo error
/// and a sampler's bias together.
///
///     let comparison = try CostComparison(
///       model: model, reference: model.exactPosterior(), samplers: [.sgld(batchSize: 13), .nuts()],
///       learningRates: [0.01, 0.03], settings: .init(largestBudget: 1_000_000))
///     let result = await comparison.run(threads: 2)
///
/// Each replicate is one chain from N(μ, 4Σ), μ and Σ the reference's. At budgets that double it keeps the draws of
/// the last half, and KL(normal with their moments ‖ reference) is the error. The search for a mode, passes for
/// anchors and warm-ups count. Random streams are named after (sampler, rate, replicate), so that the errors depend on
/// the seed alone; the times do not.
public struct CostComparison: Sendable {
  /// Gradients of single examples, each number twice the one before.
  package let budgets: [Int]
  /// The samplers compared, each at one learning rate if it takes one.
  let samplers: [(family: SamplerFamily<AnyPosterior>, rate: Double?)]
  /// What other programs have drawn, beside the samplers.
  private var outside: [OutsideDraws] = []
  private let model: any Posterior
  private let reference: MultivariateNormal
  private var empty: CostResult

  /// How the points are made.
  public struct Settings: Sendable {
    let largestBudget: Int
    let replicates: Int
    let seed: UInt64

    /// Chains of so many gradients.
    ///
    /// - Parameters:
    ///   - largestBudget: The most gradients of single examples that a chain makes. The smallest budget is about N, or
    ///     less if this is.
    ///   - replicates: Chains a point; 2 or more for an interval.
    ///   - seed: The seed of all chains.
    public init(largestBudget: Int, replicates: Int = 8, seed: UInt64 = 1) {
      precondition(largestBudget >= 2 && replicates >= 1, "a comparison needs a budget of 2 or more, and a replicate")
      (self.largestBudget, self.replicates, self.seed) = (largestBudget, replicates, seed)
    }
  }

  /// A comparison on any model.
  ///
  /// - Parameters:
  ///   - model: The posterior.
  ///   - name: The model's name in the result.
  ///   - reference: The normal with the posterior's mean and covariance.
  ///   - samplers: The samplers compared. Those that take a learning rate are run at each of `learningRates`.
  ///   - learningRates: η, not ε/2, of samplers that take one.
  ///   - settings: How long chains run, and how many.
  public init(
    model: any Posterior, name: String? = nil, reference: MultivariateNormal, samplers: [SamplerFamily<AnyPosterior>],
    learningRates: [Double] = [], settings: Settings
  ) {
    precondition(model.dimension == reference.dimension, "the reference is of \(reference.dimension) parameters")
    self.model = model
    self.reference = reference
    self.samplers = samplers.flatMap { family in
      family.takesLearningRate ? learningRates.map { (family, $0) } : [(family, nil)]
    }
    var budgets = [settings.largestBudget]
    while budgets[0] >= 2 * model.exampleCount { budgets.insert(budgets[0] / 2, at: 0) }
    self.budgets = budgets
    empty = CostResult(
      model: name ?? "\(type(of: model))", exampleCount: model.exampleCount, parameterNames: model.parameterNames,
      replicates: settings.replicates, seed: settings.seed, points: [])
  }

  /// A comparison on any model, against draws by a sampler whose law is the posterior.
  package init(
    model: any Posterior, name: String, reference: ReferenceDraws, samplers: [SamplerFamily<AnyPosterior>],
    learningRates: [Double], settings: Settings
  ) {
    self.init(
      model: model, name: name, reference: reference.normal, samplers: samplers, learningRates: learningRates,
      settings: settings)
    empty.referenceError = reference.error
    empty.warnings = reference.warnings
  }

  /// Sets the draws of another program beside the samplers, as far as their budgets go.
  ///
  /// - Parameter draws: Draws of the model's unconstrained parameters, in its order.
  public mutating func add(_ draws: OutsideDraws) {
    precondition(draws.draws.dimension == reference.dimension, "the draws are of another model's parameters")
    outside.append(draws)
  }

  /// The number of the samplers' points.
  package var pointCount: Int { samplers.count * budgets.count }

  /// Runs the replicates on up to `threads` threads at a time. When the surrounding task is cancelled, the result holds
  /// the samplers finished by then.
  public func run(
    threads: Int = 1, onProgress: @escaping @Sendable (_ fraction: Double) -> Void = { _ in }
  ) async -> CostResult {
    let replicates = empty.replicates
    let count = samplers.count * replicates
    let pool = TaskPool(threads: threads, total: count * (budgets.last ?? 1), onProgress: onProgress)
    let outcomes = await pool.run(count) { piece in
      let (sampler, replicate) = piece.number.quotientAndRemainder(dividingBy: replicates)
      let (family, rate) = samplers[sampler]
      return try outcome(of: family, at: rate, replicate: replicate, as: piece)
    }.map { try? $0?.get() }
    var result = empty
    for (index, sampler) in samplers.enumerated() {
      let own = outcomes[index * replicates..<(index + 1) * replicates].compactMap(\.self)
      guard own.count == replicates, own.allSatisfy({ $0.hasFailed || $0.stages.count == budgets.count }) else {
        continue
      }
      result.points += budgets.indices.map {
        CostPoint((sampler.family.name, sampler.rate), budgets[$0], own, stage: $0, reference)
      }
    }
    result.points += outside.flatMap { $0.points(at: budgets, reference) }
    return result
  }

  private func outcome(
    of family: SamplerFamily<AnyPosterior>, at rate: Double?, replicate: Int, as piece: RunningPiece
  ) throws -> CostOutcome {
    var seed = StreamSeed(empty.seed).child("cost").child(family.name).child(replicate)
    if let rate { seed = seed.child(rate) }
    var observer = CostObserver(model, budgets: budgets, reference: reference, report: { piece.add($0) })
    do {
      let counted = observer.model
      // The search for a mode is part of the cost.
      let site = ModelSite(AnyPosterior(counted)) { () throws(SamplingError) in try counted.countedMode() }
      let rated = try family.on(site)
      let sampler = try rated.make(rate ?? 1)
      var random = GSLRandom(stream: seed)
      // Over-dispersed, at twice the reference's standard deviation from its mean: N(μ, 4Σ).
      let spread = reference.cholesky.multiply(random.normals(reference.dimension))
      var chain = try Chain(sampler, at: zip(reference.mean, spread).map { $0 + 2 * $1 }, random: random)
      // Progress is in evaluations, of which the observer tells.
      let stepsPerDraw = rated.epochsPerDraw(sampler) * rated.stepsPerEpoch
      try chain.run(ChainLength(stepsPerDraw: stepsPerDraw), for: &observer, as: piece.untold)
      return CostOutcome(stages: observer.stages, hasFailed: false)
    } catch is SamplingError {
      return CostOutcome(stages: observer.stages, hasFailed: true)
    }
  }
}
