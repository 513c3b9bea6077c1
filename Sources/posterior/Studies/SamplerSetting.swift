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
  let words: [String]

  /// Where the sampler is made.
  let site: SamplerSite

  init(_ command: SampleCommand, _ model: ModelOnData) async throws {
    let (entry, length) = (command.sampler, command.running.length)
    let isAutomatic = command.learningRate == .auto
    var site = try SamplerSite(model, command.options, for: [entry])
    if entry.facts.needsLinearPredictor { _ = try model.posterior.linearPredictor() }
    if entry.facts.usesControlVariates, !entry.facts.needsSmallestCurvature {
      let mode = try model.posterior.modePosition()
      site.target = ModelSite(model.posterior, exactPosterior: site.target.exactPosterior) { mode }
    } else if entry.facts.needsSmallestCurvature {
      let mode = try model.posterior.mode()
      site.target = ModelSite(model.posterior, exactPosterior: site.target.exactPosterior) { mode.position }
      site.smallestCurvature = try MultivariateNormal(
        precision: mode.hessian, linearTerm: mode.position, parameterNames: model.posterior.parameterNames
      ).curvatures().smallest
    }
    site.warmUp = WarmUp(steps: max(1, length.warmUp ?? 1000), metric: command.hamiltonian.metric ?? .auto)
    site.leapfrogSteps = command.hamiltonian.leapfrogSteps
    site.batching = site.batching(of: entry)
    if let stratified = site.batching?.base as? StratifiedEpochs {
      site.batching = MinibatchingChoice(base: try StrataRanks.sharing(stratified, model.posterior))
    }
    self.site = site
    let order = try site.orderWords(entry, isAskedFor: command.options.choosesBatching(of: entry))

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
    let found = try await RateStudy(command, site, made).run()
    (learningRate, words) = (found.learningRate, found.words + order)
    sampler = made.sampler(learningRate: learningRate ?? 1)
    settings = site.settings(entry, learningRate: learningRate)
  }

  /// Says on standard error how a rate was found.
  func report() { for line in words { StandardError.say(line) } }
}

extension SamplerSite {
  /// What there is to say where blocks of rows take the place of rows at random, and differ more than these.
  fileprivate func orderWords(_ sampler: SamplerEntry, isAskedFor: Bool) throws -> [String] {
    if let stored {
      if let hopping = batching?.base as? HoppingEpochs {
        let size = hopping.blocks(of: model.exampleCount, batchSize: batchSize).blockSize
        guard size <= stored.rowsInMemory else {
          throw Failure(
            .usage,
            "\(hopping.name) shuffles blocks of \(size) rows, and --memory holds \(stored.rowsInMemory): "
              + "give more of it, or more blocks")
        }
      }
      if let stratified = batching?.base as? StratifiedEpochs {
        let size = (model.exampleCount - 1) / Ranks.count + 1
        guard size <= stored.rowsInMemory else {
          throw Failure(
            .usage,
            "\(stratified.name) takes rows at random of \(size) that are this process's, and --memory holds "
              + "\(stored.rowsInMemory): give more of it, or more ranks of mpirun")
        }
      }
      return try storedOrder(sampler, isAskedFor: isAskedFor).map { [$0] } ?? []
    }
    guard let choice = batching, let base = choice.base as? any BlockMinibatching,
      let mode = try? model.mode()
    else { return [] }
    let blocks = base.blocks(of: model.exampleCount, batchSize: batchSize)
    // Of two blocks the second may be short.
    let whole = BlockEpochs(blockSize: min(blocks.blockSize, max(1, model.exampleCount / 2)), window: blocks.window)
    guard let effect = try? model.designEffect(of: whole, at: mode) else { return [] }
    let isAnchored = sampler.facts.usesControlVariates
    guard effect.isHarmful(isAnchored: isAnchored) else { return [] }
    let (size, what) = isAnchored ? (effect.curvatures, "curvatures") : (effect.gradients, "gradients")
    return [
      "the rows are in an order that biases \(sampler.name) on \(choice.name): the design effect of blocks, "
        + "which should be at most 1.5, is \(shortened(size)) for the examples' \(what); shuffle the rows "
        + "once, as 'posterior pack --shuffle' does, or use --batching reshuffled"
    ]
  }
}
