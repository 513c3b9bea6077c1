/// The names and rows of a Stan CSV file.
struct StanRows {
  let source: String
  private(set) var names: [String] = []
  private(set) var headerLine = 0
  private(set) var comments = StanComments()
  /// All rows, those of warm-up among them.
  private var values: [Double] = []
  /// The line of a last row that no newline follows.
  private var cutLine: Int?
  /// How many columns come before the first that is kept: one of row numbers, without a name.
  private var skipped = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, source: String) throws(DataError) {
    self.source = source
    var reader = CSVReader(bytes, source: source, delimiter: CSVReader.comma)
    var cells: [CSVReader.Cell] = []
    while true {
      if let comment = reader.passComment() {
        let text = String(decoding: UnsafeBufferPointer(rebasing: bytes[comment]), as: UTF8.self)
        comments.add(text, rowsBefore: names.isEmpty ? nil : rowCount)
        continue
      }
      if reader.passBlankLines() { continue }
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

  private var rowCount: Int { values.count / max(1, names.count) }

  private mutating func addNames(_ cells: [CSVReader.Cell], _ reader: CSVReader, _ line: Int) throws(DataError) {
    headerLine = line
    (names, skipped) = try reader.names(cells, line: line)
    guard skipped > 0 || !names.allSatisfy({ decimalNumber($0) != nil }) else {
      throw DataError(source, line: line, "the first line holds numbers; it must name the columns")
    }
    for (i, name) in names.enumerated() where name.isEmpty { names[i] = "column \(i + skipped + 1)" }
    comments.columns = names
    // Two ways to write a name stand for one parameter: x.1 and x[1]. The sampler's names are apart.
    for kind in [names.filter(isStatistic), names.filter { !isStatistic($0) }.map(parameterName(ofStan:))] {
      var seen: Set<String> = []
      if let name = kind.first(where: { !seen.insert($0).inserted }) {
        throw DataError(source, line: line, "two columns are named \(quoted(name)); give each a name of its own")
      }
    }
  }

  private mutating func addRow(_ cells: [CSVReader.Cell], _ reader: CSVReader, _ line: Int) throws(DataError) {
    guard cells.count == names.count + skipped else {
      let (found, named) = (counted(cells.count, "cell"), counted(names.count + skipped, "column"))
      throw DataError(source, line: line, "the row has \(found) where the header names \(named)")
    }
    for (i, name) in names.enumerated() {
      let cell = cells[i + skipped]
      if let number = reader.number(cell) {
        values.append(number)
      } else {
        let text = try reader.text(cell, line: line)
        guard let number = Self.specialNumber(text) else {
          throw DataError(source, line: line, column: name, "\(quoted(text)) is not a number")
        }
        values.append(number)
      }
    }
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

  /// The numbers of the rows that are draws.
  func draws() throws(DataError) -> ArraySlice<Double> {
    try comments.checkMethod(source)
    guard !names.isEmpty else { throw DataError(source, "there is no line of column names") }
    let before = try comments.rowsBeforeDraws(source)
    guard rowCount > before else {
      let row = cutLine == nil ? "" : "; a row without a newline at its end may be cut off, and does not count"
      guard before > 0, comments.method == .sample else {
        throw DataError(source, "there are no draws below the column names\(row)")
      }
      throw DataError(
        source,
        "the run is still in its warm-up: there are \(rowCount) of its \(counted(before, "row")), and no draws\(row)")
    }
    let draws = values.dropFirst(before * names.count)
    if let expected = comments.drawCount, rowCount - before > expected {
      throw DataError(
        source,
        "there are \(counted(rowCount - before, "draw")) where the header says \(expected); two runs may have been "
          + "written into one file")
    }
    return draws
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
