import Foundation

/// How far a sampler's law may be from the posterior.
public enum BiasTarget: Sendable, Hashable {
  /// KL(normal with the draws' moments ‖ normal with the posterior's), in nats.
  case kl(Double)
  /// The errors of the mean and of the standard deviation of whatever the model reports, both in posterior standard
  /// deviations: where a posterior is symmetric its means may be right and its spread far too large.
  case shift(Double)
  /// W₂ between the laws themselves, in the unconstrained parameters' units.
  case wasserstein2(Double)

  /// What is allowed.
  package var allowed: Double {
    switch self {
    case .kl(let allowed), .shift(let allowed), .wasserstein2(let allowed): allowed
    }
  }

  /// What was measured, as parts of what is allowed: the figure that stands out most, and the upper end of its
  /// interval. Infinite where there is none.
  func share(of bias: BiasEstimate) -> (estimate: Double, upper: Double) {
    let figures: [(estimate: Double, upper: Double)] =
      switch self {
      case .kl: bias.kl.map { [($0.estimate, $0.upper)] } ?? []
      case .shift: bias.quantities.flatMap { [$0.meanShift.size(from: 0), $0.standardDeviationRatio.size(from: 1)] }
      case .wasserstein2: bias.upperBound.map { [($0.estimate, $0.upper)] } ?? []
      }
    guard let most = figures.max(by: { $0.upper < $1.upper }), !most.upper.isNaN else { return (.infinity, .infinity) }
    return (most.estimate / allowed, most.upper / allowed)
  }

  /// The power of η that the figure is expected to grow by: the moments' own error is of first order in η.
  var order: Double { if case .kl = self { 2 } else { 1 } }
}

/// A learning rate found by measuring: the largest, within a factor of about two, at which a ``BiasMeasurement``
/// shows a sampler to be within a target of the posterior.
///
///     let found = try await LearningRateSearch(
///       model: model, sampler: .sgld(batchSize: 20), target: .shift(0.01), settings: .init(epochs: 2000)
///     ).run(threads: 2)
///     print(found.learningRate, found.bias)
///
/// It is the upper end of the measured interval that is within the target. No rate is predicted: the posterior need
/// not be normal, nor known.
public struct LearningRateSearch: Sendable {
  private let target: BiasTarget
  private let first: Double?
  private let settings: BiasEstimate.Settings
  private let measurement: @Sendable (_ learningRate: Double, _ epochs: Int) throws -> BiasMeasurement

  /// What a search has found.
  public struct Result: Sendable {
    /// η, and not ε/2.
    public let learningRate: Double
    /// The bias at η.
    public let bias: BiasEstimate
    /// The rates that were measured, this one among them.
    package let ratesTried: Int
  }

  /// A search on any model.
  ///
  /// - Parameters:
  ///   - model: The posterior.
  ///   - name: The model's name in the result.
  ///   - sampler: A sampler that a ``BiasMeasurement`` takes.
  ///   - target: What is to be met.
  ///   - first: The rate to try first; a tenth of the smallest posterior variance unless given.
  ///   - settings: How long the measurements' chains are to be. They begin with a sixteenth of it. Where their error
  ///     is large beside the target, or cannot be told, they are made longer, up to sixteen times as long as said.
  /// - Throws: As making a ``BiasMeasurement`` does.
  public init<Model: Posterior>(
    model: Model, name: String = "\(Model.self)", sampler: SamplerFamily<Model>, target: BiasTarget,
    first: Double? = nil, settings: BiasEstimate.Settings
  ) throws {
    let site = ModelSite(model) { () throws(SamplingError) in try model.mode().position }
    try self.init(site, name: name, sampler: sampler, target: target, first: first, settings: settings)
  }

