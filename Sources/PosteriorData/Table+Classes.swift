extension Table {
  /// The table with a column's different values numbered from 0, and the values: whole numbers by size, or texts in the
  /// order of their letters.
  ///
  /// - Throws: ``DataError`` where there is no such column, or a value is missing or not whole.
  package func numbering(valuesOf name: String) throws(DataError) -> (table: Table, values: [String]) {
    guard let column = columnNames.firstIndex(of: name), let texts = try texts(in: column) else {
      let numbers = try column(name)
      if let row = numbers.firstIndex(where: { $0 != $0.rounded() }) {
        throw DataError(
          source, line: lines.map { $0[row] }, column: name,
          "\(numbers[row]) is not a whole number; a class is a whole number or a text")
      }
      let (places, values) = Self.numbered(numbers)
      return (replacing(name, by: places), values.map { "\($0)".replacing(/\.0$/, with: "") })
    }
    let (places, values) = Self.numbered(texts)
    return (replacing(name, by: places), values)
  }

  /// The texts of a column; nil where it holds nothing but numbers and missing cells.
  private func texts(in column: Int) throws(DataError) -> [String]? {
    let cells = columns[column]
    guard !cells.isNumeric else { return nil }
    let texts = (0..<rowCount).map { cells.text($0) }
    guard texts.contains(where: { $0.map { !isMissing($0) } ?? false }) else { return nil }
    var found: [String] = []
    for (row, text) in texts.enumerated() {
      guard let text, !isMissing(text) else { throw problem(text ?? "", row: row, column: column) }
      found.append(text)
    }
    return found
  }

  private static func numbered<Value: Comparable & Hashable>(_ values: [Value]) -> (places: [Double], values: [Value]) {
    let different = Set(values).sorted()
    let places = Dictionary(uniqueKeysWithValues: different.enumerated().map { ($1, Double($0)) })
    return (values.map { places[$0] ?? 0 }, different)
  }

  private func replacing(_ name: String, by numbers: [Double]) -> Table {
    Table(
      source: source, columnNames: columnNames, rowCount: rowCount,
      columns: zip(columnNames, columns).map { $0 == name ? TableColumn(numbers) : $1 }, lines: lines)
  }
}
