import PosteriorDiagnostics

extension SamplerEntry {
  static let cyclicalSGLD = SamplerEntry(
    "cyclical-sgld", "sgld whose rate falls from --learning-rate in cycles of 1000 steps, a draw at the end of each",
    SamplerFacts(batching: .fresh)
  ) { (site) throws(SamplingError) in try site.open(Maker(site: site)) }

  private struct Maker: MinibatchingUser {
    let site: SamplerSite

    func use(_ batching: some Minibatching) -> MadeSampler {
      let gradient = MinibatchGradient(site.model, batching, batchSize: site.batchSize)
      let (epoch, cycle) = (gradient.stepsPerEpoch, gradient.stepsPerCycle)
      // A sweep's draws are at the ends of epochs, and so must be the ends of its cycles.
      let whole = (1000 + cycle - 1) / cycle * cycle
      return MadeSampler(
        clock: SamplerClock(name: "cyclical-sgld", stepsPerEpoch: epoch, stepsPerDraw: 1000),
        sweep: RatedSampler(stepsPerEpoch: epoch) { rate in
          AnySampler(CyclicalSGLD(gradient: gradient, peakLearningRate: rate, stepsPerCycle: whole))
        }
      ) { rate, stepsPerDraw in
        CyclicalSGLD(gradient: gradient, peakLearningRate: rate, stepsPerCycle: stepsPerDraw)
      }
    }
  }
}
