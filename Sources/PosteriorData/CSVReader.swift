/// Takes a text apart into rows of cells: RFC 4180, with any of four delimiters, and blanks around quotation marks.
///
/// Bytes are looked at one by one, and a cell is a range of them: no text is made of a cell unless somebody asks.
struct CSVReader {
  /// A cell: the bytes between its delimiters, or between its quotation marks.
  struct Cell {
    var range: Range<Int>
    /// Whether it holds doubled quotation marks, each of which stands for one.
    var hasDoubledMarks = false
  }

  let bytes: UnsafeBufferPointer<UInt8>
  let source: String
  /// What separates cells; of blanks, any number.
  var delimiter: UInt8
  /// Where the next row starts, and its line from 1.
  var place = 0
  var line = 1

  /// A reader of the rows behind a byte-order mark.
  ///
  /// - Parameter delimiter: What separates cells; nil to begin at the line of names, behind lines
  ///   that begin with #, and to find the delimiter there.
  init(_ bytes: UnsafeBufferPointer<UInt8>, source: String, delimiter: UInt8? = nil) {
    self.bytes = bytes
    self.source = source
    self.delimiter = delimiter ?? Self.comma
    place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard delimiter == nil else { return }
    while passComment() != nil {}
    self.delimiter = findDelimiter()
  }

  /// The same place with another delimiter.
  func separated(by delimiter: UInt8) -> CSVReader {
    var other = self
    other.delimiter = delimiter
    return other
  }

  /// Whether the text ends where the last row does, without a newline.
  var endsWithoutNewline: Bool { place == bytes.count && place > 0 && !Self.isNewline(bytes[place - 1]) }

  /// Passes a line that begins with #; returns what follows the sign, or nil where the next line is another.
  mutating func passComment() -> Range<Int>? {
    guard place < bytes.count, bytes[place] == UInt8(ascii: "#") else { return nil }
    let start = place + 1
    while place < bytes.count, !Self.isNewline(bytes[place]) { place += 1 }
    let end = place
    passNewline()
    return start..<end
  }

  /// Passes lines that hold nothing but blanks; returns whether there were any.
  mutating func passBlankLines() -> Bool {
    let start = place
    while place < bytes.count, isBlankLine() {
      while place < bytes.count, !Self.isNewline(bytes[place]) { place += 1 }
      passNewline()
    }
    return place > start
  }

  /// Puts the next row's cells in place of those of the last one; false after the last row.
  ///
  /// Blank lines at the end are no rows.
  mutating func readRow(_ cells: inout [Cell]) throws(DataError) -> Bool {
    cells.removeAll(keepingCapacity: true)
    guard place < bytes.count else { return false }
    let start = line
    if passBlankLines() {
      guard place == bytes.count else { throw DataError(source, line: start, "the line is blank; remove it") }
      return false
    }
    if delimiter == Self.blank { passBlanks() }
    repeat { cells.append(try readCell(rowLine: start)) } while passDelimiter()
    passNewline()
    return true
  }

  /// A cell's text without blanks around it.
  ///
  /// - Throws: ``DataError`` where it is not UTF-8.
  func text(_ cell: Cell, line: Int) throws(DataError) -> String {
    guard let text = String(validating: bytes[cell.range], as: UTF8.self) else {
      throw DataError(source, line: line, "the text is not UTF-8; save the file as CSV in UTF-8")
    }
    return trimming(cell.hasDoubledMarks ? text.replacing("\"\"", with: "\"") : text)
  }

  /// The number in a cell; nil where there is no plain decimal.
  func number(_ cell: Cell) -> Double? { decimalNumber(bytes, cell.range) }

  /// The names that a row holds. A first one that is empty stands over a column of row numbers, as R and pandas write
  /// it, and is left out.
  ///
  /// - Returns: The names, and how many columns come before the first of them.
  func names(_ cells: [Cell], line: Int) throws(DataError) -> (names: [String], skipped: Int) {
    var names: [String] = []
    for cell in cells { names.append(try text(cell, line: line)) }
    guard names.count > 1, names[0].isEmpty, !names[1].isEmpty else { return (names, 0) }
    return (Array(names.dropFirst()), 1)
  }

  private mutating func readCell(rowLine: Int) throws(DataError) -> Cell {
    var first = place
    while first < bytes.count, bytes[first] == Self.blank { first += 1 }
    if first < bytes.count, bytes[first] == Self.mark { return try readQuotedCell(from: first + 1, rowLine) }
    first = place
    while place < bytes.count, bytes[place] != delimiter, !Self.isNewline(bytes[place]) {
      if bytes[place] == Self.mark { throw misplacedMark(rowLine) }
      place += 1
    }
    return Cell(range: first..<place)
  }

  /// - Parameter rowLine: The line on which the row starts, which errors name.
  private mutating func readQuotedCell(from first: Int, _ rowLine: Int) throws(DataError) -> Cell {
    var cell = Cell(range: first..<first)
    place = first
    while true {
      guard place < bytes.count else {
        throw DataError(source, line: rowLine, "a cell opens with a quotation mark that is never closed")
      }
      if Self.isNewline(bytes[place]) {
        passNewline()
      } else if bytes[place] != Self.mark {
        place += 1
      } else if place + 1 < bytes.count, bytes[place + 1] == Self.mark {
        cell.hasDoubledMarks = true
        place += 2
      } else {
        break
      }
    }
    cell.range = first..<place
    place += 1
    if delimiter != Self.blank { passBlanks() }
    guard place == bytes.count || bytes[place] == delimiter || Self.isNewline(bytes[place]) else {
      throw misplacedMark(rowLine)
    }
    return cell
  }

  private func misplacedMark(_ line: Int) -> DataError {
    DataError(
      source, line: line,
      "a quotation mark is out of place; put the whole cell in quotation marks and double those inside it")
  }
}
