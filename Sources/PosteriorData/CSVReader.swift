/// Takes a text apart into rows of cells: RFC 4180, with any of three delimiters, and blanks around quotation marks.
///
/// Bytes are looked at one by one, and a cell is a range of them: no text is made of a cell unless somebody asks.
struct CSVReader {
  /// A cell: the bytes between its delimiters, or between its quotation marks.
  struct Cell {
    var range: Range<Int>
    /// Whether it holds doubled quotation marks, each of which stands for one.
    var hasDoubledMarks = false
  }

  private let bytes: UnsafeBufferPointer<UInt8>
  private let source: String
  /// What separates cells.
  let delimiter: UInt8
  /// Where the next row starts, and its line from 1.
  private(set) var place = 0
  private(set) var line = 1

  /// A reader from the first line of names on, behind a byte-order mark and lines that begin with #.
  init(_ bytes: UnsafeBufferPointer<UInt8>, source: String) {
    self.bytes = bytes
    self.source = source
    place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while place < bytes.count, bytes[place] == UInt8(ascii: "#") {
      while place < bytes.count, !Self.isNewline(bytes[place]) { place += 1 }
      Self.passNewline(bytes, &place, &line)
    }
    delimiter = Self.delimiter(bytes, from: place)
  }

  /// Puts the next row's cells in place of those of the last one; false after the last row.
  ///
  /// Blank lines at the end are no rows.
  mutating func readRow(_ cells: inout [Cell]) throws(DataError) -> Bool {
    cells.removeAll(keepingCapacity: true)
    guard place < bytes.count else { return false }
    let start = line
    if isBlankLine() {
      let blank = line
      while place < bytes.count, isBlankLine() {
        while place < bytes.count, !Self.isNewline(bytes[place]) { place += 1 }
        Self.passNewline(bytes, &place, &line)
      }
      guard place == bytes.count else { throw DataError(source, line: blank, "the line is blank; remove it") }
      return false
    }
    while true {
      cells.append(try readCell(rowLine: start))
      guard place < bytes.count, bytes[place] == delimiter else { break }
      place += 1
    }
    Self.passNewline(bytes, &place, &line)
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

  private mutating func readCell(rowLine: Int) throws(DataError) -> Cell {
    var first = place
    while first < bytes.count, bytes[first] == UInt8(ascii: " ") { first += 1 }
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
        Self.passNewline(bytes, &place, &line)
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
    while place < bytes.count, bytes[place] == UInt8(ascii: " ") { place += 1 }
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

  /// Whether there is nothing but blanks before the next newline.
  private func isBlankLine() -> Bool {
    var place = place
    while place < bytes.count, bytes[place] != delimiter, bytes[place] == 0x20 || bytes[place] == 0x09 { place += 1 }
    return place == bytes.count || Self.isNewline(bytes[place])
  }

  private static let mark = UInt8(ascii: "\"")

  private static func isNewline(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// Passes LF, CR LF or CR, where one of them is next.
  private static func passNewline(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ line: inout Int) {
    guard place < bytes.count else { return }
    place += bytes[place] == 0x0D && place + 1 < bytes.count && bytes[place + 1] == 0x0A ? 2 : 1
    line += 1
  }

  /// The first comma, semicolon or tab outside quotation marks in the line of names; a comma where there is none.
  private static func delimiter(_ bytes: UnsafeBufferPointer<UInt8>, from first: Int) -> UInt8 {
    var isQuoted = false
    for byte in bytes[first...] {
      if byte == mark { isQuoted.toggle() }
      if isQuoted { continue }
      if isNewline(byte) { break }
      if [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09].contains(byte) { return byte }
    }
    return UInt8(ascii: ",")
  }
}
