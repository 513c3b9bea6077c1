/// The names of a CSV text's columns, and the cells of its rows, one row after another.
struct CSVRows {
  /// The names, all different.
  private(set) var names: [String] = []
  private(set) var reader: CSVReader
  /// How many rows have come.
  private(set) var count = 0
  private var rowNames: RowNames
  private var cells: [CSVReader.Cell] = []
  /// The line of the row that came last.
  private var line: Int
  /// The line of the first comment that might be a row.
  private var rowLikeComment: Int?
  private var blankLine: Int?

  private var source: String { reader.source }

  /// Reads the line of names.
  ///
  /// - Parameter reader: A reader at the start of the text.
  init(_ reader: CSVReader) throws(DataError) {
    self.reader = reader
    line = reader.line
    guard try self.reader.readRow(&cells) else {
      throw DataError(reader.source, "the file is empty; its first line must name the columns")
    }
    var names = try self.reader.names(cells, line: line)
    rowNames = RowNames(&names)
    self.names = names
    try checkNames()
  }

  /// Goes on to the next row; returns its line, or nil behind the last.
  mutating func next() throws(DataError) -> Int? {
    while true {
      line = reader.line
      if let comment = try reader.passComment() {
        note(comment)
        continue
      }
      if try reader.passBlankLines() {
        blankLine = blankLine ?? line
        continue
      }
      guard try reader.readRow(&cells) else { return nil }
      if let blankLine { throw DataError(source, line: blankLine, "the line is blank; remove it") }
      try rowNames.pass(cells, besides: names.count, reader, line)
      guard cells.count == names.count + rowNames.columnCount else {
        let found = counted(cells.count, "cell"), named = counted(names.count + rowNames.columnCount, "column")
        throw DataError(source, line: line, "the row has \(found) where the first line names \(named)")
      }
      count += 1
      return line
    }
  }

  /// The row's number in a column, and what it shows of the sign before fractions; nil where there is a text.
  func number(_ column: Int, mayHaveCommas: Bool) -> (value: Double, sign: DecimalSigns)? {
    let cell = cells[column + rowNames.columnCount]
    if let number = reader.number(cell) {
      return (number, mayHaveCommas ? reader.sign(cell, isComma: false) : .numbers)
    }
    guard mayHaveCommas, let number = reader.numberWithComma(cell) else { return nil }
    return (number, reader.sign(cell, isComma: true))
  }

  /// The row's text in a column.
  func text(_ column: Int) throws(DataError) -> String {
    try reader.text(cells[column + rowNames.columnCount], line: line)
  }

  /// Notes a comment that might be a row.
  private mutating func note(_ comment: Range<Int>) {
    let width = names.count + rowNames.columnCount
    guard rowLikeComment == nil, width > 1 else { return }
    // Whether the rows have names is not known before the first.
    let widths = count == 0 ? width...width + 1 : width...width
    if widths.contains(reader.cellCount(ofComment: comment)) { rowLikeComment = line }
  }

  /// Refuses a comment that might be a row, where the cells that come first in the rows are texts, or all rows are
  /// such comments.
  ///
  /// - Parameter beginWithTexts: Whether the first column holds texts.
  func checkComments(beginWithTexts: Bool) throws(DataError) {
    guard let line = rowLikeComment, count == 0 || rowNames.areTexts || beginWithTexts else { return }
    throw DataError(
      source, line: line,
      "the line begins with # and has the cells of a row; put its first cell in quotation marks if it is one, "
        + "remove it if it is a comment")
  }

  private func checkNames() throws(DataError) {
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
