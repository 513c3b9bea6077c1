/// What can be said of a sampler on any model.
struct SamplerFacts: Sendable, Encodable {
  /// Whether it takes a learning rate, which has no default.
  var needsLearningRate = true
  /// Whether its chains are tuned while they warm up.
  var isTuned = false
  /// Whether its draws follow the posterior itself.
  var isExact = false
  /// Whether it needs a posterior in closed form.
  var needsExactPosterior = false
  /// Its own minibatching; nil where every step takes all examples.
  var batching: MinibatchingChoice?
  /// Whether the examples must depend on the parameters through a linear predictor.
  var needsLinearPredictor = false
  /// Whether the posterior's mode is looked for first, to anchor control variates at.
  var usesControlVariates = false
  /// Whether it has a momentum, and so a friction.
  var hasFriction = false
  /// Whether its friction is 2√λ unless given, λ the posterior's smallest curvature.
  var needsSmallestCurvature = false
  /// Whether the stationary law of its step is known, from which a learning rate can be chosen.
  var hasStationaryLaw = false
  /// Whether a sweep can couple it to the exact gradient.
  var canBeCoupled = false
  /// Whether its bias can be measured beside a twin: a chain of the posterior itself under the same noise.
  var hasTwin = false
  /// Why it cannot be swept over learning rates; nil where it can.
  var notSwept: String?
  /// Why its error cannot be set against its cost; nil where it can.
  var notCosted: String?
}
