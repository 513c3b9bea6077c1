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
/// The first columns whose names end in two underscores are the sampler's own, such as lp__ and energy__; the others
/// are parameters, β[1] being written β.1 (names that this cannot carry are percent-encoded). The first column is
/// lp__, which is nan where the sampler does not know it. Numbers are written with the digits that give them back
/// exactly. The same draws make the same bytes: no times are written.
public struct StanCSVWriter: ChainObserver {
  private let header: StanCSVHeader
  /// Open until the end: a run of many chains has but those open that are under way.
  private var file: AppendingFile?
  private let beforeDraw: String
  private var buffer: [UInt8] = []
  /// How much there is, whether it is in the file yet or not.
  package private(set) var place: SavedChain.Place

  /// Opens the file, which is replaced if it exists, and writes what comes before the draws.
  ///
  /// - Parameters:
  ///   - path: The file's.
  ///   - columnNames: A name for each number of a draw.
  ///   - model: The model's name, for the header.
  ///   - chain: The chain's number, from 0; the file gives it from 1.
  ///   - count: Draws to be kept.
  ///   - run: How the draws are made.
  /// - Throws: ``WriteError`` where the file cannot be made.
  public init(
    to path: String, columnNames: [String], model: String, chain: Int, count: Int, run: Draws.Run
  ) throws(WriteError) {
    precondition(!columnNames.isEmpty, "a draw needs a column")
    let statistics = statistics(ofColumns: columnNames)
    try self.init(
      to: path,
      StanCSVHeader(
        statistics: statistics, parameters: Array(columnNames.dropFirst(statistics.count)), model: model, chain: chain,
        count: count, run: run), isInWarmUp: false)
  }

  package init(to path: String, _ header: StanCSVHeader, isInWarmUp: Bool) throws(WriteError) {
    self.header = header
    beforeDraw = header.beforeDraw
    let file = try AppendingFile(path)
    self.file = file
    place = SavedChain.Place(bodyCount: 0, isInWarmUp: isInWarmUp, drawCount: 0)
    try file.append(Data(header.text.utf8))
  }

  /// Goes on with a file: keeps its first draws and, where the header is another, such as that of a longer run,
  /// replaces it. The file is the old or the new one at any moment.
  ///
  /// - Throws: ``WriteError`` where the file cannot be written; ``DataError`` where it is not what it was.
  init(goingOnAt path: String, _ header: StanCSVHeader, from place: SavedChain.Place) throws {
    let contents = try bytes(ofFile: path, kind: "a file of draws")
    guard let start = headerCount(contents), contents.count - start >= place.bodyCount, place.bodyCount >= 0,
      place.drawCount >= 0
    else {
      throw DataError(path, "the file is shorter than when its chain was last saved; it cannot be gone on with")
    }
    let text = Data(header.text.utf8)
    if contents.prefix(start) != text {
      try AtomicFile.replace(path) { (file) throws(WriteError) in
        try file.append(text)
        try file.append(contents[start..<start + place.bodyCount])
      }
    }
    self.header = header
    beforeDraw = header.beforeDraw
    self.place = place
    file = try AppendingFile(path, keeping: text.count + place.bodyCount)
  }

  /// Writes the step size and the metric that a sampler was tuned to, before the first draw, where readers of CmdStan's
  /// files look for them.
  package mutating func endWarmUp(stepSize: Double, metric: Metric) {
    precondition(place.isInWarmUp, "what a sampler was tuned to comes before its draws")
    place.isInWarmUp = false
    let lines = adaptationLines(stepSize: stepSize, metric: metric)
    write(lines)
    place.bodyCount += lines.utf8.count
  }

  /// The sampler's columns come before the parameters'.
  public var wantsReports: Bool { true }

  /// Writes the chain's next draw as one row: what the sampler reports of it, and the position.
  public mutating func observe(_ draw: Span<Double>, report: Span<Double>) throws {
    try append((0..<report.count).map { report[$0] } + (0..<draw.count).map { draw[$0] })
  }

  /// Writes one row.
  package mutating func append(_ draw: [Double]) throws(WriteError) {
    precondition(file != nil, "the file was closed by finish()")
    precondition(
      draw.count == header.columnCount, "a draw of \(draw.count) numbers for \(header.columnCount) columns")
    let before = buffer.count
    write(beforeDraw)
    for (i, number) in draw.enumerated() {
      if i > 0 { buffer.append(UInt8(ascii: ",")) }
      write(number.description)
    }
    buffer.append(UInt8(ascii: "\n"))
    place.bodyCount += buffer.count - before
    if !place.isInWarmUp { place.drawCount += 1 }
    if buffer.count > 1 << 16 { try flush() }
  }

  /// Brings all that was written to the disk.
  package mutating func synchronize() throws(WriteError) {
    try flush()
    try file?.synchronize()
  }

  /// Writes what is left, and behind the last draw of all the line with which files of CmdStan end; closes the file.
  public mutating func finish() throws {
    if place.drawCount == header.count { write("# \n#  Elapsed Time: not kept\n# \n") }
    try flush()
    file = nil
  }

  private mutating func write(_ text: String) { buffer.append(contentsOf: text.utf8) }

  private mutating func flush() throws(WriteError) {
    try file?.append(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}

/// The bytes up to and including the line that names the columns; nil where there is none.
private func headerCount(_ contents: Data) -> Int? {
  var place = contents.startIndex
  while place < contents.endIndex {
    guard let end = contents[place...].firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    if contents[place] != UInt8(ascii: "#") { return end + 1 - contents.startIndex }
    place = end + 1
  }
  return nil
}
