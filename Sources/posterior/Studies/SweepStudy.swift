import PosteriorData
import PosteriorDiagnostics

/// What the options ask for: a model on its data, and the sweep over it.
struct SweepStudy {
  /// How errors are estimated.
  private(set) var measure: Measure
  /// η of all points.
  let learningRates: [Double]
  /// The comparison at equal cost, where that is asked for.
  let cost: CostStudy?
  /// What the options leave open, as it was settled.
  let settings: [String: Setting]
  /// The model, data and settings in words, a line each.
  let description: [String]

  /// A sweep, by the way in which errors are estimated.
  enum Measure: Sendable {
    /// Against a posterior in closed form.
    case known(LearningRateSweep)
    /// Beside twins, on any posterior.
    case twins(BiasSweep)
    /// Against draws by a sampler whose law is the posterior, on any posterior.
    case draws(ReferenceSweep)
  }

  init(_ command: SweepCommand) throws {
    let model = try command.model.model(command.source)
    try model.posterior.requireDense(for: "a sweep")
    var site = try SamplerSite(model, command.options, for: command.samplers)
    if let order = site.storedOrder(command.samplers) { throw Failure(.data, order) }
    let exact = site.target.exactPosterior
    let estimator = command.chosenEstimator
    let curvatures = try site.curvatures(isNeeded: command.learningRates == nil)
    site.smallestCurvature = curvatures?.smallest
    if estimator == .coupled, !(exact is MultivariateNormal) {
      throw Failure(
        .usage,
        "--estimator coupled needs a normal posterior, which \(command.model) "
          + (exact == nil ? "does not have: leave it out" : "with --unknown-noise does not have"))
    }
    let (exampleCount, batchSize) = (model.posterior.exampleCount, site.batchSize)
    let batchCount = max(1, (exampleCount + batchSize - 1) / max(1, batchSize))
    let rates =
      command.learningRates?.values
      ?? Self.defaultLearningRates(curvatures?.largest ?? 1, batchCount: batchCount)
    learningRates = rates
    let length = try Self.length(command, site, batchCount: batchCount, besideTwins: estimator == .twin)
    let sweepSettings = SweepResult.Settings(
      epochs: length.epochs, burnIn: length.warmUp, chains: command.running.chains, seed: command.running.seed,
      estimator: estimator)
    settings = model.settings.merging(
      [
        "batchSize": .integer(batchSize), "batching": ((site.batching ?? site.storedBatching)?.name).setting,
        "friction": site.givenFriction.setting, "epochs": .integer(length.epochs),
        "warmUpEpochs": .integer(sweepSettings.burnIn),
      ], uniquingKeysWith: { own, _ in own })
    // A comparison at equal cost makes its own, and marks those that cannot be made as failed.
    let families = command.against == .cost ? [] : command.samplers.map { $0.family(site) }
    let whole: Measure
    switch estimator {
    case .twin:
      whole = .twins(
        try BiasSweep(
          site.target, name: command.model.name, samplers: families, learningRates: rates, settings: sweepSettings))
    case .reference:
      whole = .draws(
        try ReferenceSweep(
          site.target, name: command.model.name, samplers: families, learningRates: rates, settings: sweepSettings,
          draws: command.reference.draws(of: model.posterior)))
    case .plugIn, .coupled:
      whole = .known(
        try LearningRateSweep(
          site.target, name: command.model.name, samplers: families, learningRates: rates, settings: sweepSettings))
    }
    let part = command.parting.part
    if !part.isWhole { try part.check(whole.pointCount, "points") }
    measure = part.isWhole ? whole : whole.taking(part.places(of: whole.pointCount))
    cost = command.against == .cost ? try CostStudy(command, site, measure, rates) : nil
    description = [
      "\(command.model): \(model.words)",
      "\(exampleCount) examples, \(model.posterior.dimension) parameter\(model.posterior.dimension == 1 ? "" : "s"), "
        + "minibatches of \(batchSize) (\(batchCount) an epoch), \(command.running.chains) chains × "
        + (cost.map { "up to \($0.largestBudget) gradients" } ?? "\(length.epochs) epochs")
        + ", seed \(command.running.seed)",
      "posterior: "
        + (curvatures.map {
          "condition number \(shortened($0.largest / $0.smallest)), largest curvature \(shortened($0.largest))"
            + ($0.largest > 1e10 * $0.smallest ? "; " + Failure.standardizing : "")
        } ?? "no mode was found") + Self.words(estimator, command.reference),
    ]
  }

