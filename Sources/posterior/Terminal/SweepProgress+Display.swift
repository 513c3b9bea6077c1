import PosteriorDiagnostics

extension ProgressDisplay {
  /// Shows how far a sweep has come: a line for each finished point where there is no bar.
  func show(_ progress: SweepProgress) {
    let count = "\(progress.finishedCount)/\(progress.pointCount)"
    bar(progress.fraction, "\(count) points")
    if let point = progress.finished { line("[\(count)] \(Self.words(point))") }
  }

  private static func words(_ point: SweepPoint) -> String {
    let name = "\(point.label) at η = \(shortened(point.learningRate))"
    guard point.status == .ok else { return "\(name): diverged" }
    if let epochs = point.epochsNeeded { return "\(name): chains too short, at least \(epochs) epochs" }
    guard let kl = point.kl else { return "\(name): too few draws for a divergence" }
    return kl.resolved
      ? "\(name): KL \(shortened(kl.estimate))" : "\(name): KL below \(shortened(kl.upper)), not resolved"
  }
}
