import ArgumentParser
import PosteriorDiagnostics

/// The models of `--model`.
enum ModelChoice: String, ExpressibleByArgument, CaseIterable {
  case linearRegression = "linear-regression"
  case gaussianMean = "gaussian-mean"
}

/// The ways of choosing minibatches of `--batching`.
enum BatchingChoice: String, ExpressibleByArgument, CaseIterable, Hashable {
  case withReplacement = "with-replacement"
  case fresh
  case reshuffled
  case symmetric

  /// Whether an epoch takes every example exactly once.
  var usesEveryExampleOnce: Bool { self == .reshuffled || self == .symmetric }
}

/// What standard output holds.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case table
  case json
  case csv
}

extension DivergenceEstimator: ExpressibleByArgument {}
