import ArgumentParser
import Foundation
import PosteriorData
import PosteriorDiagnostics

/// Times the readers of tables and draws, and measures their memory.
struct CSVCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "csv", abstract: "Time the reading of CSV files and measure memory; a line of JSON for each.")

  @OptionGroup var options: RunOptions
  @Option(help: "Only the file whose name this is: wide, long or draws. Memory is best measured alone.")
  var only: String?

  func run() throws {
    try time("wide", columns: 24, rows: 500_000) { try Table(contentsOfCSV: $0).column("x24").count }
    try time("long", columns: 2, rows: 10_000_000) { try Table(contentsOfCSV: $0).column("x2").count }
    try time("draws", columns: 24, rows: 500_000) { try StanCSV(contentsOf: [$0]).draws.drawsPerChain }
  }

  /// Times the reading of a file of normal numbers with 17 digits.
  private func time(_ name: String, columns: Int, rows: Int, _ read: (String) throws -> Int) throws {
    guard only ?? name == name else { return }
    let rows = options.scaled(rows)
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).csv")
    defer { try? FileManager.default.removeItem(at: file) }
    let byteCount = try Self.write(file, columns: columns, rows: rows)
    let before = PeakMemory.now
    PeakMemory.reset()
    let (timing, count) = try Timing.measure(repeats: options.repeats) { try read(file.path) }
    precondition(count == rows, "\(count) rows of \(rows) were read")
    try ReadingRow(
      file: name, columns: columns, rows: rows, bytes: byteCount, cpuSeconds: timing.cpu, wallSeconds: timing.wall,
      bytesOfNumbers: 8 * rows * columns, bytesBefore: before, peakBytes: PeakMemory.bytes
    ).printLine()
  }

  private static func write(_ file: URL, columns: Int, rows: Int) throws -> Int {
    try Data().write(to: file)
    let handle = try FileHandle(forWritingTo: file)
    var random = GSLRandom(seed: 1)
    var text = Array(((1...columns).map { "x\($0)" }.joined(separator: ",") + "\n").utf8)
    var byteCount = 0
    for row in 1...rows {
      text += Array(random.normals(columns).map { String(format: "%.17g", $0) }.joined(separator: ",").utf8)
      text.append(UInt8(ascii: "\n"))
      guard text.count > 1 << 20 || row == rows else { continue }
      try handle.write(contentsOf: text)
      byteCount += text.count
      text.removeAll(keepingCapacity: true)
    }
    try handle.close()
    return byteCount
  }
}

/// What the reading of a file costs.
private struct ReadingRow: Encodable {
  let file: String
  let columns: Int
  let rows: Int
  let bytes: Int
  let cpuSeconds: [Double]
  let wallSeconds: [Double]
  /// What the numbers alone take.
  let bytesOfNumbers: Int
  /// The process's memory before, and the most that it had since.
  let bytesBefore: Int?
  let peakBytes: Int?
}
