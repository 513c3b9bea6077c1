extension Table {
  /// The names of columns in a list such as a command's option: separated by commas, and in quotation marks where they
  /// hold a comma, a quotation mark (which is doubled) or a newline.
  ///
  /// - Throws: ``DataError``, which calls the list `source`.
  package static func names(inList list: String, source: String) throws(DataError) -> [String] {
    var list = list
    return try list.withUTF8 { bytes in
      Result { () throws(DataError) in
        var (reader, cells, names) = (
          try CSVReader(bytes, source: source, delimiter: CSVReader.comma), [CSVReader.Cell](), [String]()
        )
        guard try reader.readRow(&cells) else { return [] }
        for cell in cells { names.append(try reader.text(cell, line: 1)) }
        guard try !reader.readRow(&cells) else {
          throw DataError(source, "the list has more than one line; put a name with a newline in quotation marks")
        }
        return names
      }
    }.get()
  }
}
