import PosteriorDiagnostics

extension LangevinProduct {
  /// The product on a model. Each product is compiled once, for all models and all uses.
  func make(_ name: String, _ site: SamplerSite) throws(SamplingError) -> MadeSampler {
    try (site.batching ?? batching).open(Maker(name: name, product: self, site: site))
  }

  private struct Maker: MinibatchingUser {
    let name: String
    let product: LangevinProduct
    let site: SamplerSite

    func use(_ batching: some Minibatching) throws(SamplingError) -> MadeSampler {
      let (model, batchSize) = (site.model, site.batchSize)
      let isIndependent = batching.law.isIndependent
      switch product.gradient {
      case .minibatch:
        return integrate(MinibatchGradient(model, batching, batchSize: batchSize), drawsEachStep: isIndependent)
      case .controlVariate:
        let gradient = MinibatchGradient(model.anchored(at: try site.target.mode()), batching, batchSize: batchSize)
        return integrate(gradient, drawsEachStep: isIndependent)
      case .svrg:
        return integrate(SVRGGradient(model, batching, batchSize: batchSize), drawsEachStep: false)
      case .saga:
        return integrate(SAGAGradient(model, batching, batchSize: batchSize), drawsEachStep: isIndependent)
      }
    }

    private func integrate(_ gradient: some GradientEstimator, drawsEachStep: Bool) -> MadeSampler {
      switch product.integrator {
      case .eulerMaruyama: made(gradient, EulerMaruyama(), drawsEachStep)
      case .leimkuhlerMatthews: made(gradient, LeimkuhlerMatthews(), drawsEachStep)
      case .baoab: made(gradient, BAOAB(friction: site.friction), drawsEachStep)
      case .ubu: made(gradient, UBU(friction: site.friction), drawsEachStep)
      case .epochNoise: made(gradient, EpochwiseEulerMaruyama(), drawsEachStep)
      }
    }

    private func made(
      _ gradient: some GradientEstimator, _ integrator: some LinearIntegrator, _ drawsEachStep: Bool
    ) -> MadeSampler {
      let (epoch, cycle) = (gradient.stepsPerEpoch, gradient.stepsPerCycle)
      return MadeSampler(
        clock: SamplerClock(name: name, stepsPerEpoch: epoch, stepsPerDraw: drawsEachStep ? 1 : cycle),
        sweep: RatedSampler(gradient, integrator),
        law: gradient.affineScheme == nil ? nil : (gradient, integrator)
      ) { rate, stepsPerDraw in
        LangevinSampler(
          gradient: gradient, integrator: integrator, learningRate: .constant(rate), stepsPerDraw: stepsPerDraw)
      }
    }
  }
}
