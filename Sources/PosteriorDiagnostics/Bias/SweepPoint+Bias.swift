extension SweepPoint {
  /// A point that was measured beside twins.
  init(_ bias: BiasEstimate) {
    sampler = bias.sampler
    batching = bias.batching
    learningRate = bias.learningRate
    status = .ok
    divergedAtStep = nil
    draws = bias.draws
    effectiveSampleSize = bias.effectiveSampleSize.isFinite ? bias.effectiveSampleSize : nil
    mean = bias.drawMean
    covariance = bias.drawCovariance
    kl = bias.kl
    wasserstein2 = bias.wasserstein2
    warnings = bias.warnings
  }

  /// Such a point whose chain diverged.
  init(_ bias: BiasEstimate, divergedAtStep step: Int) {
    sampler = bias.sampler
    batching = bias.batching
    learningRate = bias.learningRate
    status = .diverged
    divergedAtStep = step
    draws = 0
    effectiveSampleSize = nil
    mean = nil
    covariance = nil
    kl = nil
    wasserstein2 = nil
  }
}
