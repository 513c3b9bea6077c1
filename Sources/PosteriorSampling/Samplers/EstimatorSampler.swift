/// A sampler on the gradient of an estimator, which knows the parameters.
@usableFromInline
package protocol EstimatorSampler: PosteriorSampler, SharesParameters {
  /// The estimator's type.
  associatedtype Gradient: GradientEstimator

  /// The estimator of ∇U.
  var gradient: Gradient { get }
}

extension EstimatorSampler {
  @inlinable
  package var parameters: Gradient { gradient }
}

/// Stops the program unless a sampler's settings are such that it can take a step.
func checkSettings(_ learningRate: LearningRate, temperature: Double, stepsPerDraw: Int) {
  precondition(learningRate.isValid, "a learning rate must be positive and finite, not \(learningRate)")
  precondition(temperature >= 0 && temperature.isFinite, "a temperature cannot be \(temperature)")
  precondition(stepsPerDraw > 0, "steps per draw must be positive, not \(stepsPerDraw)")
}

/// The same for a sampler with a momentum, of which a step loses a share.
func checkSettings(_ learningRate: LearningRate, friction: Double, temperature: Double, stepsPerDraw: Int) {
  checkSettings(learningRate, temperature: temperature, stepsPerDraw: stepsPerDraw)
  precondition(friction > 0 && friction <= 1, "the friction must be in (0, 1], not \(friction)")
}
