import ArgumentParser
import CrashReport
import Foundation
import Fuzzing

/// `swift run -c release fuzz READER`: tries a reader of files on many mutated inputs.
@main struct Fuzz: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Try the readers of files on mutated inputs: each must be read or refused in one line.",
    discussion: "READERS\n"
      + FuzzReader.all.map { "  \($0.name.padding(toLength: 12, withPad: " ", startingAt: 0))\($0.about)" }
      .joined(separator: "\n"))

  @Argument(help: ArgumentHelp("The readers to try. Default: all.", valueName: "reader"))
  var readers: [FuzzReader] = FuzzReader.all

  @Option(help: ArgumentHelp("Inputs for each reader.", valueName: "n")) var inputs = 100_000

  @Option(help: ArgumentHelp("What the inputs are made of, together with their numbers.", valueName: "s"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Shows one input, and what the reader makes of it.", valueName: "number")) var only: Int?

  func validate() throws {
    if inputs < 1 { throw ValidationError("--inputs must be at least 1") }
    if only ?? 0 < 0 { throw ValidationError("--only must be at least 0") }
    if only != nil, readers.count != 1 { throw ValidationError("--only needs one reader") }
  }

  func run() throws {
    if let only { return show(FuzzRun(readers[0], seed: seed), only) }
    var failures = 0
    for reader in readers { failures += try run(reader) }
    if failures > 0 { throw ExitCode.failure }
  }

  private func run(_ reader: FuzzReader) throws -> Int {
    for (place, input) in reader.sound.enumerated() where reader.verdict(on: input) != .read {
      print("\(reader): the sound input \(place) is not read: \(reader.verdict(on: input))")
      throw ExitCode.failure
    }
    let words = "\(reader): stopped by an input; see it by: fuzz \(reader) --seed \(seed) --only "
    crash_report_install(strdup(words), 60)
    let report = FuzzRun(reader, seed: seed).run(0..<inputs) { crash_report_at(Int64($0)) }
    for failure in report.failures { print("\(reader): \(failure)") }
    print("\(reader): \(report)")
    // What is known of a reader is not to be lost when an input stops the next.
    fflush(nil)
    return report.failureCount
  }

  private func show(_ run: FuzzRun, _ number: Int) {
    let input = run.input(number)
    print(String(decoding: input, as: UTF8.self).debugDescription)
    if String(validating: input, as: UTF8.self) == nil { print(input) }
    fflush(nil)
    let report = run.run(number..<number + 1)
    print(run.reader.verdict(on: input))
    for failure in report.failures { print(failure) }
    print(report)
  }
}

extension FuzzReader: ExpressibleByArgument {
  package init?(argument: String) {
    guard let reader = Self.all.first(where: { $0.name == argument }) else { return nil }
    self = reader
  }

  package static var allValueStrings: [String] { all.map(\.name) }

  package var defaultValueDescription: String { name }
}

extension FuzzReport: CustomStringConvertible {
  /// The run in one line.
  package var description: String {
    func number(_ value: Double, _ format: String) -> String { String(format: format, value) }
    return "\(inputCount) inputs, \(readCount) read, \(failureCount) wrong; \(number(seconds, "%.1f")) s, slowest "
      + "\(number(1000 * slowest.value, "%.2f")) ms (input \(slowest.number), \(slowest.size) bytes), most memory "
      + "\(number(largest.value / 1024, "%.1f")) KiB (input \(largest.number), \(largest.size) bytes)"
  }
}
