internal import Foundation
import PosteriorSampling

/// Writes one chain's draws as CmdStan does, row by row: CmdStanPy, ArviZ and R's posterior read the file.
///
///     let chains = try await sampler.run(from: starts, ChainSchedule(count: 10_000)) { chain in
///       try StanCSVWriter(
///         to: "chain-\(chain + 1).csv", columnNames: names, model: "regression", chain: chain,
///         count: 10_000, run: .init(sampler: "sgld", seed: 1, burnIn: 0, thinning: 1))
///     }
///
/// Columns whose names end in two underscores are the sampler's own, such as lp__ and energy__; the others are
/// parameters, β[1] being written β.1 (names that this cannot carry are percent-encoded). Numbers are written with the
/// digits that give them back exactly.
public struct StanCSVWriter: ChainObserver {
  private let path: String
  private let columnCount: Int
  private let file: FileHandle
  private let started = ContinuousClock.now
  private var firstDraw: ContinuousClock.Instant?
  private var buffer: [UInt8] = []

  /// Opens the file, which is replaced if it exists, and writes what comes before the draws.
  ///
  /// - Parameters:
  ///   - columnNames: A name for each number of a draw.
  ///   - chain: The chain's number, from 0; the file gives it from 1.
  ///   - count: Draws to be kept.
  ///   - run: How the draws are made.
  /// - Throws: ``DataError`` where the file cannot be made.
  public init(
    to path: String, columnNames: [String], model: String, chain: Int, count: Int, run: Draws.Run
  ) throws(DataError) {
    precondition(!columnNames.isEmpty && columnNames.allSatisfy { !$0.isEmpty }, "every column needs a name")
    guard FileManager.default.createFile(atPath: path, contents: nil), let file = FileHandle(forWritingAtPath: path)
    else { throw DataError(path, "the file cannot be written") }
    self.path = path
    self.file = file
    columnCount = columnNames.count
    let lines = [
      "# model = \(word(model))",
      "# method = sample (Default)",
      "#   sample",
      "#     num_samples = \(count * run.thinning)",
      "#     num_warmup = \(run.burnIn)",
      "#     save_warmup = 0",
      "#     thin = \(run.thinning)",
      "#     algorithm = \(word(run.sampler))",
      "# id = \(chain + 1)",
      "# random",
      "#   seed = \(run.seed)",
      stanNames(ofColumns: columnNames).joined(separator: ","),
    ]
    for line in lines { write(line + "\n") }
  }

  /// Writes the step size and the inverse metric's diagonal that the sampler was tuned to, between the header and the
  /// first draw, where readers of CmdStan's files look for them.
  package mutating func append(stepSize: Double, inverseMetric: [Double]) {
    precondition(firstDraw == nil, "what a sampler was tuned to comes before its draws")
    write("# Adaptation terminated\n# Step size = \(stepSize)\n# Diagonal elements of inverse mass matrix:\n")
    write("# " + inverseMetric.map { "\($0)" }.joined(separator: ", ") + "\n")
  }

  /// The sampler's columns come before the parameters'.
  public var wantsReports: Bool { true }

  /// Writes the chain's next draw as one row: what the sampler reports of it, and the position.
  public mutating func observe(_ draw: Span<Double>, report: Span<Double>) throws {
    try append((0..<report.count).map { report[$0] } + (0..<draw.count).map { draw[$0] })
  }

  /// Writes one row.
  package mutating func append(_ draw: [Double]) throws {
    precondition(draw.count == columnCount, "a draw of \(draw.count) numbers for \(columnCount) columns")
    if firstDraw == nil { firstDraw = .now }
    for (i, number) in draw.enumerated() {
      if i > 0 { buffer.append(UInt8(ascii: ",")) }
      write(number.description)
    }
    buffer.append(UInt8(ascii: "\n"))
    if buffer.count > 1 << 16 { try flush() }
  }

  /// Writes the time that was taken, and closes the file.
  public mutating func finish() throws {
    let now = ContinuousClock.now
    let warmUp = seconds((firstDraw ?? now) - started)
    let sampling = seconds(now - (firstDraw ?? now))
    write("# \n#  Elapsed Time: \(warmUp) seconds (Warm-up)\n")
    write("#                \(sampling) seconds (Sampling)\n")
    write("#                \(seconds(now - started)) seconds (Total)\n# \n")
    try flush()
    do { try file.close() } catch { throw DataError(path, "the file cannot be written to its end") }
  }

  private mutating func write(_ text: String) { buffer.append(contentsOf: text.utf8) }

  private mutating func flush() throws(DataError) {
    do { try file.write(contentsOf: Data(buffer)) } catch {
      throw DataError(path, "the file cannot be written: \(error.localizedDescription)")
    }
    buffer.removeAll(keepingCapacity: true)
  }
}

/// A value that readers of the comments take for one word.
private func word(_ text: String) -> String {
  String(text.map { $0.isWhitespace || $0.isNewline ? "_" : $0 })
}

private func seconds(_ duration: Duration) -> String {
  // Milliseconds, with the point that makes it a real number to every reader.
  let milliseconds = Int((duration / .milliseconds(1)).rounded())
  let fraction = String(1000 + milliseconds % 1000).dropFirst()
  return "\(milliseconds / 1000).\(fraction)"
}
