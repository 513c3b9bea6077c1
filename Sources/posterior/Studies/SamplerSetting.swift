import ArgumentParser
import PosteriorDiagnostics

/// A number, or `auto`.
enum LearningRateOption: ExpressibleByArgument, Equatable {
  case auto
  case rate(Double)

  init?(argument: String) {
    if argument == "auto" {
      self = .auto
    } else if let rate = Double(argument), rate > 0, rate.isFinite {
      self = .rate(rate)
    } else {
      return nil
    }
  }
}

/// What a sampler needs besides its model: the options given, or what is found for them.
struct SamplerSetting {
  /// B.
  let batchSize: Int
  /// η; 1 where the sampler takes none.
  let learningRate: Double
  /// Draws that each chain keeps.
  let draws: Int
  /// Draws that each chain throws away first.
  let warmUp: Int
  /// Where control variates are anchored; empty where there are none.
  let mode: [Double]
  /// What there is to say of a rate that was found.
  private let words: [String]

  init(_ command: SampleCommand, model: ModelOnData) throws {
    batchSize = try command.minibatches.batchSize(for: model)
    let model = model.posterior
    let clock = command.sampler.clock(exampleCount: model.exampleCount, batchSize: batchSize)
    draws = try command.running.length.draws(clock) ?? 1000
    warmUp = try command.running.length.warmUp(clock) ?? 1000
    let isAutomatic = command.learningRate == .auto
    mode = isAutomatic || command.sampler.usesControlVariates ? try model.mode().position : []
    guard isAutomatic else {
      learningRate = if case .rate(let rate) = command.learningRate { rate } else { 1 }
      words = []
      return
    }
    let (rate, check) = try Self.choose(command, model, mode, batchSize)
    learningRate = rate.learningRate
    words = [
      "learning rate \(shortened(rate.learningRate)): predicted KL \(shortened(rate.law.kl)), "
        + "W₂ \(shortened(rate.law.wasserstein2)), from the curvature at the mode",
      "check by halving it, \(check.epochs) epochs: \(check.words(target: rate.targetKL))",
    ]
  }

  /// Says on standard error how a rate was found.
  func report() { for line in words { StandardError.say(line) } }

  private static func choose(
    _ command: SampleCommand, _ model: AnyPosterior, _ mode: [Double], _ batchSize: Int
  ) throws -> (AutomaticLearningRate, HalvingCheck) {
    func choose(
      _ gradient: some AffineGradientEstimator, _ integrator: some LinearIntegrator
    ) throws -> (AutomaticLearningRate, HalvingCheck) {
      let rate = try AutomaticLearningRate(gradient, integrator, mode: mode, targetKL: command.targetKl)
      return (rate, try rate.checkedByHalving(gradient, integrator, seed: command.running.seed))
    }
    switch command.sampler {
    case .sgld:
      return try choose(MinibatchGradient(model, FreshSubset(), batchSize: batchSize), EulerMaruyama())
    case .sgworld:
      return try choose(MinibatchGradient(model, ReshuffledEpochs(), batchSize: batchSize), EulerMaruyama())
    case .sgworldCV:
      return try choose(
        MinibatchGradient(model.anchored(at: mode), ReshuffledEpochs(), batchSize: batchSize), EulerMaruyama())
    case .calm:
      return try choose(
        MinibatchGradient(model.anchored(at: mode), ReshuffledEpochs(), batchSize: batchSize), LeimkuhlerMatthews())
    default: return try choose(FullGradient(model), EulerMaruyama())
    }
  }
}

extension HalvingCheck {
  fileprivate func words(target: Double) -> String {
    let size =
      "the moments' change is predicted to be worth a KL of \(shortened(predicted)), and misses that by "
      + "\(shortened(unexplained)) (\(shortened(interval.lowerBound)) to \(shortened(interval.upperBound)))"
    return switch verdict {
    case .agrees: "agrees; \(size)"
    case .disagrees:
      "DISAGREES; \(size): more than a quarter of the target \(shortened(target)), so the posterior is not normal enough "
        + "for the prediction"
    case .unresolved: "not resolved; \(size), against a quarter of the target \(shortened(target))"
    }
  }
}
