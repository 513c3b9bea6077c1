import ArgumentParser
import PosteriorDiagnostics

/// The ways of choosing minibatches of `--batching`.
enum BatchingChoice: String, ExpressibleByArgument, CaseIterable, Hashable {
  case withReplacement = "with-replacement"
  case fresh
  case reshuffled
  case symmetric

  /// Whether an epoch takes every example exactly once.
  var usesEveryExampleOnce: Bool { self == .reshuffled || self == .symmetric }
}

extension DivergenceEstimator: ExpressibleByArgument {}
