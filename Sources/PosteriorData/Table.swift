import PosteriorModels
import PosteriorNumerics

/// Named columns of numbers, as read from a CSV or .npy file.
///
/// A cell is read as a number when its column is asked for, so a table may have columns of text that are never used.
public struct Table: Sendable {
  /// Where the table comes from, for messages: the path of the file.
  package let source: String
  /// The names of the columns, all different, in the order of the file.
  public let columnNames: [String]
  /// The number of rows, the header not counted. At least one.
  package let rowCount: Int
  let columns: [TableColumn]
  /// The line of the file on which each row starts; nil where there are no lines.
  let lines: RowLines?
  /// Whether the columns have no names but x1, x2, …, as those of an array.
  var isUnnamed = false

  init(source: String, columnNames: [String], rowCount: Int, columns: [TableColumn], lines: RowLines?) {
    self.source = source
    self.columnNames = columnNames
    self.rowCount = rowCount
    self.columns = columns
    self.lines = lines
  }

  /// A table from the CSV file at `path`; that of standard input is called -.
  ///
  /// The file is UTF-8. Its first line names the columns. Lines that begin with # are comments. Commas, semicolons,
  /// tabs or blanks separate the cells, whichever the first line has. Every row has as many cells as the first line. A
  /// first column without a name names the rows, as R and pandas write it, and is left out.
  ///
  /// - Parameters:
  ///   - path: The file, which gzip may have packed.
  ///   - decimalCommas: Whether 1,100 is 1.1. Where commas do not separate the cells, numbers such as 3,14 are read
  ///     without this, and 1,100 in a file that has some.
  public init(contentsOfCSV path: String, decimalCommas: Bool = false) throws(DataError) {
    let file = try inputFile(path)
    try self.init(source: path, decimalCommas: decimalCommas) { () throws(DataError) in
      try CSVReader(ByteWindow(file.stream()), source: path)
    }
  }

  /// A table from CSV text. Errors call it `source`.
  public init(csv text: String, source: String) throws(DataError) {
    var text = text
    self = try text.withUTF8 { bytes in
      Result { () throws(DataError) in try Table(csv: bytes, source: source) }
    }.get()
  }

  /// A table from a CSV file's bytes. Errors call them `source`.
  package init(csv bytes: UnsafeBufferPointer<UInt8>, source: String, decimalCommas: Bool = false) throws(DataError) {
    try self.init(source: source, decimalCommas: decimalCommas) { () throws(DataError) in
      try CSVReader(bytes, source: source)
    }
  }

  /// A table from readers that begin at its start.
  init(source: String, decimalCommas: Bool, _ open: () throws(DataError) -> CSVReader) throws(DataError) {
    let table = try CSVTable(source: source, decimalCommas: decimalCommas, open)
    self.init(
      source: source, columnNames: table.names, rowCount: table.lines.count, columns: table.columns, lines: table.lines)
  }

  /// The numbers in the column called `name`, one for each row.
  public func column(_ name: String) throws(DataError) -> [Double] {
    let column = try place(of: name)
    return columns[column].isNumeric && lines != nil ? columns[column].values : try numbers(in: column)
  }

  private func numbers(in column: Int) throws(DataError) -> [Double] {
    let cells = columns[column]
    var doubtful: DataError?
    let numbers = try cells.values.enumerated().map { row, value throws(DataError) in
      guard let text = cells.text(row) else { return try finite(value, row, in: column) }
      if let number = decimalNumber(text), !(cells.hasThousands && text.contains(".")) { return number }
      // What is a number if it is read in one way or another is not worth naming before what is none.
      guard decimalNumber(text, point: CSVReader.comma) != nil || decimalNumber(text) != nil else {
        throw problem(text, row: row, column: column)
      }
      if doubtful == nil { doubtful = problem(text, row: row, column: column) }
      return value
    }
    if let doubtful { throw doubtful }
    return numbers
  }

  /// What is wrong with a cell where a number is wanted, on the line where an editor shows it.
  func problem(_ text: String, row: Int, column: Int) -> DataError {
    // Cells before it may hold newlines.
    let line = lines.map { $0[row] + (0..<column).reduce(0) { $0 + newlineCount(columns[$1].text(row)) } }
    return DataError(
      source, line: line, column: columnNames[column],
      (line == nil ? "row \(row + 1): " : "")
        + PosteriorData.problem(withNumber: text, hasThousands: columns[column].hasThousands))
  }

  /// The columns called `names`, in that order: a matrix of ``rowCount`` × `names.count`.
  package func matrix(of names: [String]) throws(DataError) -> Matrix {
    var matrix = Matrix(rowCount: rowCount, columnCount: names.count)
    for (j, name) in names.enumerated() {
      for (i, number) in try column(name).enumerated() { matrix[i, j] = number }
    }
    return matrix
  }

  /// The place of the column called `name`.
  func place(of name: String) throws(DataError) -> Int {
    if let place = columnNames.firstIndex(of: name) { return place }
    let near = nearestNames(to: trimming(name), among: columnNames).map(quoted)
    let question = near.isEmpty ? "" : "did you mean \(near.joined(separator: " or "))? "
    let listed = columnNames.prefix(30).map(quoted).joined(separator: ", ")
    let unlisted = columnNames.count > 30 ? " and \(columnNames.count - 30) more" : ""
    throw DataError(source, "there is no column \(quoted(name)); \(question)the columns are \(listed)\(unlisted)")
  }
}

/// "1 cell", "2 cells".
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// How many newlines are inside a cell, and so within quotation marks.
private func newlineCount(_ cell: String?) -> Int {
  cell?.count { $0 == "\n" || $0 == "\r\n" || $0 == "\r" } ?? 0
}
