// What single bytes mean.

extension CSVReader {
  static let comma = UInt8(ascii: ",")
  static let blank = UInt8(ascii: " ")
  static let mark = UInt8(ascii: "\"")

  static func isNewline(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D }

  /// Whether there is nothing but blanks before the next newline.
  func isBlankLine() -> Bool {
    var place = place
    while place < bytes.count, bytes[place] == Self.blank || (bytes[place] == 0x09 && delimiter != 0x09) { place += 1 }
    return place == bytes.count || Self.isNewline(bytes[place])
  }

  /// Passes lines that hold nothing but blanks, of the bytes that are there; returns whether there were any.
  mutating func passBlankLinesThatAreThere() -> Bool {
    let start = place
    while place < bytes.count, isBlankLine() {
      passLine()
      passNewline()
    }
    return place > start
  }

  /// Passes what there is before the next newline.
  mutating func passLine() {
    while place < bytes.count, !Self.isNewline(bytes[place]) { place += 1 }
  }

  mutating func passBlanks() {
    while place < bytes.count, bytes[place] == Self.blank { place += 1 }
  }

  /// Passes what separates two cells; returns whether there is a further cell in the row.
  mutating func passDelimiter() -> Bool {
    if delimiter == Self.blank {
      passBlanks()
      return place < bytes.count && !Self.isNewline(bytes[place])
    }
    guard place < bytes.count, bytes[place] == delimiter else { return false }
    place += 1
    return true
  }

  /// Passes LF, CR LF or CR, where one of them is next.
  mutating func passNewline() {
    guard place < bytes.count else { return }
    place += bytes[place] == 0x0D && place + 1 < bytes.count && bytes[place + 1] == 0x0A ? 2 : 1
    line += 1
  }

  /// The first comma, semicolon or tab outside quotation marks in the line of names. Where there is none, what the
  /// first two rows show: that of R's write.table, whose rows begin with a name in quotation marks that the line of
  /// names leaves out, or blanks if the rows then have as many cells. Otherwise a comma. Nil where more bytes are
  /// needed.
  func findDelimiter() -> UInt8? {
    let delimiters = [Self.comma, UInt8(ascii: ";"), 0x09]
    var isQuoted = false
    for byte in bytes[place...] {
      if byte == Self.mark { isQuoted.toggle() }
      if isQuoted { continue }
      if Self.isNewline(byte) { break }
      if delimiters.contains(byte) { return byte }
    }
    for delimiter in delimiters + [Self.blank] {
      guard let isSeparator = separates(delimiter) else { return nil }
      if isSeparator { return delimiter }
    }
    return Self.comma
  }

  /// Whether the first two rows show that a delimiter is the one, which the line of names does not have; nil where they
  /// are not there as a whole.
  private func separates(_ delimiter: UInt8) -> Bool? {
    var (reader, names, cells) = (lookingAhead(by: delimiter), [Cell](), [Cell]())
    do throws(DataError) {
      if try reader.readRow(&names) {
        while try reader.passComment() != nil {}
        _ = try reader.readRow(&cells)
      }
    } catch { names = [] }
    if reader.place == reader.bytes.count, !isWhole { return nil }
    if cells.isEmpty || names.isEmpty { return false }
    if cells.count == names.count + 1, reader.isQuoted(cells[0]) { return true }
    return delimiter == Self.blank && names.count > 1 && [names.count, names.count + 1].contains(cells.count)
  }
}
