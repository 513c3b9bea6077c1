/// The names and columns of a CSV text, and the lines of its rows.
struct CSVTable {
  private(set) var names: [String] = []
  private(set) var columns: [TableColumn] = []
  private(set) var lines = RowLines()
  private let source: String
  /// How many columns come before the first that is kept.
  private var skipped = 0

  /// Reads a text. Errors call it `source`.
  init(_ bytes: UnsafeBufferPointer<UInt8>, source: String) throws(DataError) {
    self.source = source
    var reader = CSVReader(bytes, source: source)
    let line = reader.line
    var cells: [CSVReader.Cell] = []
    guard try reader.readRow(&cells) else {
      throw DataError(source, "the file is empty; its first line must name the columns")
    }
    (names, skipped) = try reader.names(cells, line: line)
    if skipped == 0, reader.delimiter == CSVReader.blank {
      // R's write.table gives such a column no place in the first line.
      var next = reader
      if try next.readRow(&cells), cells.count == names.count + 1 { skipped = 1 }
    }
    try checkNames(line)
    columns = names.map { _ in TableColumn() }

    let mixed = try read(reader, Array(columns.indices), asTexts: false)
    guard lines.count > 0 else { throw DataError(source, "there are no rows below the line of column names") }
    if !mixed.isEmpty { _ = try read(reader, mixed, asTexts: true) }
  }

  /// Reads some columns of all rows: as texts alone, or as numbers where cells are numbers.
  ///
  /// - Returns: The columns in which there were numbers and texts that stand for no missing value.
  private mutating func read(
    _ reader: CSVReader, _ wanted: [Int], asTexts: Bool
  ) throws(DataError) -> [Int] {
    var (reader, cells) = (reader, [CSVReader.Cell]())
    var (hasNumbers, hasTexts) = (columns.map { _ in false }, columns.map { _ in false })
    for column in wanted { columns[column] = TableColumn() }
    var line = reader.line
    while try reader.readRow(&cells) {
      guard cells.count == names.count + skipped else {
        let found = counted(cells.count, "cell"), named = counted(names.count + skipped, "column")
        throw DataError(source, line: line, "the row has \(found) where the first line names \(named)")
      }
      if !asTexts { lines.append(line) }
      for column in wanted {
        let cell = cells[column + skipped]
        if !asTexts, let number = reader.number(cell) {
          columns[column].append(number)
          hasNumbers[column] = true
        } else {
          let text = try reader.text(cell, line: line)
          columns[column].append(text)
          if !isMissing(text) { hasTexts[column] = true }
        }
      }
      line = reader.line
    }
    return wanted.filter { hasNumbers[$0] && hasTexts[$0] }
  }

  private func checkNames(_ line: Int) throws(DataError) {
    // A single number may be a name, such as a year; nothing but numbers is a row of data.
    guard !names.allSatisfy({ decimalNumber($0) != nil }) else {
      throw DataError(source, line: line, "the first line holds numbers; it must name the columns")
    }
    if let unnamed = names.firstIndex(of: "") {
      throw DataError(source, line: line, "column \(unnamed + skipped + 1) has no name; name every column")
    }
    var places: [String: Int] = [:]
    for (j, name) in names.enumerated() {
      if let earlier = places.updateValue(j, forKey: name) {
        throw DataError(
          source, line: line,
          "columns \(earlier + skipped + 1) and \(j + skipped + 1) are both named \(quoted(name)); give every column a "
            + "name of its own")
      }
    }
  }
}

/// On which line of a file each row starts.
struct RowLines: Sendable {
  private(set) var count = 0
  /// The rows that do not start on the line after the one before, with their lines.
  private var jumps: [(row: Int, line: Int)] = []
  private var next = 0

  /// Adds a row.
  mutating func append(_ line: Int) {
    if line != next { jumps.append((count, line)) }
    next = line + 1
    count += 1
  }

  /// The line of a row.
  subscript(row: Int) -> Int {
    guard let jump = jumps.last(where: { $0.row <= row }) else { return row + 1 }
    return jump.line + row - jump.row
  }
}

/// Whether a cell stands for a missing value: an empty one, NA, NaN, N/A or null.
func isMissing(_ text: String) -> Bool { ["", "na", "nan", "n/a", "null"].contains(text.lowercased()) }
