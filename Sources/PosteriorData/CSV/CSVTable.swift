internal import Foundation

/// The names and columns of a CSV text, and the lines of its rows.
struct CSVTable {
  private(set) var names: [String] = []
  private(set) var columns: [TableColumn] = []
  private(set) var lines = RowLines()

  /// Reads a text. Errors call it `source`.
  ///
  /// - Parameters:
  ///   - decimalCommas: Whether numbers with a comma have it before their fraction, where that is in doubt.
  ///   - open: A reader at the start of the text. A text with columns of numbers and texts is read twice.
  init(
    source: String, decimalCommas: Bool = false, _ open: () throws(DataError) -> CSVReader
  ) throws(DataError) {
    var rows = try CSVRows(open())
    names = rows.names
    columns = names.map { _ in TableColumn() }
    var signs = names.map { _ in DecimalSigns() }
    let mayHaveCommas = decimalCommas || rows.reader.delimiter != CSVReader.comma
    let most = mostRows(ofWidth: names.count)
    while let line = try rows.next() {
      guard rows.count <= most else { throw tooLarge(source) }
      lines.append(line)
      for column in columns.indices {
        if let (number, sign) = rows.number(column, mayHaveCommas: mayHaveCommas) {
          columns[column].append(number)
          signs[column].formUnion(sign)
        } else {
          let text = try rows.text(column)
          columns[column].append(text)
          if !isMissing(text) { signs[column].insert(.texts) }
        }
      }
    }
    try rows.checkComments(beginWithTexts: signs[0].contains(.texts))
    guard lines.count > 0 else { throw DataError(source, "there are no rows below the line of column names") }

    let commas = decimalCommas || signs.contains { $0.showsCommas }
    let unclear = columns.indices.filter { signs[$0].areUnclear(commas: commas) }
    guard !unclear.isEmpty else { return }
    for column in unclear {
      columns[column] = TableColumn()
      columns[column].hasThousands = signs[column].hasThousands(commas: commas)
    }
    rows = try CSVRows(open())
    while try rows.next() != nil {
      for column in unclear { columns[column].append(try rows.text(column)) }
    }
  }
}

/// Whether a cell stands for a missing value: an empty one, NA, NaN, N/A or null.
func isMissing(_ text: String) -> Bool {
  text.utf8.count <= 4 && ["", "na", "nan", "n/a", "null"].contains(text.lowercased())
}

/// How many rows of numbers a file may have: as many as take half of the machine's memory, since whoever reads them
/// makes a copy. What gzip has packed may be a thousand times as large as its file.
func mostRows(ofWidth width: Int) -> Int {
  Int(clamping: ProcessInfo.processInfo.physicalMemory) / (16 * max(1, width))
}

/// More rows than ``mostRows(ofWidth:)``.
func tooLarge(_ source: String) -> DataError {
  DataError(source, "the numbers take more than half of this machine's memory")
}
