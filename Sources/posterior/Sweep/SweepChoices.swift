import ArgumentParser

/// The models of `--model`.
enum ModelChoice: String, ExpressibleByArgument, CaseIterable {
  case linearRegression = "linear-regression"
  case gaussianMean = "gaussian-mean"
}

/// The ways of choosing minibatches of `--batching`.
enum BatchingChoice: String, ExpressibleByArgument, CaseIterable {
  case withReplacement = "with-replacement"
  case fresh
  case reshuffled
  case symmetric
}

/// What standard output holds.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
  case table
  case json
  case csv
}

/// The samplers of `--samplers`.
enum SamplerChoice: String, CaseIterable {
  case sgld
  case sgworld
  case sgworldEpochNoise = "sgworld-epoch-noise"
  case ula
  case exact

  /// Reads a comma-separated list of different names.
  static func list(_ text: String) throws -> [SamplerChoice] {
    let names = text.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.trimmingPrefix(while: \.isWhitespace)
    }
    let choices = try names.map { name in
      guard let choice = SamplerChoice(rawValue: String(name)) else {
        let known = allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("there is no sampler '\(name)'; choose among \(known)")
      }
      return choice
    }
    if Set(choices).count < choices.count { throw ValidationError("a sampler is named twice") }
    return choices
  }
}
