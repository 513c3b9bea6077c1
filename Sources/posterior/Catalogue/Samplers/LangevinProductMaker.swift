import PosteriorDiagnostics

/// Makes a product with one integrator. Each product is compiled once, for all models and all uses.
struct LangevinProductMaker<Integrator: LinearIntegrator>: MinibatchingUser {
  let name: String
  let gradient: GradientChoice
  let integrator: Integrator
  let site: SamplerSite

  func use(_ batching: some Minibatching) throws(SamplingError) -> MadeSampler {
    let (model, batchSize) = (site.model, site.batchSize)
    let isIndependent = batching.law.isIndependent
    switch gradient {
    case .minibatch:
      return made(MinibatchGradient(model, batching, batchSize: batchSize), drawsEachStep: isIndependent)
    case .controlVariate:
      let gradient = MinibatchGradient(model.anchored(at: try site.target.mode()), batching, batchSize: batchSize)
      return made(gradient, drawsEachStep: isIndependent)
    case .smoothed:
      // Told before the mode is looked for.
      _ = try model.linearPredictor()
      let gradient = MinibatchGradient(try model.smoothed(at: try site.target.mode()), batching, batchSize: batchSize)
      return made(gradient, drawsEachStep: isIndependent)
    case .svrg: return made(SVRGGradient(model, batching, batchSize: batchSize), drawsEachStep: false)
    case .saga:
      guard model.exampleCount * model.dimension <= 1 << 31 else {
        throw .tooManyParameters(
          "saga-ld keeps a gradient of each example, \(model.exampleCount) × \(model.dimension) numbers, which is too "
            + "many: take svrg-ld")
      }
      return made(SAGAGradient(model, batching, batchSize: batchSize), drawsEachStep: isIndependent)
    }
  }

  private func made(_ gradient: some GradientEstimator, drawsEachStep: Bool) -> MadeSampler {
    let (epoch, cycle) = (gradient.stepsPerEpoch, gradient.stepsPerCycle)
    return MadeSampler(
      clock: SamplerClock(name: name, stepsPerEpoch: epoch, stepsPerDraw: drawsEachStep ? 1 : cycle),
      sweep: RatedSampler(gradient, integrator), law: gradient.affineScheme == nil ? nil : (gradient, integrator)
    ) { rate, stepsPerDraw in
      LangevinSampler(
        gradient: gradient, integrator: integrator, learningRate: .constant(rate), stepsPerDraw: stepsPerDraw)
    }
  }
}
