import Foundation
internal import Synchronization

/// How far samplers' draws are from a known posterior, as a function of the learning rate.
///
///     let sweep = try LearningRateSweep(
///       model: model, samplers: [.sgld(batchSize: 13), .sgworld(batchSize: 13)],
///       learningRates: LearningRateSweep.geometric(from: 1e-3, to: 0.1, count: 7), settings: .init(epochs: 100_000))
///     let result = await sweep.run(threads: 2)
///
/// The points are independent chains over (sampler, rate, chain number). Each draws from a random stream named after
/// those three alone, so a point's result depends neither on the number of threads nor on what else is in the sweep.
public struct LearningRateSweep: Sendable {
  /// η (not ε/2), absolute, on U = −ln posterior.
  package let learningRates: [Double]
  /// The normal that draws are held against: the posterior, or the normal with its moments when it is not one.
  package let reference: MultivariateNormal
  /// The samplers compared, each of them at every learning rate.
  let samplers: [SweptSampler]
  /// The sampler and the rate of each point.
  private var points: [(sampler: SweptSampler, learningRate: Double)]
  /// Whether the posterior is normal, and so equal to the reference.
  let isNormal: Bool
  let empty: SweepResult
  private let start: @Sendable (inout GSLRandom) -> [Double]
  /// The draws that the posterior is known by, where it has no closed form.
  private let draws: ReferenceDraws?

  /// A sweep on a model whose posterior is known.
  ///
  /// - Parameters:
  ///   - model: The posterior.
  ///   - name: The model's name in the result.
  ///   - samplers: The samplers compared, of different names.
  ///   - learningRates: η of each point, not ε/2.
  ///   - settings: How the points are made. ``DivergenceEstimator/coupled`` needs a normal posterior, and
  ///     ``SamplerFamily/langevin(_:batching:batchSize:_:gradient:)`` samplers.
  /// - Throws: `SamplingError.improperPosterior(_:)` when the data do not determine a posterior, and what making a
  ///   sampler throws, such as `SamplingError.noMode(_:)`.
  public init<Model: ConjugatePosterior>(
    model: Model, name: String = "\(Model.self)", samplers: [SamplerFamily<Model>], learningRates: [Double],
    settings: SweepResult.Settings
  ) throws(SamplingError) {
    let exact = try model.exactPosterior()
    let site = ModelSite(model, exactPosterior: exact) { () throws(SamplingError) in
      try model.mode(from: exact.mean).position
    }
    try self.init(site, name: name, samplers: samplers, learningRates: learningRates, settings: settings)
  }

  /// A sweep on a model whose posterior has been computed, or is known by draws.
  package init<Model: Posterior>(
    _ site: ModelSite<Model>, name: String, samplers: [SamplerFamily<Model>], learningRates: [Double],
    settings: SweepResult.Settings, against draws: ReferenceDraws? = nil
  ) throws(SamplingError) {
    self.draws = draws
    isNormal = draws == nil && site.exactPosterior is MultivariateNormal
    precondition(settings.estimator != .twin, "a sweep beside twins is a BiasSweep")
    precondition((settings.estimator == .reference) == (draws != nil), "draws are what a sweep against them needs")
    precondition(settings.estimator != .coupled || isNormal, "only a normal posterior can be coupled to")
    precondition(
      learningRates.allSatisfy { $0 > 0 && $0.isFinite }, "learning rates must be positive and finite")
    if let draws {
      reference = draws.normal
      start = { draws.start(using: &$0) }
    } else if let exact = site.exactPosterior {
      do throws(GSLError) { reference = try MultivariateNormal(momentsOf: exact) } catch {
        throw .improperPosterior("the posterior covariance is not positive definite: \(error)")
      }
      start = { exact.draw(using: &$0) }
    } else {
      preconditionFailure("a sweep needs a posterior that is known exactly, or by draws")
    }
    self.samplers = try samplers.map { (family) throws(SamplingError) in try SweptSampler(family, on: site) }
    precondition(
      settings.estimator != .coupled || self.samplers.allSatisfy { $0.rated.couple != nil },
      "one of the samplers cannot be coupled")
    precondition(Set(self.samplers.map(\.label)).count == samplers.count, "two samplers have one name")
    self.learningRates = learningRates
    points = self.samplers.flatMap { sampler in learningRates.map { (sampler: sampler, learningRate: $0) } }
    empty = SweepResult(
      model: name, exampleCount: site.model.exampleCount,
      batchSize: samplers.compactMap(\.batchSize).max() ?? site.model.exampleCount,
      parameterNames: reference.parameterNames,
      posterior: reference, settings: settings, points: [])
  }