  /// The number of points of the sweep, or of the part of it.
  var pointCount: Int { measure.pointCount }

  /// The same with this rank's share of the points.
  var share: SweepStudy {
    var some = self
    some.measure = measure.taking(Ranks.share(of: Array(0..<pointCount)))
    return some
  }

  /// The sweep on a posterior in closed form, whose samplers may have a law that is known.
  var known: LearningRateSweep? { if case .known(let sweep) = measure { sweep } else { nil } }

  /// Runs the points that are not known.
  func run(
    threads: Int, knowing known: [SweepPoint], onProgress: @escaping @Sendable (SweepProgress) -> Void
  ) async throws -> SweepResult {
    switch measure {
    case .known(let sweep): await sweep.run(threads: threads, knowing: known, onProgress: onProgress)
    case .twins(let sweep): try await sweep.run(threads: threads, knowing: known, onProgress: onProgress)
    case .draws(let sweep): try await sweep.run(threads: threads, knowing: known, onProgress: onProgress)
    }
  }

  /// How errors are estimated, in words.
  private static func words(_ estimator: DivergenceEstimator, _ reference: ReferenceChoice) -> String {
    switch estimator {
    case .twin: "; errors beside chains of it under the same noise"
    case .reference: "; errors against the draws of \(reference), whose own error counts"
    case .plugIn, .coupled: ""
    }
  }

  /// How many passes over the data a chain records, and throws away first if that is given.
  private static func length(
    _ command: SweepCommand, _ site: SamplerSite, batchCount: Int, besideTwins: Bool
  ) throws -> (epochs: Int, warmUp: Int?) {
    let length = command.running.length
    // A cost of about two minutes on two cores for the default samplers and rates.
    let usual = max(1000, (besideTwins ? 15_000_000 : 350_000_000) / (site.model.exampleCount + 8 * batchCount))
    guard length.draws != nil || length.warmUp != nil else { return length.epochs(usual, perDraw: 1) }
    let epochsPerDraw = Set(try command.samplers.map { try $0.make(site).sweep.epochsPerDraw() })
    guard epochsPerDraw.count == 1, let epochs = epochsPerDraw.first else {
      throw Failure(
        .usage,
        "a draw is a different number of passes over the data for different samplers of the list: give --epochs and "
          + "--warm-up-epochs, or sweep them apart")
    }
    return length.epochs(usual, perDraw: epochs)
  }

  /// ηλ from 0.0067 to 0.16, λ the largest curvature, for 34 minibatches an epoch, and in proportion for others:
  /// SGWORLD's advantage fades where ηλM is of order one.
  private static func defaultLearningRates(_ largestCurvature: Double, batchCount: Int) -> [Double] {
    let scale = 34 / Double(max(34, batchCount)) / largestCurvature
    return LearningRateSweep.geometric(from: 0.0067 * scale, to: 0.16 * scale, count: 7)
  }
}

extension SweepStudy.Measure {
  /// The number of points.
  fileprivate var pointCount: Int {
    switch self {
    case .known(let sweep): sweep.pointCount
    case .twins(let sweep): sweep.pointCount
    case .draws(let sweep): sweep.pointCount
    }
  }

  /// The same with some of the points, by their places.
  fileprivate func taking(_ places: [Int]) -> SweepStudy.Measure {
    switch self {
    case .known(let sweep): .known(sweep.taking(places))
    case .twins(let sweep): .twins(sweep.taking(places))
    case .draws(let sweep): .draws(sweep.taking(places))
    }
  }
}
