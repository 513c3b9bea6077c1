internal import Foundation

/// The names and columns of a CSV text, and the lines of its rows.
struct CSVTable {
  private(set) var names: [String] = []
  private(set) var columns: [TableColumn] = []
  private(set) var lines = RowLines()
  private let source: String
  /// How many columns come before the first that is kept.
  private var skipped = 0
  private var signs: [DecimalSigns] = []
  private var cells: [CSVReader.Cell] = []

  /// Reads a text. Errors call it `source`.
  ///
  /// - Parameters:
  ///   - decimalCommas: Whether numbers with a comma have it before their fraction, where that is in doubt.
  ///   - open: A reader at the start of the text. A text with columns of numbers and texts is read twice.
  init(
    source: String, decimalCommas: Bool = false, _ open: () throws(DataError) -> CSVReader
  ) throws(DataError) {
    self.source = source
    var reader = try open()
    try readNames(&reader)
    columns = names.map { _ in TableColumn() }
    signs = names.map { _ in [] }
    let mayHaveCommas = decimalCommas || reader.delimiter != CSVReader.comma
    try readRows(&reader) { (table, reader, line) throws(DataError) in
      table.lines.append(line)
      try table.append(reader, line, mayHaveCommas: mayHaveCommas)
    }
    guard lines.count > 0 else { throw DataError(source, "there are no rows below the line of column names") }

    let commas = decimalCommas || signs.contains { $0.showsCommas }
    let unclear = columns.indices.filter { signs[$0].areUnclear(commas: commas) }
    guard !unclear.isEmpty else { return }
    for column in unclear {
      columns[column] = TableColumn()
      columns[column].hasThousands = signs[column].hasThousands(commas: commas)
    }
    reader = try open()
    _ = try reader.readRow(&cells)
    try readRows(&reader) { (table, reader, line) throws(DataError) in
      for column in unclear { table.columns[column].append(try reader.text(table.cell(column), line: line)) }
    }
  }

  private mutating func readNames(_ reader: inout CSVReader) throws(DataError) {
    let line = reader.line
    guard try reader.readRow(&cells) else {
      throw DataError(source, "the file is empty; its first line must name the columns")
    }
    (names, skipped) = try reader.names(cells, line: line)
    if skipped == 0, reader.delimiter == CSVReader.blank {
      // R's write.table gives such a column no place in the first line.
      var next = reader.lookingAhead(by: reader.delimiter)
      if try next.readRow(&cells), cells.count == names.count + 1 { skipped = 1 }
    }
    try checkNames(line)
  }

  /// Does something with each row's cells.
  private mutating func readRows(
    _ reader: inout CSVReader, _ body: (inout CSVTable, CSVReader, _ line: Int) throws(DataError) -> Void
  ) throws(DataError) {
    let most = mostRows(ofWidth: names.count)
    var (line, count) = (reader.line, 0)
    while try reader.readRow(&cells) {
      guard cells.count == names.count + skipped else {
        let found = counted(cells.count, "cell"), named = counted(names.count + skipped, "column")
        throw DataError(source, line: line, "the row has \(found) where the first line names \(named)")
      }
      guard count < most else { throw tooLarge(source) }
      try body(&self, reader, line)
      count += 1
      line = reader.line
    }
  }

  private func cell(_ column: Int) -> CSVReader.Cell { cells[column + skipped] }

  /// Adds a row: numbers where cells are numbers.
  private mutating func append(_ reader: CSVReader, _ line: Int, mayHaveCommas: Bool) throws(DataError) {
    for column in columns.indices {
      let cell = cell(column)
      if let number = reader.number(cell) {
        columns[column].append(number)
        if !mayHaveCommas { signs[column].insert(.numbers) } else { note(reader.sign(cell, isComma: false), column) }
      } else if mayHaveCommas, let number = reader.numberWithComma(cell) {
        columns[column].append(number)
        note(reader.sign(cell, isComma: true), column)
      } else {
        let text = try reader.text(cell, line: line)
        columns[column].append(text)
        if !isMissing(text) { signs[column].insert(.texts) }
      }
    }
  }

  private mutating func note(_ sign: DecimalSigns, _ column: Int) { signs[column].formUnion(sign) }

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

/// Whether a cell stands for a missing value: an empty one, NA, NaN, N/A or null.
func isMissing(_ text: String) -> Bool {
  text.utf8.count <= 4 && ["", "na", "nan", "n/a", "null"].contains(text.lowercased())
}

/// How many rows of numbers a file may have: as many as take half of the machine's memory, since whoever reads them
/// makes a copy. What gzip has packed may be a thousand times as large as its file.
func mostRows(ofWidth width: Int) -> Int {
  Int(clamping: ProcessInfo.processInfo.physicalMemory) / (16 * max(1, width))
}

/// More rows than ``mostRows(ofWidth:)``.
func tooLarge(_ source: String) -> DataError {
  DataError(source, "the numbers take more than half of this machine's memory")
}
