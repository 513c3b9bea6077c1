import Foundation
internal import Synchronization

/// How far samplers' draws are from a known posterior, as a function of the learning rate.
///
///     let sweep = try LearningRateSweep(
///       model: model, samplers: [.sgld(model, batchSize: 13), .sgworld(model, batchSize: 13)],
///       learningRates: LearningRateSweep.geometric(from: 1e-3, to: 0.1, count: 7), batchSize: 13, epochs: 100_000)
///     let result = await sweep.run(threads: 2)
///
/// The points are independent chains over (sampler, rate, chain number). Each draws from a random stream named after
/// those three alone, so a point's result depends neither on the number of threads nor on what else is in the sweep.
public struct LearningRateSweep: Sendable {
  /// The samplers compared.
  public let samplers: [SweepSampler]
  /// η (not ε/2), absolute, on U = −ln posterior.
  public let learningRates: [Double]
  /// The normal that draws are held against: the posterior, or the normal with its moments when it is not one.
  public let reference: GaussianReference

  /// Whether the posterior is normal, and so equal to the reference.
  let isNormal: Bool
  let empty: SweepResult
  private let start: @Sendable (inout GSLRandom) -> [Double]

  /// A sweep on a model whose posterior is known.
  ///
  /// - Parameters:
  ///   - name: The model's name in the result.
  ///   - epochs: Passes over the data recorded by each chain.
  ///   - burnIn: Passes thrown away first; a tenth of `epochs` unless given. Chains start at draws of the posterior.
  ///   - chains: Chains a point.
  ///   - estimator: How divergences are estimated. ``DivergenceEstimator/coupled`` needs a normal posterior, and samplers that
  ///     ``SweepSampler/canBeCoupled``.
  /// - Throws: ``SamplingError/improperPosterior(_:)`` when the data do not determine a posterior.
  public init<Model: ConjugatePosterior>(
    model: Model, name: String = "\(Model.self)", samplers: [SweepSampler], learningRates: [Double], batchSize: Int,
    epochs: Int, burnIn: Int? = nil, chains: Int = 4, seed: UInt64 = 1, estimator: DivergenceEstimator = .plugIn
  ) throws(SamplingError) {
    precondition(
      estimator == .plugIn || Model.Exact.self == MultivariateNormal.self, "only a normal posterior can be coupled to")
    precondition(
      estimator == .plugIn || samplers.allSatisfy(\.canBeCoupled), "one of the samplers cannot be coupled")
    precondition(epochs >= 1 && chains >= 1 && (burnIn ?? 0) >= 0, "a sweep needs at least one epoch and one chain")
    precondition(
      learningRates.allSatisfy { $0 > 0 && $0.isFinite }, "learning rates must be positive and finite")
    let exact = try model.exactPosterior()
    do throws(GSLError) { reference = try GaussianReference(exact) } catch {
      throw .improperPosterior("the posterior covariance is not positive definite: \(error)")
    }
    isNormal = Model.Exact.self == MultivariateNormal.self
    self.samplers = samplers
    self.learningRates = learningRates
    start = { exact.draw(using: &$0) }
    empty = SweepResult(
      model: name, exampleCount: model.exampleCount, batchSize: batchSize, parameterNames: exact.parameterNames,
      posterior: .init(mean: exact.mean, covariance: exact.covariance),
      settings: .init(epochs: epochs, burnIn: burnIn ?? epochs / 10, chains: chains, seed: seed, estimator: estimator),
      points: [])
  }

  /// `count` rates from `low` to `high`, each the same multiple of the one before.
  public static func geometric(from low: Double, to high: Double, count: Int) -> [Double] {
    precondition(
      low > 0 && high >= low && count >= 1, "a geometric range needs 0 < low ≤ high and a count of 1 or more")
    guard count > 1 else { return [low] }
    return (0..<count).map { i in
      i == count - 1 ? high : low * pow(high / low, Double(i) / Double(count - 1))
    }
  }

