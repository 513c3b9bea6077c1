/// Stochastic gradient Hamiltonian Monte Carlo: underdamped Langevin dynamics by ``SymplecticEuler`` on fresh subsets
/// of the examples.
///
/// Chen, Fox & Guestrin, ICML 2014, arXiv:1402.4102.
public typealias SGHMC<Model: Posterior> = LangevinSampler<MinibatchGradient<Model, FreshSubset>, SymplecticEuler>

extension LangevinSampler {
  /// Hamiltonian dynamics with friction on a model, at learning rate η, that is with time step √η; a draw is a step.
  public init<Model>(
    _ model: Model, learningRate: LearningRate, batchSize: Int, friction: SymplecticEuler.Friction = .perStep(0.1)
  ) where Gradient == MinibatchGradient<Model, FreshSubset>, Integrator == SymplecticEuler {
    self.init(
      gradient: MinibatchGradient(model, FreshSubset(), batchSize: batchSize),
      integrator: SymplecticEuler(friction: friction), learningRate: learningRate)
  }
}
