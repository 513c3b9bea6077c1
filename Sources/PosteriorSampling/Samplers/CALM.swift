/// Control-variate, anchored, Leimkuhler–Matthews dynamics without replacement: the most accurate point of the
/// product that needs no further passes over the data, at all but the smallest and largest rates.
///
///     θ ← θ − η[∇U(θ*) + ĝ_b(θ) − ĝ_b(θ*)] + √(η/2) (ξₙ + ξₙ₊₁),
///     b running through reshuffled epochs
///
/// Each choice removes one term of SGLD's error: reshuffled epochs the gradient noise of order Mh in the covariance,
/// the control variate at θ* the mean shift of order η that reshuffling leaves, and the integrator Euler's own error
/// of order h. On a Gaussian target what is left of the covariance's error is O(M³h³) where the examples have equal
/// Hessians; where they differ, a tilt of order η times their variance comes to it. Far from normal, where θ* says
/// little of the chain's surroundings, the control variate's noise grows with the distance from it, and the advantage
/// goes.
public typealias CALM<Model: Posterior> = LangevinSampler<
  MinibatchGradient<AnchoredPosterior<Model>, ReshuffledEpochs>, LeimkuhlerMatthews
>

extension LangevinSampler {
  /// Control variates at `anchor`, best the posterior's mode, in reshuffled epochs, at learning rate η (not ε/2);
  /// draws at epoch ends.
  public init<Model>(
    _ model: Model, anchor: [Double], learningRate: LearningRate, batchSize: Int, temperature: Double = 1,
    metric: Metric = .unit
  )
  where
    Gradient == MinibatchGradient<AnchoredPosterior<Model>, ReshuffledEpochs>, Integrator == LeimkuhlerMatthews
  {
    let gradient = MinibatchGradient(model.anchored(at: anchor), ReshuffledEpochs(), batchSize: batchSize)
    self.init(
      gradient: gradient, integrator: LeimkuhlerMatthews(), learningRate: learningRate, temperature: temperature,
      metric: metric, stepsPerDraw: gradient.stepsPerCycle)
  }
}
