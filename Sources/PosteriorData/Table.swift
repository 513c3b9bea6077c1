import PosteriorModels
import PosteriorNumerics

/// Named columns of numbers, as read from a CSV or .npy file.
///
/// A cell is read as a number when its column is asked for, so a table may have columns of text that are never used.
public struct Table: Sendable {
  /// The cells, row after row.
  enum Cells: Sendable {
    /// Text, and the line of the file on which each row starts.
    case text([String], lines: [Int])
    case numbers([Double])
  }

  /// Where the table comes from, for messages: the path of the file.
  package let source: String
  /// The names of the columns, all different, in the order of the file.
  public let columnNames: [String]
  /// The number of rows, the header not counted. At least one.
  package let rowCount: Int
  let cells: Cells

  init(source: String, columnNames: [String], rowCount: Int, cells: Cells) {
    self.source = source
    self.columnNames = columnNames
    self.rowCount = rowCount
    self.cells = cells
  }

  /// A table from the CSV file at `path`.
  ///
  /// The file is UTF-8; its first line names the columns; commas, semicolons or tabs (whichever the first line has)
  /// separate the cells; every row has as many cells as the first line.
  public init(contentsOfCSV path: String) throws(DataError) {
    try self.init(csv: text(ofFile: path), source: path)
  }

  /// A table from CSV text. Errors call it `source`.
  public init(csv text: String, source: String) throws(DataError) {
    var rows = try rows(ofCSV: text, source: source)
    guard !rows.isEmpty else { throw DataError(source, "the file is empty; its first line must name the columns") }
    let header = rows.removeFirst()
    let names = header.cells.map(trimming)
    try Self.check(names, source: source, line: header.line)
    guard !rows.isEmpty else { throw DataError(source, "there are no rows below the line of column names") }
    if let ragged = rows.first(where: { $0.cells.count != names.count }) {
      let (cells, columns) = (counted(ragged.cells.count, "cell"), counted(names.count, "column"))
      throw DataError(source, line: ragged.line, "the row has \(cells) where the first line names \(columns)")
    }
    self.init(
      source: source, columnNames: names, rowCount: rows.count,
      cells: .text(rows.flatMap(\.cells), lines: rows.map(\.line)))
  }

  /// The numbers in the column called `name`, one for each row.
  public func column(_ name: String) throws(DataError) -> [Double] {
    guard let column = columnNames.firstIndex(of: name) else { throw noColumn(name) }
    switch cells {
    case .text(let cells, let lines): return try numbers(in: column, cells, lines)
    case .numbers(let numbers): return try finite(numbers, in: column)
    }
  }

  private func numbers(in column: Int, _ cells: [String], _ lines: [Int]) throws(DataError) -> [Double] {
    var numbers: [Double] = []
    numbers.reserveCapacity(rowCount)
    for row in 0..<rowCount {
      let cell = cells[row * columnNames.count + column]
      guard let number = decimalNumber(cell) else {
        let before = cells[row * columnNames.count..<row * columnNames.count + column]
        throw DataError(
          source, line: lines[row] + newlineCount(in: before), column: columnNames[column],
          problem(withNumber: cell))
      }
      numbers.append(number)
    }
    return numbers
  }

  /// The columns called `names`, in that order: a matrix of ``rowCount`` × `names.count`.
  package func matrix(of names: [String]) throws(DataError) -> Matrix {
    var matrix = Matrix(rowCount: rowCount, columnCount: names.count)
    for (j, name) in names.enumerated() {
      for (i, number) in try column(name).enumerated() { matrix[i, j] = number }
    }
    return matrix
  }

  private static func check(_ names: [String], source: String, line: Int) throws(DataError) {
    // A single number may be a name, such as a year; nothing but numbers is a row of data.
    guard !names.allSatisfy({ decimalNumber($0) != nil }) else {
      throw DataError(source, line: line, "the first line holds numbers; it must name the columns")
    }
    if let unnamed = names.firstIndex(of: "") {
      throw DataError(source, line: line, "column \(unnamed + 1) has no name; name every column")
    }
    var columns: [String: Int] = [:]
    for (j, name) in names.enumerated() {
      if let earlier = columns.updateValue(j, forKey: name) {
        throw DataError(
          source, line: line,
          "columns \(earlier + 1) and \(j + 1) are both named \(quoted(name)); give every column a name of its own")
      }
    }
  }

  private func noColumn(_ name: String) -> DataError {
    let near = nearestNames(to: trimming(name), among: columnNames).map(quoted)
    let question = near.isEmpty ? "" : "did you mean \(near.joined(separator: " or "))? "
    let listed = columnNames.prefix(30).map(quoted).joined(separator: ", ")
    let unlisted = columnNames.count > 30 ? " and \(columnNames.count - 30) more" : ""
    return DataError(source, "there is no column \(quoted(name)); \(question)the columns are \(listed)\(unlisted)")
  }
}

/// "1 cell", "2 cells".
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
