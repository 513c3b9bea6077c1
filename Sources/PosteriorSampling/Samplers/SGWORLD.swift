/// Stochastic gradient without-replacement Langevin dynamics: the Euler–Maruyama scheme on reshuffled epochs, its
/// draws taken at epoch ends.
///
///     θ ← θ − η ĝ_b(θ) + √(2η) ξ,
///     b running through a new random partition of the examples in every epoch
///
/// Every example is used once an epoch, so that the minibatches' gradient noise cancels over it. On a Gaussian target
/// with equal Hessians, curvature a, h = ηa, the relative error of the variance at epoch ends is
/// h/(2 − h) + O(M³h³/24): SGLD's term of order Mh is gone. Inside an epoch M(M + 1)h²/6 is added on average.
///
/// Adhikari, Kabakçıoğlu, Strang, Yuret & Hinczewski, arXiv:2306.03521. Their abstract gives the idea; that the
/// noise is injected at every step (``EpochwiseEulerMaruyama`` is the other choice), and that the epoch's end is the
/// chain's clock, are this library's reading of it.
public typealias SGWORLD<Model: Posterior> = LangevinSampler<MinibatchGradient<Model, ReshuffledEpochs>, EulerMaruyama>

extension LangevinSampler {
  /// Without-replacement Langevin dynamics on a model, at learning rate η (not ε/2).
  public init<Model>(_ model: Model, learningRate: LearningRate, batchSize: Int, temperature: Double = 1)
  where Gradient == MinibatchGradient<Model, ReshuffledEpochs>, Integrator == EulerMaruyama {
    let gradient = MinibatchGradient(model, ReshuffledEpochs(), batchSize: batchSize)
    self.init(
      gradient: gradient, learningRate: learningRate, temperature: temperature, stepsPerDraw: gradient.stepsPerCycle)
  }
}
