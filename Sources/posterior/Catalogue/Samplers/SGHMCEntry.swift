import PosteriorDiagnostics

extension SamplerEntry {
  static let sghmc = SamplerEntry(
    "sghmc", "Hamiltonian dynamics with friction on fresh minibatches",
    SamplerFacts(batching: .fresh, hasFriction: true)
  ) { (site) throws(SamplingError) in try site.open(Maker(site: site)) }

  private struct Maker: MinibatchingUser {
    let site: SamplerSite

    func use(_ batching: some Minibatching) -> MadeSampler {
      let gradient = MinibatchGradient(site.model, batching, batchSize: site.batchSize)
      return MadeSampler("sghmc", gradient) { rate, stepsPerDraw in
        SGHMC(
          gradient: gradient, learningRate: .constant(rate), friction: site.frictionShare(learningRate: rate),
          stepsPerDraw: stepsPerDraw)
      }
    }
  }
}
