/// Takes a text apart into rows of cells: RFC 4180, with any of four delimiters, and blanks around quotation marks.
///
/// Bytes are looked at one by one, and a cell is a range of them: no text is made of a cell unless somebody asks. Of a
/// stream, a part of the bytes is in memory, with the row that is read last.
struct CSVReader {
  /// A cell: the bytes between its delimiters, or between its quotation marks.
  struct Cell {
    var range: Range<Int>
    /// The number that it is, if that was seen in passing.
    var number: Double?
    /// Whether it holds doubled quotation marks, each of which stands for one.
    var hasDoubledMarks = false
  }

  private(set) var bytes: UnsafeBufferPointer<UInt8>
  /// Where more bytes come from; nil where there are none.
  private var window: ByteWindow?
  let source: String
  /// What separates cells; of blanks, any number.
  var delimiter: UInt8
  /// Where the next row starts, and its line from 1.
  var place = 0
  var line = 1

  /// A reader of the rows of a text, behind a byte-order mark.
  ///
  /// - Parameter delimiter: What separates cells; nil to begin at the line of names, behind lines
  ///   that begin with #, and to find the delimiter there.
  init(_ bytes: UnsafeBufferPointer<UInt8>, source: String, delimiter: UInt8? = nil) throws(DataError) {
    self.bytes = bytes
    self.source = source
    self.delimiter = delimiter ?? Self.comma
    try begin(findsDelimiter: delimiter == nil)
  }

  /// A reader of the rows of a stream.
  init(_ window: ByteWindow, source: String, delimiter: UInt8? = nil) throws(DataError) {
    self.window = window
    bytes = window.bytes
    self.source = source
    self.delimiter = delimiter ?? Self.comma
    try readOn()
    try begin(findsDelimiter: delimiter == nil)
  }

  private mutating func begin(findsDelimiter: Bool) throws(DataError) {
    place = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard findsDelimiter else { return }
    while try passComment() != nil {}
    while true {
      if let found = findDelimiter() {
        delimiter = found
        return
      }
      try readOn()
    }
  }

  /// A reader at the same place, with another delimiter, of the bytes that are there: to look ahead.
  func lookingAhead(by delimiter: UInt8) -> CSVReader {
    var other = self
    (other.delimiter, other.window) = (delimiter, nil)
    return other
  }

  /// Whether nothing follows the bytes that are there.
  var isWhole: Bool { window?.isWhole ?? true }

  /// Brings more bytes behind those from the place on.
  private mutating func readOn() throws(DataError) {
    guard let window else { return }
    guard try window.move(to: place) else {
      let size = window.largestSize >> 20
      throw DataError(
        source, line: line, "a row is longer than \(size) MiB; a quotation mark may be open, or the file no table")
    }
    (bytes, place) = (window.bytes, 0)
  }

  /// Does something again with more bytes, where it has come to the end of those that are there.
  private mutating func untilComplete<Found>(
    _ body: (inout CSVReader) throws(DataError) -> Found
  ) throws(DataError) -> Found {
    while true {
      let (start, startLine) = (place, line)
      do throws(DataError) {
        let found = try body(&self)
        if place < bytes.count || isWhole { return found }
      } catch {
        if place < bytes.count || isWhole { throw error }
      }
      (place, line) = (start, startLine)
      try readOn()
    }
  }

  /// Whether the text ends where the last row does, without a newline.
  var endsWithoutNewline: Bool { place == bytes.count && place > 0 && !Self.isNewline(bytes[place - 1]) }

  /// Passes a line that begins with #; returns what follows the sign, or nil where the next line is another.
  mutating func passComment() throws(DataError) -> Range<Int>? {
    try untilComplete { (reader) throws(DataError) in
      guard reader.place < reader.bytes.count, reader.bytes[reader.place] == UInt8(ascii: "#") else { return nil }
      let start = reader.place + 1
      reader.passLine()
      let end = reader.place
      reader.passNewline()
      return start..<end
    }
  }

  /// Passes lines that hold nothing but blanks; returns whether there were any.
  mutating func passBlankLines() throws(DataError) -> Bool {
    try untilComplete { (reader) throws(DataError) in reader.passBlankLinesThatAreThere() }
  }

  /// Puts the next row's cells in place of those of the last one; false after the last row.
  ///
  /// Blank lines at the end are no rows.
  mutating func readRow(_ cells: inout [Cell]) throws(DataError) -> Bool {
    try untilComplete { (reader) throws(DataError) in try reader.readRowThatIsThere(&cells) }
  }

  private mutating func readRowThatIsThere(_ cells: inout [Cell]) throws(DataError) -> Bool {
    cells.removeAll(keepingCapacity: true)
    guard place < bytes.count else { return false }
    let start = line
    if passBlankLinesThatAreThere() {
      guard place == bytes.count else { throw DataError(source, line: start, "the line is blank; remove it") }
      return false
    }
    if delimiter == Self.blank { passBlanks() }
    repeat { cells.append(try readCell(rowLine: start)) } while passDelimiter()
    passNewline()
    return true
  }
}
