/// A posterior that is known by draws alone: the normal with their moments, and the Monte Carlo error of those.
package struct ReferenceDraws: Sendable {
  /// The normal with the draws' moments.
  package let normal: MultivariateNormal
  /// The draws' moments and their error, in the coordinates in which that normal is N(0, I).
  let moments: MomentEstimate
  /// What speaks against what is measured against them.
  let warnings: [BiasWarning]
  private let draws: Draws

  /// Draws by a sampler whose law is the posterior, of its unconstrained parameters.
  ///
  /// - Throws: ``BiasError/noReference(_:)`` when the draws have no covariance that is positive definite.
  package init(_ draws: Draws, threads: Int = 1) async throws {
    self.draws = draws
    do throws(GSLError) {
      normal = try MultivariateNormal(momentsOf: draws.values, names: draws.parameterNames)
    } catch {
      throw BiasError.noReference("the draws of the reference have no covariance that is positive definite: \(error)")
    }
    let rHat = await draws.summary(threads: threads).parameters.map(\.rHat).max() ?? .nan
    let chains = (0..<draws.chainCount).map { [normal] chain in
      var moments = BatchedMoments(reference: normal, drawCount: draws.drawsPerChain)
      for draw in 0..<draws.drawsPerChain { moments.add(draws.draw(draw, chain: chain)) }
      return moments
    }
    moments = MomentEstimate(chains, reference: normal)
    var warnings: [BiasWarning] = rHat > 1.05 ? [.referenceDisagrees(rHat: rHat)] : []
    if let needed = moments.lengthNeeded(draws.drawsPerChain) {
      warnings.append(.referenceTooShort(effectiveSampleSize: moments.effectiveSampleSize, draws: needed))
    }
    self.warnings = warnings
  }

  /// KL(normal with the draws' moments ‖ normal with the posterior's) as their Monte Carlo error alone makes it, in
  /// nats.
  var error: Double? { moments.klDivergence()?.floor }

  /// A draw to start a chain at.
  func start(using random: inout some RandomSource) -> [Double] { draws.anyDraw(using: &random) }
}

extension Draws {
  /// One of the draws, each as likely as the others.
  func anyDraw(using random: inout some RandomSource) -> [Double] {
    draw(Int.random(in: 0..<drawsPerChain, using: &random), chain: Int.random(in: 0..<chainCount, using: &random))
  }

  /// Draws by NUTS, whose chains each warm up for a thousand steps.
  ///
  /// - Throws: What sampling throws, such as ``SamplingError/invalidStart(_:)`` where the density is 0 wherever it is
  ///   tried.
  package static func nuts(
    _ density: AnyPosterior, chains: Int, count: Int, seed: UInt64, threads: Int
  ) async throws -> Draws {
    let starts = try density.chainStarts(chains, seed: seed)
    let sampler = NUTS(density, stepSize: 1).selfTuning(WarmUp(steps: 1000))
    return try await sampler.draws(from: starts, count: count, seed: seed, threads: threads)
  }
}