  /// A search on a model whose mode may have been found.
  package init<Model: Posterior>(
    _ site: ModelSite<Model>, name: String, sampler: SamplerFamily<Model>, target: BiasTarget, first: Double?,
    settings: BiasEstimate.Settings
  ) throws {
    precondition(target.allowed > 0 && target.allowed.isFinite, "a target must be positive and finite")
    (self.target, self.first, self.settings) = (target, first, settings)
    measurement = { rate, epochs in
      try BiasMeasurement(
        site, name: name, sampler: sampler, learningRate: rate,
        settings: .init(epochs: epochs, chains: settings.chains, seed: settings.seed))
    }
    _ = try measurement(first ?? 1, settings.epochs)
  }

  /// Measures at one rate after another, on up to `threads` threads at a time.
  ///
  /// - Parameters:
  ///   - threads: The chains that run at a time.
  ///   - onProgress: Told how much of the most that there may be to do is done.
  /// - Throws: ``BiasError/noLearningRate(_:)`` where the target is not met; what a ``BiasMeasurement``
  ///   throws.
  public func run(
    threads: Int = 1, onProgress: @escaping @Sendable (_ fraction: Double) -> Void = { _ in }
  ) async throws -> Result {
    let most = 12
    let reference = try await measurement(first ?? 1, settings.epochs).reference(threads: threads)
    // Half of what Euler's scheme is stable at.
    let highest = try 1 / reference.positions.curvatures().largest
    // A short chain is enough where the sampler and its twin hardly part.
    var (rate, epochs) = (min(first ?? 0.1 * highest, highest), max(min(200, settings.epochs), settings.epochs / 16))
    var (met, failed): (BiasEstimate?, Double) = (nil, .infinity)
    for tried in 1...most {
      let bias = try await bias(at: rate, epochs, reference, threads: threads) {
        onProgress((Double(tried - 1) + $0) / Double(most))
      }
      if let needed = bias?.warnings.compactMap(\.epochsNeeded).first, needed > epochs {
        guard needed <= 16 * settings.epochs else {
          throw BiasError.noLearningRate(
            "at \(rate) chains would have to be \(needed) epochs long for their error to be told")
        }
        epochs = needed
        continue
      }
      let found = bias.map(target.share) ?? (.infinity, .infinity)
      // An interval that is wide beside what is allowed says little of the rate.
      let width = found.upper - found.estimate
      if found.upper > 1, found.estimate < 1, width > 0.25 {
        let longer = Double(epochs) * min(16, max(2, 16 * width * width))
        if longer <= 16 * Double(settings.epochs) {
          epochs = Int(longer)
          continue
        }
      }
      // In the units of a rate.
      let (share, upper) = (pow(max(found.estimate, 1e-9), 1 / target.order), pow(found.upper, 1 / target.order))
      let isMet = upper <= 1
      if let bias, isMet { met = bias } else { failed = rate }
      if let met, rate >= highest || (isMet && share > 0.4) || failed < 2 * met.learningRate {
        return Result(learningRate: met.learningRate, bias: met, ratesTried: tried)
      }
      let low = met?.learningRate ?? 0
      rate = min(rate * (isMet ? min(0.8 / share, 4) : max(0.8 / upper, 0.1)), highest)
      if rate >= failed || rate <= low { rate = low > 0 ? (low * failed).squareRoot() : failed / 4 }
    }
    guard let met else { throw BiasError.noLearningRate("none of \(most) down to \(failed) meets it") }
    return Result(learningRate: met.learningRate, bias: met, ratesTried: most)
  }

  /// The bias at a rate; nil where a chain diverges.
  private func bias(
    at rate: Double, _ epochs: Int, _ reference: BiasReference, threads: Int,
    onProgress: @escaping @Sendable (_ fraction: Double) -> Void
  ) async throws -> BiasEstimate? {
    do {
      return try await measurement(rate, epochs).run(reference, threads: threads, onProgress: onProgress)
    } catch let error as ChainError {
      guard case .diverged = error.reason else { throw error }
      return nil
    }
  }
}
