/// How far samplers' draws are from a posterior that need not be known, as a function of the learning rate: a
/// ``BiasMeasurement`` for each sampler at each rate.
///
///     let result = try await BiasSweep(
///       model: model, samplers: [.sgld(batchSize: 20), .sgworld(batchSize: 20)], learningRates: [1e-4, 1e-3],
///       settings: .init(epochs: 10_000, estimator: .twin)
///     ).run(threads: 2)
///
/// Random streams are named after the seed and the chain alone: all points see the same noise, as far as it goes.
public struct BiasSweep: Sendable {
  /// η (not ε/2), absolute, on U = −ln posterior.
  package let learningRates: [Double]
  private let density: AnyPosterior
  private let empty: @Sendable (MultivariateNormal) -> SweepResult
  private let settings: SweepResult.Settings
  private var measurements: [BiasMeasurement]

  /// A sweep on any model.
  ///
  /// - Parameters:
  ///   - model: The posterior.
  ///   - name: The model's name in the result.
  ///   - samplers: The samplers compared, of different names, each of which a ``BiasMeasurement`` takes.
  ///   - learningRates: η of each point, not ε/2.
  ///   - settings: How the points are made; their estimator is ``DivergenceEstimator/twin``.
  /// - Throws: As making a ``BiasMeasurement`` does.
  public init<Model: Posterior>(
    model: Model, name: String = "\(Model.self)", samplers: [SamplerFamily<Model>], learningRates: [Double],
    settings: SweepResult.Settings
  ) throws {
    let site = ModelSite(model) { () throws(SamplingError) in try model.mode().position }
    try self.init(site, name: name, samplers: samplers, learningRates: learningRates, settings: settings)
  }

  /// A sweep on a model whose mode may have been found.
  package init<Model: Posterior>(
    _ site: ModelSite<Model>, name: String, samplers: [SamplerFamily<Model>], learningRates: [Double],
    settings: SweepResult.Settings
  ) throws {
    precondition(settings.estimator == .twin, "a sweep on a posterior that is not known is measured beside twins")
    self.learningRates = learningRates
    self.settings = settings
    density = AnyPosterior(site.model)
    measurements = try samplers.flatMap { family in
      try learningRates.map {
        try BiasMeasurement(
          site, name: name, sampler: family, learningRate: $0,
          settings: .init(
            epochs: settings.epochs, burnIn: settings.burnIn, chains: settings.chains, seed: settings.seed))
      }
    }
    let batchSize = samplers.compactMap(\.batchSize).max() ?? site.model.exampleCount
    empty = {
      SweepResult(
        model: name, exampleCount: site.model.exampleCount, batchSize: batchSize,
        parameterNames: site.model.parameterNames, posterior: $0, settings: settings, points: [])
    }
  }

  /// The number of points.
  package var pointCount: Int { measurements.count }

  /// The same with some of the points, by their places.
  package func taking(_ places: [Int]) -> BiasSweep {
    var sweep = self
    sweep.measurements = places.map { measurements[$0] }
    return sweep
  }

  /// Runs the sweep on up to `threads` threads at a time.
  ///
  /// A point whose chain diverges is reported as diverged, and the sweep goes on. When the surrounding task is
  /// cancelled, the result holds the points finished by then.
  ///
  /// - Parameters:
  ///   - threads: Chains that run at a time.
  ///   - known: Points of this sweep that an earlier run has finished. They are not run again.
  ///   - onProgress: Told how far the sweep has come, and of each point as it is finished.
  /// - Throws: ``BiasError/noReference(_:)`` and what NUTS throws when it does not find the posterior.
  public func run(
    threads: Int = 1, knowing known: [SweepPoint] = [],
    onProgress: @escaping @Sendable (SweepProgress) -> Void = { _ in }
  ) async throws -> SweepResult {
    guard let first = measurements.first else { return empty(.standard(density.dimension)) }
    let reference = try await first.reference(threads: threads)
    var result = empty(reference.positions)
    let count = measurements.count
    for (place, measurement) in measurements.enumerated() {
      @Sendable func tell(_ fraction: Double, _ finished: Int, _ point: SweepPoint? = nil) {
        onProgress(
          SweepProgress(
            fraction: (Double(place) + fraction) / Double(count), finishedCount: finished, pointCount: count,
            finished: point))
      }
      let wanted = SweepPoint(measurement.empty)
      let isKnown = { (point: SweepPoint) in
        point.isResult(of: wanted.label, at: wanted.learningRate, dimension: density.dimension)
      }
      if let point = known.first(where: isKnown) {
        result.points.append(point)
        continue
      }
      let point: SweepPoint
      do {
        point = SweepPoint(
          try await measurement.run(reference, threads: threads, onProgress: { tell($0, place) }))
      } catch is CancellationError {
        return result
      } catch let error as ChainError {
        guard case .diverged(let step, _, _) = error.reason else { throw error }
        point = SweepPoint(measurement.empty, divergedAtStep: step)
      }
      result.points.append(point)
      tell(1, place + 1, point)
    }
    return result
  }
}