  /// `count` rates from `low` to `high`, each the same multiple of the one before.
  public static func geometric(from low: Double, to high: Double, count: Int) -> [Double] {
    precondition(
      low > 0 && high >= low && count >= 1, "a geometric range needs 0 < low ≤ high and a count of 1 or more")
    guard count > 1 else { return [low] }
    return (0..<count).map { i in
      if i == count - 1 { return high }
      let share = Double(i) / Double(count - 1)
      let ratio = high / low
      return ratio.isFinite ? low * pow(ratio, share) : pow(low, 1 - share) * pow(high, share)
    }
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
  public func run(
    threads: Int = 1, knowing known: [SweepPoint] = [],
    onProgress: @escaping @Sendable (SweepProgress) -> Void = { _ in }
  ) async -> SweepResult {
    let all = points
    var result = empty
    let d = reference.dimension
    let earlier = all.map { point in
      known.first { $0.isResult(of: point.sampler.label, at: point.learningRate, dimension: d) }
    }
    let places = all.indices.filter { earlier[$0] == nil }
    let points = places.map { all[$0] }
    let chains = points.flatMap { point in
      (0..<empty.settings.chains).map { chain(point.sampler, point.learningRate, number: $0) }
    }
    let finishedCount = Mutex(all.count - points.count)
    @Sendable func tell(_ fraction: Double, _ finished: SweepPoint? = nil) {
      let count = finishedCount.withLock { count in
        count += finished == nil ? 0 : 1
        return count
      }
      onProgress(
        SweepProgress(fraction: fraction, finishedCount: count, pointCount: all.count, finished: finished))
    }
    let pool = TaskPool(threads: threads, total: chains.reduce(0) { $0 + $1.work }, onProgress: { tell($0) })
    var outcomes = points.map { _ in [Int: ChainOutcome]() }
    var finished = earlier
    let onEnd = { (piece: Int, outcome: ChainOutcome) in
      let (point, number) = piece.quotientAndRemainder(dividingBy: empty.settings.chains)
      outcomes[point][number] = outcome
      guard outcomes[point].count == empty.settings.chains else { return }
      let result = SweepPoint(
        points[point].sampler, learningRate: points[point].learningRate,
        outcomes: outcomes[point].sorted { $0.key < $1.key }.map(\.value), epochs: empty.settings.epochs,
        reference: reference, draws)
      finished[places[point]] = result
      tell(pool.fraction, result)
    }
    _ = await pool.run(chains.count, onEnd: onEnd) { piece in try chains[piece.number].run(as: piece) }
    result.points = finished.compactMap(\.self)
    return result
  }

  /// The number of points.
  package var pointCount: Int { points.count }

  /// The same with some of the points, by their places.
  package func taking(_ places: [Int]) -> LearningRateSweep {
    var sweep = self
    sweep.points = places.map { points[$0] }
    return sweep
  }

  private func chain(_ sampler: SweptSampler, _ rate: Double, number: Int) -> SweepChain {
    SweepChain(
      sampler: sampler, learningRate: rate,
      seed: StreamSeed(empty.settings.seed).child(sampler.label).child(rate).child(number),
      burnIn: (empty.settings.burnIn + sampler.epochsPerDraw - 1) / sampler.epochsPerDraw,
      drawCount: max(1, empty.settings.epochs / sampler.epochsPerDraw), reference: reference,
      isCoupled: empty.settings.estimator == .coupled, start: start)
  }
}

/// How far a sweep has come.
public struct SweepProgress: Sendable {
  /// The share of the sweep's draws that are made, 0 to 1.
  public let fraction: Double
  /// The number of points finished.
  package let finishedCount: Int
  /// The number of points of the whole sweep.
  package let pointCount: Int
  /// The point that has just been finished, if this report is about one.
  public let finished: SweepPoint?
}
