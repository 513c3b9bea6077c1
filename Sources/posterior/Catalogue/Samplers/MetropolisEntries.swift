import PosteriorDiagnostics

extension SamplerEntry {
  static let mala = SamplerEntry("mala", "Metropolis-adjusted Langevin: exact", SamplerFacts(isExact: true)) { site in
    MadeSampler("mala", stepsPerEpoch: 1) { MALA(site.model, learningRate: $0) }
  }

  static let randomWalk = SamplerEntry(
    "random-walk", "random-walk Metropolis with steps of variance 2 × --learning-rate: exact",
    SamplerFacts(isExact: true, notCosted: "it takes no gradients, which cost is counted in")
  ) { site in
    MadeSampler("random-walk", stepsPerEpoch: 1) { RandomWalkMetropolis(site.model, scale: (2 * $0).squareRoot()) }
  }
}
