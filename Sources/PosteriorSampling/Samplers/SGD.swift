/// Stochastic gradient descent as a sampler: ``LangevinSampler`` at temperature 0, on any minibatching.
///
///     θ ← θ − η ĝ_b(θ)
///
/// Its stationary law is that of training that has come to rest: a cloud around the minimum of U = −ln posterior
/// whose shape is the gradient noise's, in general with currents that circulate in it. Draws are taken once a tick of
/// the dynamics: once a step where minibatches are independent, otherwise once a cycle. With a temperature T > 0 it is
/// Langevin dynamics, θ ← θ − ηĝ + √(2ηT)ξ, on the same minibatches and the same clock.
///
/// arXiv:2306.03521.
public typealias SGD<Model: Posterior, Batching: Minibatching> =
  LangevinSampler<MinibatchGradient<Model, Batching>, EulerMaruyama>

extension LangevinSampler {
  /// Stochastic gradient descent on a model, at learning rate η (on the sum over all examples, not on their mean).
  public init<Model, Batching: Minibatching>(
    _ model: Model, _ batching: Batching, learningRate: LearningRate, batchSize: Int, temperature: Double = 0
  ) where Gradient == MinibatchGradient<Model, Batching>, Integrator == EulerMaruyama {
    let gradient = MinibatchGradient(model, batching, batchSize: batchSize)
    self.init(
      gradient: gradient, learningRate: learningRate, temperature: temperature,
      stepsPerDraw: batching.law.isIndependent ? 1 : gradient.stepsPerCycle)
  }
}
