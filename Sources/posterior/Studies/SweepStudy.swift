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
    guard let conjugate = model.posterior.capabilities.exactPosterior, let exact = try model.exactPosterior() else {
      throw Failure(.usage, "the posterior of \(command.model) is not known exactly")
    }
    let exampleCount = model.posterior.exampleCount
    let batchSize = try command.minibatches.batchSize(for: model)
    let batchCount = (exampleCount + batchSize - 1) / batchSize
    let length = try Self.length(command, exampleCount: exampleCount, batchCount: batchCount)
    let reference = try GaussianReference(exact)
    if command.estimator == .coupled, !(exact is MultivariateNormal) {
      throw Failure(
        .usage,
        "--estimator coupled needs a normal posterior, which \(command.model) with --unknown-noise does not have")
    }
    let rates = command.learningRates?.values ?? Self.defaultLearningRates(reference, batchCount: batchCount)
    let needsMode = command.samplers.contains(where: \.hasAnchor)
    let factory = SamplerFactory(
      model: model.posterior, mode: needsMode ? try conjugate.mode(from: exact.mean).position : [],
      batchSize: batchSize, friction: command.friction ?? Self.defaultFriction(reference),
      batching: command.minibatches.batching)
    sweep = try LearningRateSweep(
      model: conjugate, name: command.model.name, samplers: command.samplers.map { factory.sampler($0, exact: exact) },
      learningRates: rates, batchSize: batchSize, epochs: length.epochs, burnIn: length.warmUp,
      chains: command.running.chains, seed: command.running.seed, estimator: command.estimator)
    cost = command.against == .cost ? try CostComparison(command, model, exact, rates: rates, factory: factory) : nil
    description = [
      "\(command.model): \(model.words)",
      "\(exampleCount) examples, \(exact.dimension) parameter\(exact.dimension == 1 ? "" : "s"), "
        + "minibatches of \(batchSize) (\(batchCount) an epoch), \(command.running.chains) chains × "
        + (cost.map { "up to \($0.budgets.last ?? 0) gradients" } ?? "\(length.epochs) epochs")
        + ", seed \(command.running.seed)",
      "posterior: condition number \(shortened(reference.conditionNumber)), "
        + "largest curvature \(shortened(reference.largestCurvature))",
    ]
  }

  /// How many passes over the data a chain records, and throws away first if that is given.
  private static func length(
    _ command: SweepCommand, exampleCount: Int, batchCount: Int
  ) throws(Failure) -> (epochs: Int, warmUp: Int?) {
    let length = command.running.length
    // A cost of about two minutes on two cores for the default samplers and rates.
    let usual = max(1000, 350_000_000 / (exampleCount + 8 * batchCount))
    guard length.draws != nil || length.warmUp != nil else { return (length.epochs ?? usual, length.warmUpEpochs) }
    let epochsPerDraw = Set(command.samplers.map { $0.epochsPerDraw(command.minibatches.batching) })
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
  private static func defaultLearningRates(_ reference: GaussianReference, batchCount: Int) -> [Double] {
    let scale = 34 / Double(max(34, batchCount)) / reference.largestCurvature
    return LearningRateSweep.geometric(from: 0.0067 * scale, to: 0.16 * scale, count: 7)
  }

  /// 2√λ, λ the smallest curvature: damps the slowest mode critically.
  private static func defaultFriction(_ reference: GaussianReference) -> Double {
    2 * (reference.largestCurvature / reference.conditionNumber).squareRoot()
  }
}
