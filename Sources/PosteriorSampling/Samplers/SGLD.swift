/// Stochastic gradient Langevin dynamics: the Euler–Maruyama scheme on a fresh subset of the examples at every step.
///
///     θ ← θ − η ĝ_b(θ) + √(2η) ξ,   ĝ_b = −∇ln p(θ) − (N/B) Σ_{i∈b} ∇ln p(yᵢ | θ)
///
/// On a Gaussian target of curvature a, h = ηa, the relative error of its variance is h(1 + s)/(2 − h), where s is
/// the gradient noise's variance over a: about the number of minibatches M = N/B when the data's information matches
/// their spread. KL to the posterior grows as η².
///
/// Welling & Teh, ICML 2011 (their ε is 2η here).
public typealias SGLD<Model: Posterior> = LangevinSampler<MinibatchGradient<Model, FreshSubset>, EulerMaruyama>

extension LangevinSampler {
  /// Stochastic gradient Langevin dynamics on a model, at learning rate η (not ε/2).
  public init<Model>(_ model: Model, learningRate: LearningRate, batchSize: Int, temperature: Double = 1)
  where Gradient == MinibatchGradient<Model, FreshSubset>, Integrator == EulerMaruyama {
    self.init(
      gradient: MinibatchGradient(model, FreshSubset(), batchSize: batchSize),
      learningRate: learningRate, temperature: temperature)
  }
}
