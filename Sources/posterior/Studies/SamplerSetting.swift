import PosteriorData
import PosteriorDiagnostics

/// What `posterior sample` runs: a sampler at a learning rate, given or found, and for how long.
struct SamplerSetting: Sendable {
  let sampler: AnySampler
  /// η, given or found; nil for a sampler without.
  let learningRate: Double?
  /// Draws that each chain keeps.
  let draws: Int
  /// Draws that each chain throws away first, those in which it is tuned among them.
  let warmUp: Int
  /// What the sampler is made with, whether it was given or not.
  let settings: [String: Setting]
  /// What there is to say of a rate that was found, and of the order of the rows.
  private(set) var words: [String]

  /// Where the sampler is made.
  let site: SamplerSite

  init(_ command: SampleCommand, _ model: ModelOnData) async throws {
    let (entry, length) = (command.sampler, command.running.length)
    let isAutomatic = command.learningRate == .auto
    var site = try SamplerSite(model, command.options)
    if entry.facts.needsExactPosterior, site.target.exactPosterior == nil {
      throw Failure(
        .usage, "the posterior of \(command.model) is not known exactly: '\(entry)' has nothing to draw from")
    }
    if entry.facts.needsLinearPredictor { _ = try model.posterior.linearPredictor() }
    if entry.facts.usesControlVariates || entry.facts.needsSmallestCurvature {
      let mode = try model.posterior.mode()
      site.target = ModelSite(model.posterior, exactPosterior: site.target.exactPosterior) { mode.position }
      site.smallestCurvature = try MultivariateNormal(
        precision: mode.hessian, linearTerm: mode.position, parameterNames: model.posterior.parameterNames
      ).curvatures().smallest
    }
    site.warmUp = WarmUp(steps: max(1, length.warmUp ?? 1000), metric: command.metric ?? .auto)
    site.leapfrogSteps = command.leapfrogSteps
    self.site = site
    let order = try site.orderWords(entry)

    let made = try entry.make(site)
    draws = try length.draws(made.clock) ?? 1000
    warmUp = try length.warmUp(made.clock) ?? 1000
    guard isAutomatic else {
      learningRate = command.learningRate?.rate
      sampler = made.sampler(learningRate: learningRate ?? 1)
      settings = site.settings(entry, learningRate: learningRate)
      words = order
      return
    }
    if !entry.facts.hasStationaryLaw, !entry.facts.hasTwin {
      let found = try await command.steinTuning(site, made)
      learningRate = found.learningRate
      words = [found.words]
      // A prediction is exact where the posterior is normal. Elsewhere it is where measuring begins.
    } else if case .kl(let targetKL) = command.target.target,
      !entry.facts.hasTwin || site.target.exactPosterior is MultivariateNormal
    {
      let (mode, seed) = (try site.target.mode(), command.running.seed)
      let (found, check) = try await underProgress(quiet: command.common.quiet) { progress in
        try await made.automaticLearningRate(targetKL: targetKL, mode: mode, seed: seed, onProgress: progress.show)
      }
      learningRate = found.learningRate
      words = [
        "learning rate \(shortened(found.learningRate)): predicted KL \(shortened(found.law.kl)), "
          + "W₂ \(shortened(found.law.wasserstein2)), from the curvature at the mode",
        "check by halving it, \(check.epochs) epochs: \(check.words(target: found.targetKL))",
      ]
    } else {
      let found = try await RateStudy(command, site, made).run()
      learningRate = found.learningRate
      words = found.words
    }
    sampler = made.sampler(learningRate: learningRate ?? 1)
    settings = site.settings(entry, learningRate: learningRate)
    words += order
  }

  /// Says on standard error how a rate was found.
  func report() { for line in words { StandardError.say(line) } }
}

extension SamplerSite {
  /// What there is to say where blocks of rows take the place of rows at random, and differ more than these.
  fileprivate func orderWords(_ sampler: SamplerEntry) throws -> [String] {
    guard let blocks = (batching ?? sampler.facts.batching)?.base as? BlockEpochs, let mode = try? model.mode(),
      let effect = try? model.designEffect(ofBlocks: blocks.blockSize, at: mode)
    else { return [] }
    let isAnchored = sampler.facts.usesControlVariates
    guard effect.isHarmful(isAnchored: isAnchored) else { return [] }
    let (size, what) = isAnchored ? (effect.curvatures, "curvatures") : (effect.gradients, "gradients")
    return [
      "the rows are in an order that biases \(sampler.name) on \(blocks.name): the design effect of blocks, which should be "
        + "at most 1.5, is \(shortened(size)) for the examples' \(what); shuffle the rows once, as 'posterior pack "
        + "--shuffle' does, or use --batching reshuffled"
    ]
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
      "DISAGREES; \(size): more than a quarter of the target \(shortened(target)), so the posterior is not normal "
        + "enough for the prediction"
    case .unresolved: "not resolved; \(size), against a quarter of the target \(shortened(target))"
    }
  }
}
