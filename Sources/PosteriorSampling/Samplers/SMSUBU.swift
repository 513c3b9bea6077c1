/// Underdamped Langevin dynamics by ``UBU`` on symmetric minibatches: an epoch forwards, then the same minibatches
/// backwards.
///
/// Paulin, Whalley, Chada & Leimkuhler, arXiv:2410.19780.
public typealias SMSUBU<Model: Posterior> = LangevinSampler<
  MinibatchGradient<Model, SymmetricReshuffledEpochs>, UBU
>

extension LangevinSampler {
  /// Symmetric minibatch splitting on a model, with friction γ, at learning rate η, that is with time step √(2η);
  /// draws at the ends of backward epochs.
  public init<Model>(
    _ model: Model, learningRate: LearningRate, batchSize: Int, friction: Double, temperature: Double = 1,
    metric: Metric = .unit
  ) where Gradient == MinibatchGradient<Model, SymmetricReshuffledEpochs>, Integrator == UBU {
    let gradient = MinibatchGradient(model, SymmetricReshuffledEpochs(), batchSize: batchSize)
    self.init(
      gradient: gradient, integrator: UBU(friction: friction), learningRate: learningRate, temperature: temperature,
      metric: metric, stepsPerDraw: gradient.stepsPerCycle)
  }
}
