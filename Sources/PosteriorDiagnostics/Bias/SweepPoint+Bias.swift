extension SweepPoint {
  /// A point that was measured beside twins.
  init(_ bias: BiasEstimate) {
    self.init(bias.sampler, batching: bias.batching, learningRate: bias.learningRate, status: .ok)
    draws = bias.draws
    effectiveSampleSize = bias.effectiveSampleSize.isFinite ? bias.effectiveSampleSize : nil
    (mean, covariance) = (bias.drawMean, bias.drawCovariance)
    epochsNeeded = bias.warnings.compactMap(\.epochsNeeded).first
    if epochsNeeded == nil { (kl, wasserstein2) = (bias.kl, bias.wasserstein2) }
    warnings = bias.warnings.filter { $0.epochsNeeded == nil }
  }

  /// Such a point whose chain diverged.
  init(_ bias: BiasEstimate, divergedAtStep step: Int) {
    self.init(
      bias.sampler, batching: bias.batching, learningRate: bias.learningRate, status: .diverged, divergedAtStep: step)
  }
}
