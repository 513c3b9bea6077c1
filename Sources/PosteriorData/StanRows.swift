/// The names and rows of a Stan CSV file.
struct StanRows {
  let source: String
  private(set) var names: [String] = []
  private(set) var headerLine = 0
  private(set) var comments = StanComments()
  /// The parameters that are kept, by their places among all parameters; all where nil.
  let kept: Range<Int>?
  /// The numbers of the kept parameters, row after row, those of warm-up among them.
  private(set) var parameters: [Double] = []
  /// Those of the sampler's own columns, which are kept with the first parameter.
  private(set) var statistics: [Double] = []
  private var rowCount = 0
  private var mostCount = 0
  private var uses: [Use] = []
  /// The line of a last row that no newline follows.
  private var cutLine: Int?
  private var rowNames: RowNames?
  private var skipped: Int { rowNames?.columnCount ?? 0 }

  /// What is done with a column's numbers.
  private enum Use { case parameter, statistic, check, none }

  /// The rows that a reader has.
  ///
  /// - Parameters:
  ///   - reader: A reader at the start of a file.
  ///   - source: What errors call the file.
  ///   - kept: The places, among all parameters, of those that are kept; all where nil. The other ones are held to be
  ///     numbers where the first is kept.
  init(_ reader: CSVReader, source: String, keeping kept: Range<Int>? = nil) throws(DataError) {
    self.source = source
    self.kept = kept
    var (reader, cells) = (reader, [CSVReader.Cell]())
    while true {
      if let comment = try reader.passComment() {
        let text = String(decoding: reader.bytes[comment], as: UTF8.self)
        comments.add(text, rowsBefore: names.isEmpty ? nil : rowCount)
        continue
      }
      if try reader.passBlankLines() { continue }
      let line = reader.line
      guard try reader.readRow(&cells) else { break }
      if names.isEmpty {
        try addNames(cells, reader, line)
      } else if reader.endsWithoutNewline {
        cutLine = line
      } else {
        try addRow(cells, reader, line)
      }
    }
  }

  private mutating func addNames(_ cells: [CSVReader.Cell], _ reader: CSVReader, _ line: Int) throws(DataError) {
    headerLine = line
    names = try reader.names(cells, line: line)
    rowNames = RowNames(&names, mustBeNumbers: true)
    guard skipped > 0 || !names.allSatisfy({ decimalNumber($0) != nil }) else {
      throw DataError(source, line: line, "the first line holds numbers; it must name the columns")
    }
    for (i, name) in names.enumerated() where name.isEmpty { names[i] = "column \(i + skipped + 1)" }
    comments.columns = names
    try comments.checkMethod(source)
    if !comments.isOwn, let numbers = Self.numberings.first(where: { Set(names).isSuperset(of: $0) }) {
      let say =
        numbers.count == 1
        ? "the column \(numbers[0]) numbers" : "the columns \(numbers.joined(separator: " and ")) number"
      throw DataError(source, line: line, "\(say) chains and draws; write a file a chain, without such columns")
    }
    var place = 0
    uses = names.map { name in
      if isStatistic(name) { return kept.map { $0.lowerBound == 0 } ?? true ? .statistic : .none }
      defer { place += 1 }
      guard let kept, !kept.contains(place) else { return .parameter }
      return kept.lowerBound == 0 ? .check : .none
    }
    mostCount = mostRows(ofWidth: uses.count { $0 == .parameter || $0 == .statistic })
    // Two ways to write a name stand for one parameter: x.1 and x[1]. The sampler's names are apart.
    for kind in [names.filter(isStatistic), names.filter { !isStatistic($0) }.map(parameterName(ofStan:))] {
      var seen: Set<String> = []
      if let name = kind.first(where: { !seen.insert($0).inserted }) {
        throw DataError(source, line: line, "two columns are named \(quoted(name)); give each a name of its own")
      }
    }
  }

  /// The columns by which tables of several chains number them: of R's posterior, CmdStanPy and ArviZ.
  private static let numberings = [[".chain"], ["chain__", "draw__"], ["chain", "draw"]]

  private mutating func addRow(_ cells: [CSVReader.Cell], _ reader: CSVReader, _ line: Int) throws(DataError) {
    try rowNames?.pass(cells, besides: names.count, reader, line)
    guard cells.count == names.count + skipped else {
      let (found, named) = (counted(cells.count, "cell"), counted(names.count + skipped, "column"))
      throw DataError(source, line: line, "the row has \(found) where the header names \(named)")
    }
    guard rowCount < mostCount else { throw tooLarge(source) }
    for (column, use) in uses.enumerated() where use != .none {
      let number = try number(cells[column + skipped], column, reader, line)
      switch use {
      case .parameter: parameters.append(number)
      case .statistic: statistics.append(number)
      case .check, .none: break
      }
    }
    rowCount += 1
  }

  private func number(
    _ cell: CSVReader.Cell, _ column: Int, _ reader: CSVReader, _ line: Int
  ) throws(DataError) -> Double {
    if let number = reader.number(cell) { return number }
    let text = try reader.text(cell, line: line)
    if let number = Self.specialNumber(text) { return number }
    throw DataError(source, line: line, column: names[column], "\(quoted(text)) is not a number")
  }

  /// What is no plain decimal, and may be in a draw all the same.
  private static func specialNumber(_ text: String) -> Double? {
    switch text.lowercased() {
    case "nan", "+nan", "-nan": .nan
    case "inf", "+inf", "infinity", "+infinity": .infinity
    case "-inf", "-infinity": -.infinity
    default: nil
    }
  }

  /// How many rows come before the first draw.
  ///
  /// - Throws: ``DataError`` where the rows are no draws, or there are more than there can be.
  func rowsBeforeDraws() throws(DataError) -> Int {
    try comments.checkMethod(source)
    let before = try comments.rowsBeforeDraws(source)
    if let expected = comments.drawCount, rowCount - before > expected {
      throw DataError(
        source,
        "there are \(counted(rowCount - before, "draw")) where the header says \(expected); two runs may have been "
          + "written into one file")
    }
    return before
  }

  /// Why there is no draw behind the rows before the first; nil where there is one.
  func lackOfDraws(behind before: Int) -> DataError? {
    if names.isEmpty { return DataError(source, "there is no line of column names") }
    if rowCount > before { return nil }
    let row = cutLine == nil ? "" : "; a row without a newline at its end may be cut off, and does not count"
    guard before > 0, comments.method == .sample else {
      return DataError(source, "there are no draws below the column names\(row)")
    }
    return DataError(
      source,
      "the run is still in its warm-up: there are \(rowCount) of its \(counted(before, "row")), and no draws\(row)")
  }

  /// What is not there of the draws.
  func warnings(drawCount: Int) -> [String] {
    var warnings: [String] = []
    if let cutLine {
      warnings.append(
        "\(source), line \(cutLine): the last row has no newline at its end, so that it may be cut off: it is left out")
    }
    if let expected = comments.drawCount, drawCount < expected {
      warnings.append("\(source): the run was not finished: there are \(drawCount) of \(counted(expected, "draw"))")
    }
    return warnings
  }
}