  /// Runs the sweep on up to `threads` threads at a time.
  ///
  /// A point whose chain diverges is reported as diverged, and the sweep goes on. When the surrounding task is
  /// cancelled, the result holds the points finished by then.
  public func run(
    threads: Int = 1, onProgress: @escaping @Sendable (SweepProgress) -> Void = { _ in }
  ) async -> SweepResult {
    precondition(threads >= 1, "a sweep needs at least one thread, not \(threads)")
    let points = samplers.flatMap { sampler in learningRates.map { (sampler: sampler, learningRate: $0) } }
    let chains = empty.settings.chains
    let progress = ProgressCounter(
      total: points.reduce(0) { $0 + chains * drawCounts($1.sampler).total }, pointCount: points.count, onProgress)

    var outcomes = points.map { _ in [ChainOutcome?](repeating: nil, count: chains) }
    var finished = [SweepPoint?](repeating: nil, count: points.count)
    await withTaskGroup(of: (point: Int, chain: Int, outcome: ChainOutcome).self) { group in
      var next = 0
      func startNext() {
        guard next < points.count * chains, !Task.isCancelled else { return }
        let (point, chain) = next.quotientAndRemainder(dividingBy: chains)
        next += 1
        let plan = plan(points[point].sampler, points[point].learningRate, chain, progress)
        let sampler = points[point].sampler
        let run = empty.settings.estimator == .coupled ? sampler.runCoupledChain ?? sampler.runChain : sampler.runChain
        group.addTask { (point, chain, run(plan)) }
      }
      for _ in 0..<threads { startNext() }
      for await (point, chain, outcome) in group {
        startNext()
        outcomes[point][chain] = outcome
        let ended = outcomes[point].compactMap(\.self).filter { if case .stopped = $0 { false } else { true } }
        guard ended.count == chains else { continue }
        let result = SweepPoint(
          points[point].sampler, learningRate: points[point].learningRate, outcomes: ended, reference: reference)
        finished[point] = result
        progress.finish(result)
      }
    }
    var result = empty
    result.points = finished.compactMap(\.self)
    return result
  }

  /// The number of points of the whole sweep.
  public var pointCount: Int { samplers.count * learningRates.count }

  private func drawCounts(_ sampler: SweepSampler) -> (burnIn: Int, draws: Int, total: Int) {
    let burnIn = (empty.settings.burnIn + sampler.epochsPerDraw - 1) / sampler.epochsPerDraw
    let draws = max(1, empty.settings.epochs / sampler.epochsPerDraw)
    return (burnIn, draws, burnIn + draws)
  }

  private func plan(_ sampler: SweepSampler, _ rate: Double, _ chain: Int, _ progress: ProgressCounter) -> ChainPlan {
    let counts = drawCounts(sampler)
    return ChainPlan(
      learningRate: rate, seed: StreamSeed(empty.settings.seed).child(sampler.label).child(rate).child(chain),
      burnIn: counts.burnIn, drawCount: counts.draws, reference: reference, start: start,
      report: { draws in
        progress.add(draws)
        return !Task.isCancelled
      })
  }
}

/// How far a sweep has come.
public struct SweepProgress: Sendable {
  /// The share of the sweep's draws that are made, 0 to 1.
  public let fraction: Double
  /// The number of points finished.
  public let finishedCount: Int
  /// The number of points of the whole sweep.
  public let pointCount: Int
  /// The point that has just been finished, if this report is about one.
  public let finished: SweepPoint?
}

/// Counts the draws of all chains, from any thread.
private final class ProgressCounter: Sendable {
  private let total: Int
  private let pointCount: Int
  private let counts = Mutex((draws: 0, points: 0))
  private let onProgress: @Sendable (SweepProgress) -> Void

  init(total: Int, pointCount: Int, _ onProgress: @escaping @Sendable (SweepProgress) -> Void) {
    self.total = total
    self.pointCount = pointCount
    self.onProgress = onProgress
  }

  func add(_ draws: Int) { report { $0.draws += draws } }

  func finish(_ point: SweepPoint) { report(point) { $0.points += 1 } }

  private func report(_ finished: SweepPoint? = nil, _ change: (inout (draws: Int, points: Int)) -> Void) {
    let now = counts.withLock { counts in
      change(&counts)
      return counts
    }
    onProgress(
      SweepProgress(
        fraction: Double(now.draws) / Double(total), finishedCount: now.points, pointCount: pointCount,
        finished: finished))
  }
}
