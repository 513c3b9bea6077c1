import Foundation
import Synchronization

/// Progress on standard error: a bar with the time left on a terminal, plain lines elsewhere.
final class ProgressDisplay: Sendable {
  private let isQuiet: Bool
  private let isTerminal = isatty(STDERR_FILENO) == 1
  private let started = Date()
  private let lastDrawn = Mutex(Date.distantPast)
  private let lastDecile = Mutex(0)

  init(isQuiet: Bool) { self.isQuiet = isQuiet }

  /// Draws the bar on a terminal.
  func bar(_ fraction: Double, _ note: String = "") {
    guard !isQuiet, isTerminal else { return }
    lastDrawn.withLock { last in
      let now = Date()
      guard now.timeIntervalSince(last) > 0.1 else { return }
      last = now
      let width = 30
      let filled = Int((fraction * Double(width)).rounded(.down))
      let elapsed = now.timeIntervalSince(started)
      let left = fraction > 0.005 ? Self.duration(elapsed / fraction - elapsed) + " left" : ""
      let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
      StandardError.write("\r\(bar) \(Int(fraction * 100)) %  \(note)  \(left)\u{1B}[K")
    }
  }

  /// Writes a line where there is no bar.
  func line(_ text: String) {
    if !isQuiet, !isTerminal { StandardError.write(text + "\n") }
  }

  /// The bar on a terminal, a line for every tenth elsewhere.
  func show(_ fraction: Double) {
    bar(fraction)
    lastDecile.withLock { last in
      let decile = Int(fraction * 10)
      if decile > last { line("\(10 * decile) %") }
      last = max(last, decile)
    }
  }

  /// Clears the bar.
  func end() {
    if isTerminal, !isQuiet { StandardError.write("\r\u{1B}[K") }
  }

  private static func duration(_ seconds: TimeInterval) -> String {
    let whole = Int(max(0, seconds).rounded())
    return whole < 60 ? "\(whole) s" : "\(whole / 60) min \(whole % 60) s"
  }
}
