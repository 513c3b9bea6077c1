/// The names or numbers of rows that R and pandas write before the first column. The line of names has an empty name
/// for them or, as R's write.table makes it, none.
struct RowNames {
  /// How many columns they take: one, or none where there are no names of rows.
  private(set) var columnCount = 0
  /// Whether some of them are no numbers.
  private(set) var areTexts = false
  /// Whether the line of names leaves them out.
  private var isLeftOut = false
  /// Whether they must be numbers.
  private let mustBeNumbers: Bool
  private var rowCount = 0
  /// The first one, where they count the rows from it.
  private var first: Double?
  /// Those that were there, where they do not count the rows.
  private var seen: Set<String> = []
  /// How many are kept to be held against those that follow.
  private static let mostSeen = 1 << 20

  /// Takes an empty name off the front of the names of columns.
  init(_ names: inout [String], mustBeNumbers: Bool = false) {
    self.mustBeNumbers = mustBeNumbers
    guard names.count > 1, names[0].isEmpty, !names[1].isEmpty else { return }
    names.removeFirst()
    columnCount = 1
  }

  /// Passes the next row's name, if it has one.
  ///
  /// - Parameter count: How many columns have names.
  /// - Throws: ``DataError`` where what has no name is no name of a row: that may be data.
  mutating func pass(
    _ cells: [CSVReader.Cell], besides count: Int, _ reader: CSVReader, _ line: Int
  ) throws(DataError) {
    if rowCount == 0, columnCount == 0, startsWithName(cells, besides: count, reader) {
      (columnCount, isLeftOut) = (1, true)
    }
    defer { rowCount += 1 }
    guard columnCount == 1 else { return }
    if cells.count == count + 1 { return try check(cells[0], reader, line) }
    guard isLeftOut else { return }
    throw DataError(
      reader.source, line: line, "the row has \(counted(cells.count, "cell")) where those above have \(count + 1)")
  }

  /// Whether a row has a cell more than there are names, of which the first is no data. Where commas separate the
  /// cells it must stand in quotation marks: 1,5 may be a number, and Doe,J a text.
  private func startsWithName(_ cells: [CSVReader.Cell], besides count: Int, _ reader: CSVReader) -> Bool {
    guard cells.count == count + 1, let last = cells.last, !last.range.isEmpty else { return false }
    return reader.isQuoted(cells[0]) || (reader.delimiter != CSVReader.comma && (reader.number(cells[0]) ?? 1) == 1)
  }

  private mutating func check(_ cell: CSVReader.Cell, _ reader: CSVReader, _ line: Int) throws(DataError) {
    let number = reader.number(cell).flatMap { $0 == $0.rounded() && abs($0) < 0x1p53 ? $0 : nil }
    if rowCount == 0 { first = number }
    if let first, number == first + Double(rowCount) { return }
    let text = try reader.text(cell, line: line)
    // R writes its row names in quotation marks, and makes numbers such as 7.1 of a row that is there twice.
    let isText = reader.isQuoted(cell) || reader.number(cell) == nil
    guard number != nil ? !isLeftOut || isText : isText && !mustBeNumbers && !text.isEmpty else {
      throw problem(
        reader.source, line, "\(text.isEmpty ? "an empty cell" : quoted(text)), which is no number of a row")
    }
    // Those before did.
    if let first { for row in 0..<min(rowCount, Self.mostSeen) { seen.insert("\(Int(first) + row)") } }
    first = nil
    areTexts = areTexts || number == nil
    guard seen.count < Self.mostSeen else { return }
    guard seen.insert(text).inserted else {
      throw problem(reader.source, line, "\(quoted(text)) for the second time, so that it names no rows")
    }
  }

  private func problem(_ source: String, _ line: Int, _ words: String) -> DataError {
    DataError(source, line: line, "column 1 has no name, and holds \(words); name the column, or remove it")
  }
}
