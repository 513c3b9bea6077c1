/// An estimator that can say what fused steps need to know of it.
protocol FusibleEstimator: GradientEstimator {
  /// The model in a form that steps are fused with, where it has one.
  var fusible: (any FusedModel)? { get }
  /// B.
  var batchSize: Int { get }
  /// How minibatches are chosen, where the loops know it.
  var order: FusedSteps.Order? { get }
}

extension MinibatchGradient: FusibleEstimator {
  var fusible: (any FusedModel)? { onePass as? any FusedModel }

  var order: FusedSteps.Order? {
    switch batching {
    case is WithReplacement: .withReplacement
    case is FreshSubset: .freshSubsets
    case is ReshuffledEpochs: .reshuffledEpochs
    case is SymmetricReshuffledEpochs: .symmetricEpochs
    default: nil
    }
  }
}

extension FusedSteps {
  /// The one place where steps are chosen: the loop for a whole combination, or nil for steps one by one.
  convenience init?<Gradient, Integrator>(for sampler: LangevinSampler<Gradient, Integrator>) {
    guard case .constant(let rate) = sampler.learningRate, case .unit = sampler.metric,
      let scheme = Scheme(sampler.integrator), let gradient = sampler.gradient as? any FusibleEstimator,
      let model = gradient.fusible, let order = gradient.order
    else { return nil }
    self.init(
      model, order, batchSize: gradient.batchSize, scheme, rate: rate, temperature: sampler.temperature)
  }
}

extension FusedSteps.Scheme {
  fileprivate init?(_ integrator: some LangevinIntegrator) {
    switch integrator {
    case is EulerMaruyama: self = .eulerMaruyama
    case is LeimkuhlerMatthews: self = .leimkuhlerMatthews
    default: return nil
    }
  }
}
