// Cells: where they end, and what they say.

extension CSVReader {
  /// Reads the cell that is next.
  ///
  /// - Parameter rowLine: The line on which the row starts, which errors name.
  mutating func readCell(rowLine: Int) throws(DataError) -> Cell {
    var first = place
    while first < bytes.count, bytes[first] == Self.blank { first += 1 }
    if let number = DecimalNumber(bytes, from: first, before: bytes.count), endsCell(number.end) {
      place = number.end
      return Cell(range: first..<place, number: number.value)
    }
    if first < bytes.count, bytes[first] == Self.mark { return try readQuotedCell(from: first + 1, rowLine) }
    first = place
    while !endsCell(place) {
      if bytes[place] == Self.mark { throw misplacedMark(rowLine) }
      place += 1
    }
    return Cell(range: first..<place)
  }

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
    guard endsCell(place) else { throw misplacedMark(rowLine) }
    return cell
  }

  /// Whether a cell without quotation marks ends at a place.
  private func endsCell(_ place: Int) -> Bool {
    place == bytes.count || bytes[place] == delimiter || Self.isNewline(bytes[place])
  }

  private func misplacedMark(_ line: Int) -> DataError {
    DataError(
      source, line: line,
      "a quotation mark is out of place; put the whole cell in quotation marks and double those inside it")
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
  func number(_ cell: Cell) -> Double? { cell.number ?? decimalNumber(bytes, cell.range) }

  /// The number in a cell that has a decimal comma; nil where there is none.
  func numberWithComma(_ cell: Cell) -> Double? { decimalNumber(bytes, cell.range, point: Self.comma) }

  /// Whether a cell stands in quotation marks.
  func isQuoted(_ cell: Cell) -> Bool { cell.range.lowerBound > 0 && bytes[cell.range.lowerBound - 1] == Self.mark }

  /// The names that a row holds.
  func names(_ cells: [Cell], line: Int) throws(DataError) -> [String] {
    var names: [String] = []
    for cell in cells { names.append(try text(cell, line: line)) }
    return names
  }

  /// How many cells a comment would have as a row.
  func cellCount(ofComment comment: Range<Int>) -> Int {
    let reader = try? CSVReader(UnsafeBufferPointer(rebasing: bytes[comment]), source: source, delimiter: delimiter)
    var cells: [Cell] = []
    guard var reader, (try? reader.readRow(&cells)) == true else { return 0 }
    return cells.count
  }
}
