import PosteriorDiagnostics

extension SamplerEntry {
  static let sgnht = SamplerEntry(
    "sgnht", "sghmc with a thermostat that learns the gradient noise", SamplerFacts(batching: .fresh, hasFriction: true)
  ) { (site) throws(SamplingError) in try site.open(Maker(site: site)) }

  private struct Maker: MinibatchingUser {
    let site: SamplerSite

    func use(_ batching: some Minibatching) -> MadeSampler {
      let gradient = MinibatchGradient(site.model, batching, batchSize: site.batchSize)
      return MadeSampler("sgnht", gradient) { [friction = site.frictionOfSteps] rate, stepsPerDraw in
        SGNHT(
          gradient: gradient, learningRate: .constant(rate), friction: friction.share(rate: rate),
          stepsPerDraw: stepsPerDraw)
      }
    }
  }
}
