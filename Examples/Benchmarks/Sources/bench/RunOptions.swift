import ArgumentParser

/// How long to measure.
struct RunOptions: ParsableArguments {
  @Option(help: "Timed runs, after one that is not timed.") var repeats = 3
  @Option(help: "Take this share of the steps or draws, at most 1.") var scale = 1.0

  func validate() throws {
    guard repeats >= 1 else { throw ValidationError("--repeats must be at least 1, not \(repeats)") }
    guard scale > 0, scale <= 1 else { throw ValidationError("--scale must be above 0 and at most 1, not \(scale)") }
  }

  /// The share of a number, but not less than a hundred.
  func scaled(_ count: Int) -> Int { max(100, Int(scale * Double(count))) }
}
