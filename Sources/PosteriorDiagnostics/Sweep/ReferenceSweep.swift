/// How far any samplers' draws are from a posterior that need not be known, as a function of the learning rate: against
/// draws by a sampler whose law is the posterior, a run of NUTS unless they are given.
///
///     let result = try await ReferenceSweep(
///       model: model, samplers: [mine, .sgworld(batchSize: 20)], learningRates: [1e-4, 1e-3],
///       settings: .init(epochs: 10_000, estimator: .reference)
///     ).run(threads: 2)
///
/// Nothing below the Monte Carlo error of both is seen. Where a ``BiasSweep`` takes a sampler, it sees
/// orders of magnitude less.
public struct ReferenceSweep: Sendable {
  /// η (not ε/2), absolute, on U = −ln posterior.
  package let learningRates: [Double]
  /// The number of points.
  package private(set) var pointCount: Int
  private let settings: SweepResult.Settings
  /// Makes the draws that the sweep is against, or takes those that were given.
  package let reference: @Sendable (_ threads: Int) async throws -> ReferenceDraws
  private var sweep: @Sendable (ReferenceDraws) throws -> LearningRateSweep

  /// A sweep on any model.
  ///
  /// - Parameters:
  ///   - model: The posterior.
  ///   - name: The model's name in the result.
  ///   - samplers: The samplers compared, of different names.
  ///   - learningRates: η of each point, not ε/2.
  ///   - settings: How the points are made; their estimator is ``DivergenceEstimator/reference``.
  ///   - draws: Draws of the model's unconstrained parameters; a run of NUTS unless given, of a quarter as many draws
  ///     a chain as there are epochs, and at most 10 000.
  /// - Throws: What making the samplers throws.
  public init<Model: Posterior>(
    model: Model, name: String = "\(Model.self)", samplers: [SamplerFamily<Model>], learningRates: [Double],
    settings: SweepResult.Settings, draws: Draws? = nil
  ) throws {
    let site = ModelSite(model) { () throws(SamplingError) in try model.mode().position }
    try self.init(
      site, name: name, samplers: samplers, learningRates: learningRates, settings: settings, draws: draws)
  }

  /// A sweep on a model whose mode may have been found.
  package init<Model: Posterior>(
    _ site: ModelSite<Model>, name: String, samplers: [SamplerFamily<Model>], learningRates: [Double],
    settings: SweepResult.Settings, draws: Draws?
  ) throws {
    precondition(settings.estimator == .reference, "a sweep against draws says so in its settings")
    precondition(
      draws?.dimension ?? site.model.dimension == site.model.dimension, "the draws are of another model's parameters")
    for family in samplers { _ = try SweptSampler(family, on: site) }
    self.learningRates = learningRates
    self.settings = settings
    pointCount = samplers.count * learningRates.count
    let density = AnyPosterior(site.model)
    reference = { threads in
      if let draws { return try await ReferenceDraws(draws, threads: threads) }
      let run = try await Draws.nuts(
        density, chains: settings.chains, count: min(10_000, max(1000, settings.epochs / 4)), seed: settings.seed,
        threads: threads)
      return try await ReferenceDraws(run, threads: threads)
    }
    sweep = { draws in
      try LearningRateSweep(
        site, name: name, samplers: samplers, learningRates: learningRates, settings: settings, against: draws)
    }
  }

  /// The same with some of the points, by their places.
  package func taking(_ places: [Int]) -> ReferenceSweep {
    var some = self
    (some.pointCount, some.sweep) = (places.count, { [sweep] in try sweep($0).taking(places) })
    return some
  }

  /// Runs the sweep on up to `threads` threads at a time; see
  /// ``LearningRateSweep/run(threads:knowing:onProgress:)``.
  ///
  /// - Throws: ``BiasError/noReference(_:)`` and what NUTS throws when it does not find the posterior.
  public func run(
    threads: Int = 1, knowing known: [SweepPoint] = [],
    onProgress: @escaping @Sendable (SweepProgress) -> Void = { _ in }
  ) async throws -> SweepResult {
    try await sweep(reference(threads)).run(threads: threads, knowing: known, onProgress: onProgress)
  }
}
