import AllocationCounter
import Foundation

/// Tries a reader on inputs, which its seed and their numbers determine.
package struct FuzzRun: Sendable {
  package let reader: FuzzReader
  package let seed: UInt64

  /// What an input may take: seconds of the processor's time, and bytes of memory for each of its own beside the
  /// reader's allowance. The largest of the readers' structures is that of a CSV file: a cell of two bytes takes 8 for
  /// its number and is copied to a model's table and to a column, as a text of 16 bytes with a mark.
  private static let bytesPerByte = 64
  // Code that is not optimised takes a dozen times as long.
  #if DEBUG
    private static let mostSeconds = 30.0
  #else
    private static let mostSeconds = 2.0
  #endif

  package init(_ reader: FuzzReader, seed: UInt64) { (self.reader, self.seed) = (reader, seed) }

  /// An input.
  package func input(_ number: Int) -> [UInt8] {
    var random = FuzzRandom(seed: seed, input: number)
    return reader.mutated(&random)
  }

  /// Tries the inputs of some numbers.
  ///
  /// - Parameter onInput: Told the number of each before it is tried.
  package func run(_ numbers: Range<Int>, onInput: (Int) -> Void = { _ in }) -> FuzzReport {
    var report = FuzzReport()
    let started = ContinuousClock.now
    for number in numbers {
      let input = input(number)
      onInput(number)
      let trial = measured { reader.verdict(on: input) }
      let allowed = Self.bytesPerByte * input.count + reader.allowance
      var problem: String?
      switch trial.verdict {
      case .read: report.readCount += 1
      case .refused: break
      case .wrong(let words): problem = words
      }
      if trial.seconds > Self.mostSeconds { problem = "it took \(trial.seconds) s" }
      if trial.bytes > allowed { problem = "it took \(trial.bytes) bytes of memory where \(allowed) are allowed" }
      if let problem { report.add(.init(number: number, problem: problem)) }
      report.slowest = max(report.slowest, .init(number: number, value: trial.seconds, size: input.count))
      report.largest = max(report.largest, .init(number: number, value: Double(trial.bytes), size: input.count))
      report.inputCount += 1
    }
    report.seconds = (ContinuousClock.now - started) / .seconds(1)
    return report
  }

  /// The seconds of this thread, and the most memory that it held at a time beyond what it held before.
  private func measured(_ body: () -> FuzzVerdict) -> (verdict: FuzzVerdict, seconds: Double, bytes: Int) {
    let before = Self.threadSeconds()
    allocation_peak_begin()
    let verdict = body()
    let bytes = Int(allocation_peak())
    return (verdict, Self.threadSeconds() - before, bytes)
  }

  private static func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}

/// What a run has found.
package struct FuzzReport: Sendable {
  package var inputCount = 0
  package var readCount = 0
  package var seconds = 0.0
  package var slowest = Extreme()
  package var largest = Extreme()
  /// The first inputs at which something was wrong.
  package private(set) var failures: [Failure] = []
  package private(set) var failureCount = 0

  /// The input that took most.
  package struct Extreme: Sendable, Comparable {
    package var number = 0
    package var value = 0.0
    /// The input's bytes.
    package var size = 0

    package static func < (a: Extreme, b: Extreme) -> Bool { a.value < b.value }
  }

  /// An input at which something was wrong.
  package struct Failure: Sendable, CustomStringConvertible {
    package let number: Int
    package let problem: String

    package var description: String { "input \(number): \(problem)" }
  }

  mutating func add(_ failure: Failure) {
    failureCount += 1
    if failures.count < 20 { failures.append(failure) }
  }
}

/// How many inputs a test tries: as many as the environment's FUZZ says, otherwise the usual number.
package func fuzzCount(_ usual: Int) -> Int { ProcessInfo.processInfo.environment["FUZZ"].flatMap { Int($0) } ?? usual }
