import PosteriorDiagnostics
import PosteriorModels

/// Where a sampler is made: the model, and the settings that samplers share.
struct SamplerSite: Sendable {
  /// The model, its closed form where it has one, and its mode, where control variates are anchored.
  var target: ModelSite<AnyPosterior>
  /// B.
  let batchSize: Int
  /// Takes the place of each sampler's own minibatching.
  var batching: MinibatchingChoice?
  /// Blocks of rows that are read from a disk, in long pieces: the minibatches of samplers for which none were named.
  let storedBatching: MinibatchingChoice?
  /// γ, where it was given.
  let givenFriction: Double?
  /// The smallest curvature of −ln posterior; nil where no sampler needs it.
  var smallestCurvature: Double?
  /// How chains are tuned.
  var warmUp = WarmUp(steps: 300)
  /// Leapfrog steps of an hmc trajectory, where they were given.
  var leapfrogSteps: Int?

  init(_ model: ModelOnData, _ options: SamplerOptions, for samplers: [SamplerEntry]) throws {
    let (posterior, exact) = (model.posterior, try model.exactPosterior())
    if exact == nil, let sampler = samplers.first(where: \.facts.needsExactPosterior) {
      throw Failure(
        .usage, "the posterior of \(model.entry) is not known exactly: '\(sampler)' has nothing to draw from")
    }
    target = ModelSite(posterior, exactPosterior: exact) { () throws(SamplingError) in
      try posterior.modePosition(from: exact?.mean)
    }
    let (asked, stored) = (options.batching, Self.stored(posterior).map { MinibatchingChoice(base: $0.blocks) })
    (batching, storedBatching) = (asked, stored)
    let used = samplers.compactMap { $0.batching(asked: asked, stored: stored)?.base }
    batchSize = try options.minibatches.batchSize(for: model, used.isEmpty ? [FreshSubset()] : used)
    givenFriction = options.friction
  }

  var model: AnyPosterior { target.model }

  /// The posterior's extreme curvatures: of the closed form, or at the mode; nil where there is none.
  ///
  /// - Throws: A failure that asks for learning rates, where they are to be chosen by a curvature that is not there.
  func curvatures(isNeeded: Bool) throws -> (smallest: Double, largest: Double)? {
    if let exact = target.exactPosterior { return try MultivariateNormal(momentsOf: exact).curvatures() }
    do {
      let mode = try target.mode()
      return try MultivariateNormal(
        precision: model.hessian(at: mode), linearTerm: mode, parameterNames: model.parameterNames
      ).curvatures()
    } catch {
      guard isNeeded else { return nil }
      throw Failure(.usage, "no learning rates can be chosen, since \(error): give --learning-rates")
    }
  }

  /// γ: 2√λ unless given, λ the smallest curvature, which damps the slowest mode critically.
  var friction: Double { givenFriction ?? 2 * (smallestCurvature ?? 1).squareRoot() }

  /// A tenth of the momentum a step unless γ was given, for samplers whose step is √η.
  var frictionOfSteps: SymplecticEuler.Friction { givenFriction.map { .perTime($0) } ?? .perStep(0.1) }

  /// How a sampler's minibatches are chosen here; nil for one that takes all examples at every step.
  func batching(of sampler: SamplerEntry) -> MinibatchingChoice? {
    sampler.batching(asked: batching, stored: storedBatching)
  }

  /// Makes what is made of the minibatches of the sampler that the site is for.
  func open<User: MinibatchingUser>(_ user: User) throws(SamplingError) -> User.Result {
    try (batching ?? .fresh).open(user)
  }
}

extension SamplerSite {
  /// The rows, where they are read as chains want them.
  var stored: (any RegressionRows)? { Self.stored(model) }

  fileprivate static func stored(_ model: AnyPosterior) -> (any RegressionRows)? {
    model.capabilities.stored as? any RegressionRows
  }

  /// Says that stored rows are in an order by which blocks bias samplers; nil where they are not, or nobody takes
  /// blocks.
  func storedOrder(_ samplers: [SamplerEntry]) -> String? {
    func window(_ base: any BlockMinibatching) -> Int {
      base.blocks(of: model.exampleCount, batchSize: batchSize).window
    }
    let bases = samplers.compactMap { batching(of: $0)?.base as? any BlockMinibatching }
    guard let stored, let base = bases.min(by: { window($0) < window($1) }) else { return nil }
    let names = stored.orderedColumns(window: window(base))
    guard !names.isEmpty else { return nil }
    let memory = base is BlockEpochs ? stored.memoryForOrder : nil
    return "the rows are ordered by " + names.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
      + (names.count > 5 ? ", …" : "") + ", so that blocks of rows bias a sampler: pack them with --shuffle"
      + (memory.map { ", or give them --memory \($0 >> 20 + 1)M, so that blocks far apart mix" } ?? "")
  }

  /// The same of one sampler.
  ///
  /// - Throws: A failure with the remedies, where nobody asked for blocks.
  func storedOrder(_ sampler: SamplerEntry, isAskedFor: Bool) throws -> String? {
    let order = storedOrder([sampler])
    if let order, !isAskedFor { throw Failure(.data, order + ", or choose --batching") }
    return order
  }
}
