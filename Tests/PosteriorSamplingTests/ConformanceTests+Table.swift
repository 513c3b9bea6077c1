import PosteriorSampling

/// Every sampler of a ``Posterior``, at one learning rate: a row is a name and a sampler.
struct SamplerRow: Sendable {
  let name: String
  let sampler: any PosteriorSampler

  /// All of them on a model. `slow` is the rate η; the preconditioned samplers' is in units of θ and given apart.
  static func all(
    _ model: some Posterior, learningRate: Double, preconditionedRate: Double, batchSize: Int
  ) -> [SamplerRow] {
    let rate = LearningRate.constant(learningRate)
    var rows = [
      SamplerRow(name: "ULA", sampler: ULA(model, learningRate: rate)),
      SamplerRow(name: "SGLD", sampler: SGLD(model, learningRate: rate, batchSize: batchSize)),
      SamplerRow(name: "SGWORLD", sampler: SGWORLD(model, learningRate: rate, batchSize: batchSize)),
    ]
    rows += products("full gradient", FullGradient(model), learningRate, preconditionedRate)
    rows += products(
      "with replacement", MinibatchGradient(model, WithReplacement(), batchSize: batchSize), learningRate,
      preconditionedRate)
    rows += products(
      "fresh subset", MinibatchGradient(model, FreshSubset(), batchSize: batchSize), learningRate, preconditionedRate)
    rows += products(
      "reshuffled", MinibatchGradient(model, ReshuffledEpochs(), batchSize: batchSize), learningRate,
      preconditionedRate)
    rows += products(
      "symmetric", MinibatchGradient(model, SymmetricReshuffledEpochs(), batchSize: batchSize), learningRate,
      preconditionedRate)
    let origin = [Double](repeating: 0, count: model.dimension)
    rows += integrators(
      "control variates", MinibatchGradient(model.anchored(at: origin), ReshuffledEpochs(), batchSize: batchSize),
      rate)
    if let smoothed = try? model.smoothed(at: origin) {
      rows += integrators(
        "smoothed control variates", MinibatchGradient(smoothed, ReshuffledEpochs(), batchSize: batchSize), rate)
    }
    rows += integrators("SVRG", SVRGGradient(model, FreshSubset(), batchSize: batchSize), rate)
    rows += integrators("SAGA", SAGAGradient(model, FreshSubset(), batchSize: batchSize), rate)
    rows += integrators("full gradient", FullGradient(model), rate)
    return rows
  }

  private static func integrators(
    _ name: String, _ gradient: some GradientEstimator, _ rate: LearningRate
  ) -> [SamplerRow] {
    func row(_ scheme: String, _ integrator: some LangevinIntegrator) -> SamplerRow {
      SamplerRow(
        name: "\(scheme), \(name)",
        sampler: LangevinSampler(gradient: gradient, integrator: integrator, learningRate: rate))
    }
    return [
      row("Euler–Maruyama", EulerMaruyama()), row("Leimkuhler–Matthews", LeimkuhlerMatthews()),
      row("BAOAB", BAOAB(friction: 3)), row("UBU", UBU(friction: 3)),
    ]
  }

  private static func products(
    _ name: String, _ gradient: some GradientEstimator, _ learningRate: Double, _ preconditionedRate: Double
  ) -> [SamplerRow] {
    let rate = LearningRate.constant(learningRate)
    return [
      SamplerRow(name: "Langevin, \(name)", sampler: LangevinSampler(gradient: gradient, learningRate: rate)),
      SamplerRow(
        name: "SGHMC, \(name)",
        sampler: LangevinSampler(
          gradient: gradient, integrator: SymplecticEuler(friction: .perStep(0.3)), learningRate: rate)),
      SamplerRow(name: "SGNHT, \(name)", sampler: SGNHT(gradient: gradient, learningRate: rate, friction: 0.1)),
      SamplerRow(
        name: "PreconditionedSGLD, \(name)",
        sampler: PreconditionedSGLD(
          gradient: gradient, learningRate: .constant(preconditionedRate), adaptation: .init(decay: 0.999, steps: 5000))
      ),
      SamplerRow(
        name: "CyclicalSGLD, \(name)",
        sampler: CyclicalSGLD(
          gradient: gradient, peakLearningRate: 2 * learningRate, stepsPerCycle: 50, explorationShare: 0)),
    ]
  }
}
