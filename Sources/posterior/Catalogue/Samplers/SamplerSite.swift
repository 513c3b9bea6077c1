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
  /// Whether that was not asked for.
  let hasOwnBatching: Bool
  /// γ, where it was given.
  let givenFriction: Double?
  /// The smallest curvature of −ln posterior; nil where no sampler needs it.
  var smallestCurvature: Double?
  /// How chains are tuned.
  var warmUp = WarmUp(steps: 300)
  /// Leapfrog steps of an hmc trajectory.
  var leapfrogSteps = 16

  init(_ model: ModelOnData, _ options: SamplerOptions) throws {
    let (posterior, exact) = (model.posterior, try model.exactPosterior())
    target = ModelSite(posterior, exactPosterior: exact) { () throws(SamplingError) in
      try posterior.modePosition(from: exact?.mean)
    }
    batchSize = try options.minibatches.batchSize(for: model)
    // Rows that are read from a disk are read in long pieces.
    batching = options.batching ?? Self.stored(posterior).map { MinibatchingChoice(base: $0.blocks) }
    hasOwnBatching = options.batching == nil
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

  /// The minibatching's name where it is not the sampler's own.
  func label(unlike own: MinibatchingChoice) -> String? { batching == own ? nil : batching?.name }

  /// Makes a sampler that takes fresh subsets unless other minibatches were asked for.
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
    guard let stored, let base = batching?.base as? any BlockMinibatching,
      samplers.contains(where: { $0.facts.batching != nil })
    else { return nil }
    let names = stored.orderedColumns(window: base.blocks(of: model.exampleCount, batchSize: batchSize).window)
    guard !names.isEmpty else { return nil }
    let memory = base is BlockEpochs ? stored.memoryForOrder : nil
    return "the rows are ordered by " + names.prefix(5).map { "'\($0)'" }.joined(separator: ", ")
      + (names.count > 5 ? ", …" : "") + ", so that blocks of rows bias a sampler: pack them with --shuffle"
      + (memory.map { ", or give them --memory \($0 >> 20 + 1)M, so that blocks far apart mix" } ?? "")
  }
}
