import Foundation

/// Wall and CPU seconds of each of several repeats.
struct Timing {
  private(set) var wall: [Double] = []
  private(set) var cpu: [Double] = []

  /// Adds a repeat that has lasted since a moment.
  mutating func add(since start: Moment) {
    let end = Moment.now
    wall.append(end.wall - start.wall)
    cpu.append(end.cpu - start.cpu)
  }

  /// Times `body`, after one run that is not timed, and returns what the last run did.
  static func measure<Result>(
    repeats: Int, warmUp: Bool = true, _ body: () throws -> Result
  ) rethrows -> (Timing, Result) {
    var timing = Timing()
    if warmUp { _ = try body() }
    while true {
      let start = Moment.now
      let result = try body()
      timing.add(since: start)
      if timing.wall.count >= repeats { return (timing, result) }
    }
  }
}

/// A reading of both clocks, in seconds; CPU time is that of all threads.
struct Moment {
  let wall: Double
  let cpu: Double

  static var now: Moment { Moment(wall: seconds(CLOCK_MONOTONIC), cpu: seconds(CLOCK_PROCESS_CPUTIME_ID)) }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}

extension [Double] {
  /// The middle one, or the mean of the two in the middle.
  var median: Double {
    let sorted = sorted()
    return 0.5 * (sorted[(count - 1) / 2] + sorted[count / 2])
  }
}
