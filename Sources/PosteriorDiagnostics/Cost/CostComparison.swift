/// How far from a posterior a user's draws are after a given number of gradients, or a given time: Monte Carlo error and a
/// sampler's bias together.
///
///     let comparison = try CostComparison(
///       model: model, reference: GaussianReference(model.exactPosterior()),
///       samplers: [.nuts(), CostSampler("sgld", learningRate: 0.01) { SGLD($0, learningRate: 0.01, batchSize: 13) }],
///       largestBudget: 1_000_000)
///     let result = await comparison.run(threads: 2)
///
/// Each replicate is one chain from N(μ, 4Σ), μ and Σ the reference's. At budgets that double it keeps the draws of the last
/// half, and KL(normal with their moments ‖ reference) is the error. The search for a mode, passes for anchors and warm-ups
/// count. Random streams are named after (sampler, rate, replicate), so that the errors depend on the seed alone; the
/// times do not.
public struct CostComparison: Sendable {
  /// The samplers compared, each at one learning rate.
  public let samplers: [CostSampler]
  /// Gradients of single examples, each number twice the one before.
  public let budgets: [Int]
  private let model: any Posterior
  private let reference: GaussianReference
  private let empty: CostResult

  /// A comparison on any model.
  ///
  /// - Parameters:
  ///   - reference: The normal with the posterior's mean and covariance: exact ones, or those of a long run of NUTS.
  ///   - largestBudget: The most gradients of single examples that a chain makes. The smallest budget is about N, or less if
  ///     this is.
  ///   - replicates: Chains a sampler; 2 or more for an interval.
  public init(
    model: any Posterior, name: String? = nil, reference: GaussianReference, samplers: [CostSampler],
    largestBudget: Int, replicates: Int = 8, seed: UInt64 = 1
  ) {
    precondition(model.dimension == reference.dimension, "the reference is of \(reference.dimension) parameters")
    precondition(largestBudget >= 2 && replicates >= 1, "a comparison needs a budget of 2 or more, and a replicate")
    self.model = model
    self.reference = reference
    self.samplers = samplers
    var budgets = [largestBudget]
    while budgets[0] >= 2 * model.exampleCount { budgets.insert(budgets[0] / 2, at: 0) }
    self.budgets = budgets
    empty = CostResult(
      model: name ?? "\(type(of: model))", exampleCount: model.exampleCount, parameterNames: model.parameterNames,
      replicates: replicates, seed: seed, points: [])
  }

  /// Runs the replicates on up to `threads` threads at a time. When the surrounding task is cancelled, the result holds the
  /// samplers finished by then.
  public func run(
    threads: Int = 1, onProgress: @escaping @Sendable (_ fraction: Double) -> Void = { _ in }
  ) async -> CostResult {
    let replicates = empty.replicates
    let count = samplers.count * replicates
    let pool = TaskPool(threads: threads, total: count * (budgets.last ?? 1), onProgress: onProgress)
    let outcomes = await pool.run(count) { piece in
      let (sampler, replicate) = piece.number.quotientAndRemainder(dividingBy: replicates)
      return try outcome(of: samplers[sampler], replicate: replicate, as: piece)
    }.map { try? $0?.get() }
    var result = empty
    for (index, sampler) in samplers.enumerated() {
      let own = outcomes[index * replicates..<(index + 1) * replicates].compactMap(\.self)
      guard own.count == replicates, own.allSatisfy({ $0.hasFailed || $0.stages.count == budgets.count }) else {
        continue
      }
      result.points += budgets.indices.map { CostPoint(sampler, budgets[$0], own, stage: $0, reference) }
    }
    return result
  }

  private func outcome(of sampler: CostSampler, replicate: Int, as piece: RunningPiece) throws -> CostOutcome {
    var seed = StreamSeed(empty.seed).child("cost").child(sampler.name).child(replicate)
    if let rate = sampler.learningRate { seed = seed.child(rate) }
    var observer = CostObserver(model, budgets: budgets, reference: reference, report: { piece.add($0) })
    do {
      let (own, stepsPerDraw) = try sampler.make(observer.model)
      var random = GSLRandom(stream: seed)
      // Over-dispersed, at twice the reference's standard deviation from its mean: N(μ, 4Σ).
      let spread = reference.cholesky.multiply(random.normals(reference.dimension))
      var chain = try Chain(own, at: zip(reference.mean, spread).map { $0 + 2 * $1 }, random: random)
      // Progress is in evaluations, of which the observer tells.
      try chain.run(ChainLength(stepsPerDraw: stepsPerDraw), for: &observer, as: piece.untold)
      return CostOutcome(stages: observer.stages, hasFailed: false)
    } catch is SamplingError {
      return CostOutcome(stages: observer.stages, hasFailed: true)
    }
  }
}
