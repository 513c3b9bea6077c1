/// The parts of a warm-up, as in Stan: an initial buffer, in which the chain finds the posterior; windows that double,
/// after each of which the metric is estimated anew from the window's draws; and a final buffer, in which the step size
/// settles on the last metric.
///
/// Stan Reference Manual, "HMC algorithm parameters".
struct WarmUpWindows: Sendable, Hashable {
  /// The steps of each window.
  let windows: [Range<Int>]

  /// 1000 steps make windows that begin at 75, 100, 150, 250 and 450, and the final buffer at 950. A window whose
  /// successor would not fit takes in its steps. Fewer than 150 steps are shared out as 15, 75 and 10 %, and fewer
  /// than 20 have no window.
  init(steps: Int, initialBuffer: Int = 75, firstWindow: Int = 25, finalBuffer: Int = 50) {
    guard steps >= 20 else {
      windows = []
      return
    }
    var (start, size, end) = (initialBuffer, firstWindow, steps - finalBuffer)
    if start + size > end {
      (start, end) = (steps * 15 / 100, steps - steps / 10)
      size = end - start
    }
    var windows: [Range<Int>] = []
    while start < end {
      let next = start + 3 * size > end ? end : start + size
      windows.append(start..<next)
      (start, size) = (next, 2 * size)
    }
    self.windows = windows
  }
}
