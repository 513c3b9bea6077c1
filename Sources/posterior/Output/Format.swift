import ArgumentParser
import Foundation
import TextTable

/// The formats of a result that is not a sweep's.
enum TableFormat: String, ExpressibleByArgument, CaseIterable {
  case table
  case json
}

/// A plain text table: a title and a value for each column of a row.
func textTable<Row>(
  _ rows: [Row], _ columns: [(title: String, align: Alignment, value: (Row) -> String)]
) -> String {
  let widths = columns.map { column in
    max(column.title.count, rows.map { column.value($0).count }.max() ?? 0)
  }
  let table = TextTable<Row> { row in
    zip(columns, widths).map { Column(title: $0.title, value: $0.value(row), width: $1, align: $0.align) }
  }
  return table.string(for: rows, style: Style.simple) ?? ""
}

/// One JSON object; keys in alphabetical order, so that equal values are equal bytes.
func json(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
}

/// A number in three significant digits; "-" where there is none.
func shortened(_ value: Double) -> String { value.isNaN ? "-" : String(format: "%.3g", value) }

/// Writes a result to standard output.
func printResult(_ text: String) throws {
  try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
}
