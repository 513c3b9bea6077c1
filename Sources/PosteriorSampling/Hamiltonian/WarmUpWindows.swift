/// The draws from which a warm-up estimates its metric, again and again: each time the later half of all there are,
/// when there are √2 times as many as the last time. The first few say where the chain is going, and the last
/// estimate has forgotten them. A final buffer lets the step size settle on the last metric.
struct WarmUpWindows: Sendable, Hashable {
  /// The steps of each window.
  let windows: [Range<Int>]

  /// Windows that end at 900, 636, 450, 318, … of 1000 steps; the final buffer is a tenth of fewer. Fewer than 20 steps
  /// have no window.
  init(steps: Int, finalBuffer: Int = 100) {
    var windows: [Range<Int>] = []
    var end = steps - min(finalBuffer, steps / 10)
    while steps >= 20, end >= 6 {
      windows.insert(end / 2..<end, at: 0)
      end = Int((Double(end) / 2.0.squareRoot()).rounded())
    }
    self.windows = windows
  }
}
