/// Reads CSV files of the same columns as one table, whose rows go into shards.
struct CSVPacking {
  private let paths: [String]
  private let only: [String]?
  private let decimalCommas: Bool
  private(set) var columns: [PackedColumn] = []
  private var names: [String] = []

  /// - Parameters:
  ///   - only: The columns that are kept, in this order; nil for all.
  ///   - decimalCommas: Whether numbers with a comma have it before their fraction, where that is in doubt.
  init(_ paths: [String], only: [String]?, decimalCommas: Bool) throws(DataError) {
    (self.paths, self.only, self.decimalCommas) = (paths, only, decimalCommas)
    let rows = try Self.rows(paths[0])
    names = rows.names
    let table = Table(source: paths[0], columnNames: names, rowCount: 0, columns: [], lines: nil)
    for name in only ?? names { columns.append(PackedColumn(name, try table.place(of: name))) }
    if let twice = columns.indices.first(where: { j in columns[..<j].contains { $0.name == columns[j].name } }) {
      throw DataError(paths[0], column: columns[twice].name, "the column is selected twice; select it once")
    }
  }

  private static func rows(_ path: String) throws(DataError) -> CSVRows {
    try CSVRows(CSVReader(ByteWindow(inputFile(path).stream()), source: path))
  }

  /// Whether the files have decimal commas, as far as was read.
  private var hasCommas: Bool { decimalCommas || columns.contains { $0.signs.showsCommas } }

  /// Writes all rows: twice where columns turn out to hold numbers and texts, or numbers that could be read in two
  /// ways.
  ///
  /// - Parameter open: A writer that begins with the first shard.
  mutating func write(_ open: () throws -> ShardWriter) throws -> ShardWriter {
    let writer = try pass(into: open(), commas: nil)
    let commas = hasCommas
    guard columns.contains(where: { $0.signs.areUnclear(commas: commas) }) else { return writer }
    columns = columns.map { $0.again(commas: commas) }
    return try pass(into: open(), commas: commas)
  }

  /// - Parameter commas: Whether the files have decimal commas, where that is known.
  private mutating func pass(into writer: ShardWriter, commas: Bool?) throws -> ShardWriter {
    var (count, cells) = (0, [Double](repeating: 0, count: columns.count))
    for path in paths {
      var rows = try Self.rows(path)
      guard rows.names == names else { throw Self.otherNames(path, rows.names, paths[0], names) }
      let mayHaveCommas = decimalCommas || rows.reader.delimiter != CSVReader.comma
      while let line = try rows.next() {
        for column in columns.indices {
          cells[column] = try number(rows, column, line, (mayHaveCommas, commas))
        }
        try cells.withUnsafeBufferPointer { try writer.append(row: $0) }
      }
      let first = columns.first { $0.place == 0 }
      try rows.checkComments(beginWithTexts: first?.signs.contains(.texts) ?? false)
      count += rows.count
    }
    guard count > 0 else { throw DataError(paths[0], "there are no rows below the line of column names") }
    try writer.finish()
    return writer
  }

  /// The number that is written of a cell.
  @inline(__always)
  private mutating func number(
    _ rows: CSVRows, _ column: Int, _ line: Int, _ signs: (mayHaveCommas: Bool, commas: Bool?)
  ) throws(DataError) -> Double {
    if !columns[column].isText,
      let (number, sign) = rows.number(columns[column].place, mayHaveCommas: signs.mayHaveCommas)
    {
      columns[column].signs.formUnion(sign)
      return number
    }
    let (text, source) = (try rows.text(columns[column].place), rows.reader.source)
    if let commas = signs.commas {
      try columns[column].check(text, line: line, source: source, commas: commas)
    } else if !columns[column].signs.contains(.texts), !isMissing(text) {
      columns[column].signs.insert(.texts)
    }
    return try columns[column].number(of: text, line: line, source: source)
  }

  private static func otherNames(_ path: String, _ names: [String], _ first: String, _ wanted: [String]) -> DataError {
    let place = zip(names, wanted).enumerated().first { $1.0 != $1.1 }
    let difference =
      place.map { "column \($0 + 1) is \(quoted($1.0)) where \(shown(first)) has \(quoted($1.1))" }
      ?? "the file has \(counted(names.count, "column")) where \(shown(first)) has \(wanted.count)"
    return DataError(path, difference + "; files that are packed together have the same columns")
  }
}
