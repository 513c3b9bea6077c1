import PosteriorDiagnostics

/// What the options ask for: a model on its data, and the sweep over it.
struct SweepStudy {
  let sweep: LearningRateSweep
  /// The comparison at equal cost, where that is asked for.
  let cost: CostComparison?
  /// The model, data and settings in words, a line each.
  let description: [String]

  init(_ command: SweepCommand) throws {
    let model = try command.model.model(command.source)
    var site = try SamplerSite(model, command.options)
    guard let exact = site.target.exactPosterior else {
      throw Failure(.usage, "the posterior of \(command.model) is not known exactly")
    }
    let (smallestCurvature, largestCurvature) = try MultivariateNormal(momentsOf: exact).curvatures()
    let conditionNumber = largestCurvature / smallestCurvature
    site.smallestCurvature = smallestCurvature
    if command.estimator == .coupled, !(exact is MultivariateNormal) {
      throw Failure(
        .usage,
        "--estimator coupled needs a normal posterior, which \(command.model) with --unknown-noise does not have")
    }
    let (exampleCount, batchSize) = (model.posterior.exampleCount, site.batchSize)
    let batchCount = (exampleCount + batchSize - 1) / batchSize
    let rates = command.learningRates?.values ?? Self.defaultLearningRates(largestCurvature, batchCount: batchCount)
    let length = try Self.length(command, site, batchCount: batchCount)
    sweep = try LearningRateSweep(
      site.target, name: command.model.name, samplers: command.samplers.map { $0.family(site) }, learningRates: rates,
      settings: .init(
        epochs: length.epochs, burnIn: length.warmUp, chains: command.running.chains, seed: command.running.seed,
        estimator: command.estimator))
    cost =
      command.against == .cost
      ? CostComparison(command, model, site, sweep) : nil
    description = [
      "\(command.model): \(model.words)",
      "\(exampleCount) examples, \(exact.dimension) parameter\(exact.dimension == 1 ? "" : "s"), "
        + "minibatches of \(batchSize) (\(batchCount) an epoch), \(command.running.chains) chains × "
        + (cost.map { "up to \($0.budgets.last ?? 0) gradients" } ?? "\(length.epochs) epochs")
        + ", seed \(command.running.seed)",
      "posterior: condition number \(shortened(conditionNumber)), "
        + "largest curvature \(shortened(largestCurvature))",
    ]
  }

  /// How many passes over the data a chain records, and throws away first if that is given.
  private static func length(
    _ command: SweepCommand, _ site: SamplerSite, batchCount: Int
  ) throws -> (epochs: Int, warmUp: Int?) {
    let length = command.running.length
    // A cost of about two minutes on two cores for the default samplers and rates.
    let usual = max(1000, 350_000_000 / (site.model.exampleCount + 8 * batchCount))
    guard length.draws != nil || length.warmUp != nil else { return (length.epochs ?? usual, length.warmUpEpochs) }
    let epochsPerDraw = Set(try command.samplers.map { try $0.make(site).sweep.epochsPerDraw() })
    guard epochsPerDraw.count == 1, let epochs = epochsPerDraw.first else {
      throw Failure(
        .usage,
        "a draw is a different number of passes over the data for different samplers of the list: give --epochs and "
          + "--warm-up-epochs, or sweep them apart")
    }
    return (
      length.draws.map { $0 * epochs } ?? length.epochs ?? usual,
      length.warmUp.map { $0 * epochs } ?? length.warmUpEpochs
    )
  }

  /// ηλ from 0.0067 to 0.16, λ the largest curvature, for 34 minibatches an epoch, and in proportion for others:
  /// SGWORLD's advantage fades where ηλM is of order one.
  private static func defaultLearningRates(_ largestCurvature: Double, batchCount: Int) -> [Double] {
    let scale = 34 / Double(max(34, batchCount)) / largestCurvature
    return LearningRateSweep.geometric(from: 0.0067 * scale, to: 0.16 * scale, count: 7)
  }
}
