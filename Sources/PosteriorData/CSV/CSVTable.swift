internal import Foundation

/// The names and columns of a CSV text, and the lines of its rows.
struct CSVTable {
  private(set) var names: [String] = []
  private(set) var columns: [TableColumn] = []
  private(set) var lines = RowLines()
  private let source: String
  private var rowNames: RowNames
  private var signs: [DecimalSigns] = []
  private var cells: [CSVReader.Cell] = []
  /// The line of the first comment that might be a row.
  private var rowLikeComment: Int?
  private var isReadAgain = false

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
    let line = reader.line
    guard try reader.readRow(&cells) else {
      throw DataError(source, "the file is empty; its first line must name the columns")
    }
    names = try reader.names(cells, line: line)
    rowNames = RowNames(&names)
    try checkNames(line)
    columns = names.map { _ in TableColumn() }
    signs = names.map { _ in [] }
    let mayHaveCommas = decimalCommas || reader.delimiter != CSVReader.comma
    try readRows(&reader) { (table, reader, line) throws(DataError) in
      table.lines.append(line)
      try table.append(reader, line, mayHaveCommas: mayHaveCommas)
    }
    try checkComments()
    guard lines.count > 0 else { throw DataError(source, "there are no rows below the line of column names") }

    let commas = decimalCommas || signs.contains { $0.showsCommas }
    let unclear = columns.indices.filter { signs[$0].areUnclear(commas: commas) }
    guard !unclear.isEmpty else { return }
    for column in unclear {
      columns[column] = TableColumn()
      columns[column].hasThousands = signs[column].hasThousands(commas: commas)
    }
    isReadAgain = true
    reader = try open()
    _ = try reader.readRow(&cells)
    try readRows(&reader) { (table, reader, line) throws(DataError) in
      for column in unclear { table.columns[column].append(try reader.text(table.cell(column), line: line)) }
    }
  }

  /// Does something with each row's cells.
  private mutating func readRows(
    _ reader: inout CSVReader, _ body: (inout CSVTable, CSVReader, _ line: Int) throws(DataError) -> Void
  ) throws(DataError) {
    let most = mostRows(ofWidth: names.count)
    var (count, blankLine) = (0, Int?.none)
    while true {
      let line = reader.line
      if let comment = try reader.passComment() {
        note(comment, reader, line)
        continue
      }
      if try reader.passBlankLines() {
        blankLine = blankLine ?? line
        continue
      }
      guard try reader.readRow(&cells) else { return }
      if let blankLine { throw DataError(source, line: blankLine, "the line is blank; remove it") }
      if !isReadAgain { try rowNames.pass(cells, besides: names.count, reader, line) }
      guard cells.count == names.count + rowNames.columnCount else {
        let found = counted(cells.count, "cell"), named = counted(names.count + rowNames.columnCount, "column")
        throw DataError(source, line: line, "the row has \(found) where the first line names \(named)")
      }
      guard count < most else { throw tooLarge(source) }
      try body(&self, reader, line)
      count += 1
    }
  }

  /// Notes a comment that might be a row.
  private mutating func note(_ comment: Range<Int>, _ reader: CSVReader, _ line: Int) {
    let width = names.count + rowNames.columnCount
    guard rowLikeComment == nil, width > 1 else { return }
    // Whether the rows have names is not known before the first.
    let widths = lines.count == 0 ? width...width + 1 : width...width
    if widths.contains(reader.cellCount(ofComment: comment)) { rowLikeComment = line }
  }

  /// Refuses a comment that might be a row, where the cells that come first in the rows are texts, or all rows are
  /// such comments.
  private func checkComments() throws(DataError) {
    guard let line = rowLikeComment, lines.count == 0 || rowNames.areTexts || signs[0].contains(.texts) else { return }
    throw DataError(
      source, line: line,
      "the line begins with # and has the cells of a row; put its first cell in quotation marks if it is one, remove it "
        + "if it is a comment")
  }

  private func cell(_ column: Int) -> CSVReader.Cell { cells[column + rowNames.columnCount] }

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
      throw DataError(source, line: line, "column \(unnamed + rowNames.columnCount + 1) has no name; name every column")
    }
    var places: [String: Int] = [:]
    for (j, name) in names.enumerated() {
      if let earlier = places.updateValue(j, forKey: name) {
        throw DataError(
          source, line: line,
          "columns \(earlier + rowNames.columnCount + 1) and \(j + rowNames.columnCount + 1) are both named "
            + "\(quoted(name)); give every column a name of its own")
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
