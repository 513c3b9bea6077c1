import PosteriorDiagnostics

// Samplers with a momentum, of which a step of √η loses a share.
extension SamplerEntry {
  static let sghmc = momentum("sghmc", "Hamiltonian dynamics with friction on fresh minibatches", hasThermostat: false)
  static let sgnht = momentum("sgnht", "sghmc with a thermostat that learns the gradient noise", hasThermostat: true)

  private static func momentum(_ name: String, _ summary: String, hasThermostat: Bool) -> SamplerEntry {
    SamplerEntry(name, summary, SamplerFacts(batching: .fresh, hasFriction: true)) { (site) throws(SamplingError) in
      try site.open(Maker(name: name, hasThermostat: hasThermostat, site: site))
    }
  }

  private struct Maker: MinibatchingUser {
    let name: String
    let hasThermostat: Bool
    let site: SamplerSite

    func use(_ batching: some Minibatching) -> MadeSampler {
      let (site, gradient) = (site, MinibatchGradient(site.model, batching, batchSize: site.batchSize))
      let friction = site.frictionShare(learningRate:)
      return hasThermostat
        ? MadeSampler(name, gradient) { rate, stepsPerDraw in
          SGNHT(gradient: gradient, learningRate: .constant(rate), friction: friction(rate), stepsPerDraw: stepsPerDraw)
        }
        : MadeSampler(name, gradient) { rate, stepsPerDraw in
          SGHMC(gradient: gradient, learningRate: .constant(rate), friction: friction(rate), stepsPerDraw: stepsPerDraw)
        }
    }
  }
}
