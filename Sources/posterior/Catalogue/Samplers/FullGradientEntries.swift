import PosteriorDiagnostics

extension SamplerEntry {
  static let ula = SamplerEntry(
    "ula", "full-gradient Langevin: all examples at every step",
    SamplerFacts(hasStationaryLaw: true, canBeCoupled: true, hasTwin: true)
  ) { site in
    MadeSampler(
      clock: SamplerClock(name: "ula", stepsPerEpoch: 1, stepsPerDraw: 1),
      sweep: RatedSampler(FullGradient(site.model), EulerMaruyama()),
      law: (FullGradient(site.model), EulerMaruyama())
    ) { rate, _ in ULA(site.model, learningRate: .constant(rate)) }
  }

  static let exact = SamplerEntry(
    "exact", "independent exact draws, where the posterior is known, for comparison",
    SamplerFacts(
      needsLearningRate: false, isExact: true, needsExactPosterior: true,
      notCosted: "it takes no gradients, which cost is counted in")
  ) { site in
    func made(_ posterior: some ExactPosterior) -> MadeSampler {
      MadeSampler("exact", stepsPerEpoch: nil) { _ in ExactSampler(posterior) }
    }
    guard let posterior = site.target.exactPosterior else { preconditionFailure("the posterior is not known exactly") }
    return made(posterior)
  }
}
