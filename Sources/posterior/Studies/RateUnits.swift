import PosteriorDiagnostics

/// Whether one learning rate can suit all parameters of a model: what their curvatures at the mode say of it.
struct RateUnits {
  /// The parameters along which the curvature is largest and smallest, with the two.
  private let steepest, flattest: (name: String, curvature: Double)
  private let remedy: String

  /// Further apart than this, a chain whose steps bear the one takes too many of them to move along the other.
  private static let mostApart = 1e12

  /// The curvatures of a model; nil where it does not know its Hessian, or that is much work.
  init?(_ model: AnyPosterior, _ entry: ModelEntry) {
    let d = model.dimension
    guard model.exampleCount * d * d <= 3_000_000, let hessian = model.quickMode?.hessian else { return nil }
    let curvatures = (0..<d).map { hessian[$0, $0] }
    guard let least = curvatures.min(), least > 0, let most = curvatures.max(), most.isFinite else { return nil }
    func named(_ curvature: Double) -> (String, Double) {
      (model.parameterNames[curvatures.firstIndex(of: curvature) ?? 0], curvature)
    }
    (steepest, flattest) = (named(most), named(least))
    remedy =
      entry.options.contains(.standardize)
      ? Failure.standardizing : "write the model in parameters whose scales are nearer to each other"
  }

  /// That no learning rate suits all, if so, and the remedy.
  var problem: String? {
    let ratio = steepest.curvature / flattest.curvature
    guard ratio > Self.mostApart else { return nil }
    return "the curvatures along '\(steepest.name)' and '\(flattest.name)' are \(shortened(ratio)) apart, and no one "
      + "learning rate suits both; \(remedy)"
  }

  /// What there is to say of draws of a model by a sampler at a rate that was given.
  static func findings(
    _ model: AnyPosterior, _ entry: ModelEntry, _ sampler: SamplerEntry, learningRate: Double?
  ) -> [Verdict.Finding] {
    // A sampler with a scale of its own for each parameter has its rate in other units.
    guard let learningRate, sampler.facts.hasStationaryLaw || sampler.facts.isExact else { return [] }
    return RateUnits(model, entry)?.findings(learningRate: learningRate) ?? []
  }

  private func findings(learningRate: Double) -> [Verdict.Finding] {
    let excess = learningRate * steepest.curvature
    let overshoot =
      excess > 1000
      ? "the learning rate \(shortened(learningRate)) is \(shortened(excess)) times 1/λ, λ the curvature along "
        + "'\(steepest.name)' at the mode: steps overshoot, and the draws say nothing of the posterior; try a smaller "
        + "one"
      : nil
    return [problem, overshoot].compactMap(\.self).map { words in
      Verdict.Finding(trust: .no, text: words.prefix(1).uppercased() + words.dropFirst() + ".")
    }
  }
}
