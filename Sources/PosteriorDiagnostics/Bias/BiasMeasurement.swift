/// How far a sampler's draws are from a posterior that is not known, at one learning rate.
///
///     let bias = try await BiasMeasurement(
///       model: model, sampler: .sgworld(batchSize: 20), learningRate: 1e-3, settings: .init(epochs: 20_000)
///     ).run(threads: 2)
///
/// Beside each chain runs one of the posterior itself, under the same noise (`ExponentialTwin`, or `MomentumTwin`
/// where there is a velocity), and the difference of their moments is the bias: its error is orders of magnitude below
/// the moments' own. So it can be had for every sampler of Langevin dynamics with the same noise and friction at
/// each step, at a constant learning rate, by whatever minibatches and gradient estimator.
public struct BiasMeasurement: Sendable {
  private let density: AnyPosterior
  private let mode: @Sendable () throws(SamplingError) -> [Double]
  private let rated: RatedSampler
  private let twins: TwinFactory
  private let learningRate: Double
  /// The result without its numbers.
  let empty: BiasEstimate

  /// A measurement on any model.
  ///
  /// - Parameters:
  ///   - model: The posterior.
  ///   - name: The model's name in the result.
  ///   - sampler: A sampler by ``SamplerFamily/langevin(_:batching:batchSize:_:gradient:)``, such as
  ///     ``SamplerFamily/sgworld(batchSize:)``.
  ///   - learningRate: η (not ε/2), absolute, on U = −ln posterior.
  ///   - settings: How many chains are run, and how long.
  /// - Throws: ``BiasError/notDriven(_:)`` for a sampler that has no twin, and what making the sampler throws.
  public init<Model: Posterior>(
    model: Model, name: String = "\(Model.self)", sampler: SamplerFamily<Model>, learningRate: Double,
    settings: BiasEstimate.Settings
  ) throws {
    let site = ModelSite(model) { () throws(SamplingError) in try model.mode().position }
    try self.init(site, name: name, sampler: sampler, learningRate: learningRate, settings: settings)
  }

  /// A measurement on a model whose mode may have been found.
  package init<Model: Posterior>(
    _ site: ModelSite<Model>, name: String, sampler: SamplerFamily<Model>, learningRate: Double,
    settings: BiasEstimate.Settings
  ) throws {
    precondition(learningRate > 0 && learningRate.isFinite, "a learning rate must be positive and finite")
    rated = try sampler.on(site)
    guard let twins = rated.twins else { throw BiasError.notDriven(sampler.name) }
    self.twins = twins
    self.learningRate = learningRate
    density = AnyPosterior(site.model)
    mode = { () throws(SamplingError) in try site.mode() }
    empty = BiasEstimate(
      model: name, exampleCount: site.model.exampleCount, sampler, learningRate: learningRate, settings: settings)
  }

  /// Runs the chains on up to `threads` threads at a time.
  ///
  /// - Throws: `ChainError` when a chain diverges, ``BiasError/noReference(_:)`` when NUTS finds no posterior with a
  ///   covariance, `CancellationError` when the surrounding task is cancelled.
  public func run(
    threads: Int = 1, onProgress: @escaping @Sendable (_ fraction: Double) -> Void = { _ in }
  ) async throws -> BiasEstimate {
    try await run(reference(threads: threads), threads: threads, onProgress: onProgress)
  }

  /// The run of NUTS that comes first.
  func reference(threads: Int) async throws -> BiasReference {
    try await BiasReference(
      density, mode: mode, chains: empty.settings.chains, seed: empty.settings.seed, threads: threads)
  }

  /// The same, where NUTS has been run.
  func run(
    _ reference: BiasReference, threads: Int, onProgress: @escaping @Sendable (_ fraction: Double) -> Void
  ) async throws -> BiasEstimate {
    let settings = empty.settings
    let seed = StreamSeed(settings.seed).child("bias")
    let epochsPerDraw = rated.epochsPerDraw(try rated.make(learningRate))
    let count = max(1, settings.epochs / epochsPerDraw)
    let pairs = TwinFactory.Pairs(
      stepsPerEpoch: rated.stepsPerEpoch, epochsPerDraw: epochsPerDraw, takesNoiseAhead: twins.takesNoiseAhead
    ) { [twins, learningRate] in twins.pair(learningRate, reference.quadratic, $0) }
    let pace = try await TaskPool(threads: 1).runAll(1) { piece in
      try chain(0) {
        try TwinPace(pairs, reference, draws: min(2000, max(200, count / 10)), seed: seed.child("pace"), as: piece)
      }
    }[0]
    let length = ChainLength(
      stepsPerDraw: 1, burnIn: (settings.burnIn + epochsPerDraw - 1) / epochsPerDraw, count: count)
    let pool = TaskPool(threads: threads, total: settings.chains * length.total, onProgress: onProgress)
    let observers = try await pool.runAll(settings.chains) { piece in
      var random = GSLRandom(stream: seed.child(piece.number))
      let start = reference.start(using: &random)
      let observer = BiasObserver(
        reference, drawCount: count, stretchesPerDraw: pace.stretchesPerDraw,
        regressions: max(2, 16 / settings.chains))
      return try chain(piece.number) {
        let observer = try length.run(for: observer, as: piece) { try Chain(pace.sampler, at: start, random: random) }
        guard observer.isFinite else {
          throw SamplingError.diverged(step: length.total, learningRate: learningRate, parameter: 0)
        }
        return observer
      }
    }
    return try empty.filled(observers, reference, pace)
  }

  /// What a chain returns; what it cannot go on for is told with its number.
  private func chain<Value>(_ number: Int, _ work: () throws -> Value) throws -> Value {
    do { return try work() } catch let reason as SamplingError { throw ChainError(chain: number, reason: reason) }
  }
}

/// Why a sampler's bias cannot be measured.
public enum BiasError: Error, Equatable, CustomStringConvertible {
  /// A sampler is not a product with an integrator that adds the same noise at every step.
  case notDriven(String)
  /// The posterior could not be explored.
  case noReference(String)
  /// No learning rate was found at which a target is met.
  case noLearningRate(String)

  /// What is wrong, and what to do.
  public var description: String {
    switch self {
    case .notDriven(let sampler):
      "the bias of \(sampler) cannot be measured beside a twin, which is for products with an integrator that adds "
        + "noise at every step: 'posterior sweep --estimator reference' sets it against a run of nuts"
    case .noReference(let reason): "the posterior could not be explored: \(reason)"
    case .noLearningRate(let reason): "no learning rate was found that is measured to meet the target: \(reason)"
    }
  }
}
