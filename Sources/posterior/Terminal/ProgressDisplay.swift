import Foundation
import PosteriorDiagnostics
import Synchronization

/// Progress on standard error: a bar with the time left on a terminal, a line for each finished point elsewhere.
final class ProgressDisplay: Sendable {
  private let isQuiet: Bool
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let started = Date()
  private let lastDrawn = Mutex(Date.distantPast)

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  func show(_ progress: SweepProgress) {
    guard !isQuiet else { return }
    lastDrawn.withLock { last in
      if isTerminal {
        let now = Date()
        guard now.timeIntervalSince(last) > 0.1 else { return }
        last = now
        StandardError.write("\r\(bar(progress, at: now))\u{1B}[K")
      } else if let point = progress.finished {
        StandardError.write("[\(progress.finishedCount)/\(progress.pointCount)] \(Self.line(point))\n")
      }
    }
  }

  /// Clears the bar.
  func end() {
    if isTerminal, !isQuiet { StandardError.write("\r\u{1B}[K") }
  }

  private func bar(_ progress: SweepProgress, at now: Date) -> String {
    let width = 30
    let filled = Int((progress.fraction * Double(width)).rounded(.down))
    let elapsed = now.timeIntervalSince(started)
    let left = progress.fraction > 0.005 ? Self.duration(elapsed / progress.fraction - elapsed) + " left" : ""
    return String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
      + " \(Int(progress.fraction * 100)) %  \(progress.finishedCount)/\(progress.pointCount) points  \(left)"
  }

  private static func duration(_ seconds: TimeInterval) -> String {
    let whole = Int(max(0, seconds).rounded())
    return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }

  private static func line(_ point: SweepPoint) -> String {
    let name = "\(point.label) at η = \(Report.number(point.learningRate))"
    guard point.status == .ok else { return "\(name): diverged" }
    guard let kl = point.kl else { return "\(name): too few draws for a divergence" }
    return kl.resolved
      ? "\(name): KL \(Report.number(kl.estimate))" : "\(name): KL below \(Report.number(kl.upper)), not resolved"
  }
}
