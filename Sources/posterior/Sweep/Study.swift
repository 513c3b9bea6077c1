import PosteriorData
import PosteriorDiagnostics

/// What the options ask for: a model on its data, and the sweep over it.
struct Study {
  let sweep: LearningRateSweep
  /// The comparison at equal cost, where that is asked for.
  let cost: CostComparison?
  /// The model, data and settings in words, a line each.
  let description: [String]

  init(_ command: SweepCommand) throws {
    do {
      switch command.model {
      case .linearRegression:
        let data = try command.source.regressionData()
        let prior = command.source.prior
        if command.source.unknownNoise {
          try self.init(
            command,
            LinearRegressionUnknownNoise(
              design: data.design, responses: data.responses, prior: prior, coefficientNames: data.parameterNames),
            name: "linear-regression", words: data.description + ", unknown noise, \(command.source.priorWords)")
        } else {
          let noise = try command.source.noiseStandardDeviation ?? data.residualStandardDeviation()
          try self.init(
            command,
            LinearRegression(
              design: data.design, responses: data.responses, noiseStandardDeviation: noise, prior: prior,
              parameterNames: data.parameterNames),
            name: "linear-regression",
            words: data.description + ", noise sd \(shortened(noise)), \(command.source.priorWords)")
        }
      case .gaussianMean:
        let (observations, target) = try command.source.observations()
        let noise = command.source.noiseStandardDeviation ?? observations.standardDeviation
        guard noise > 0 else {
          throw SamplingError.improperPosterior("column '\(target)' is constant: give the noise with --noise-sd")
        }
        try self.init(
          command,
          GaussianMean(
            observations: observations, noiseStandardDeviation: noise, prior: command.source.prior,
            parameterName: "mean(\(target))"),
          name: "gaussian-mean",
          words: "mean of \(target), noise sd \(shortened(noise)), \(command.source.priorWords)")
      }
    } catch let error as DataError {
      throw Failure(.data, "\(error)")
    } catch let error as SamplingError {
      throw Failure(.data, "\(command.source.data ?? "diabetes"): \(error)")
    }
  }

  private init<Model: ConjugatePosterior>(
    _ command: SweepCommand, _ model: Model, name: String, words: String
  ) throws {
    let exampleCount = model.exampleCount
    let batchSize = command.batchSize ?? max(1, exampleCount / 34)
    guard batchSize <= exampleCount else {
      throw Failure(.usage, "--batch-size \(batchSize) exceeds the \(exampleCount) examples")
    }
    let exact = try model.exactPosterior()
    let batchCount = (exampleCount + batchSize - 1) / batchSize
    let epochs = command.epochs ?? Self.defaultEpochs(exampleCount: exampleCount, batchCount: batchCount)
    let rates = try command.learningRates?.values ?? Self.defaultLearningRates(exact, batchCount: batchCount)
    if command.estimator == .coupled, !(exact is MultivariateNormal) {
      throw Failure(
        .usage, "--estimator coupled needs a normal posterior, which \(name) with --unknown-noise does not have")
    }
    let factory = SamplerFactory(
      model: AnyPosterior(model), mode: try model.mode(from: exact.mean).position, batchSize: batchSize,
      friction: try command.friction ?? Self.defaultFriction(exact), batching: command.batching)
    sweep = try LearningRateSweep(
      model: model, name: name, samplers: command.samplers.map { factory.sampler($0, exact: exact) },
      learningRates: rates, batchSize: batchSize, epochs: epochs, burnIn: command.burnIn, chains: command.chains,
      seed: command.seed, estimator: command.estimator)
    cost =
      command.against == .cost
      ? try CostComparison(command, model, name: name, rates: rates, factory: factory) : nil
    let length = cost.map { "up to \($0.budgets.last ?? 0) gradients" } ?? "\(epochs) epochs"
    description = [
      "\(name): \(words)",
      "\(exampleCount) examples, \(model.dimension) parameter\(model.dimension == 1 ? "" : "s"), minibatches of \(batchSize) (\(batchCount) an epoch), "
        + "\(command.chains) chains × \(length), seed \(command.seed)",
      "posterior: condition number \(shortened(sweep.reference.conditionNumber)), "
        + "largest curvature \(shortened(sweep.reference.largestCurvature))",
    ]
  }

  /// A cost of about two minutes on two cores for the default samplers and rates.
  private static func defaultEpochs(exampleCount: Int, batchCount: Int) -> Int {
    max(1000, 350_000_000 / (exampleCount + 8 * batchCount))
  }

  /// ηλ from 0.0067 to 0.16, λ the largest curvature, for 34 minibatches an epoch, and in proportion for others:
  /// SGWORLD's advantage fades where ηλM is of order one.
  private static func defaultLearningRates(_ exact: some ExactPosterior, batchCount: Int) throws -> [Double] {
    let curvature = try GaussianReference(exact).largestCurvature
    let scale = 34 / Double(max(34, batchCount)) / curvature
    return LearningRateSweep.geometric(from: 0.0067 * scale, to: 0.16 * scale, count: 7)
  }

  /// 2√λ, λ the smallest curvature: damps the slowest mode critically.
  private static func defaultFriction(_ exact: some ExactPosterior) throws -> Double {
    let reference = try GaussianReference(exact)
    return 2 * (reference.largestCurvature / reference.conditionNumber).squareRoot()
  }
}
