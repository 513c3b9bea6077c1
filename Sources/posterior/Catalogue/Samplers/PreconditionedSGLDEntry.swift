import PosteriorDiagnostics

extension SamplerEntry {
  static let psgld = SamplerEntry(
    "psgld", "sgld preconditioned by the gradients' running mean squares (RMSProp)", SamplerFacts(batching: .fresh)
  ) { (site) throws(SamplingError) in try site.open(Maker(site: site)) }

  private struct Maker: MinibatchingUser {
    let site: SamplerSite

    func use(_ batching: some Minibatching) -> MadeSampler {
      let gradient = MinibatchGradient(site.model, batching, batchSize: site.batchSize)
      return MadeSampler("psgld", gradient) { rate, stepsPerDraw in
        PreconditionedSGLD(gradient: gradient, learningRate: .constant(rate), stepsPerDraw: stepsPerDraw)
      }
    }
  }
}
