import Foundation
import PosteriorData
import TextTable

/// A column of a table, as a person reads it.
typealias TextColumn<Row> = (title: String, align: Alignment, value: (Row) -> String)

/// A plain text table: a title and a value for each column of a row.
func textTable<Row>(_ rows: [Row], _ columns: [TextColumn<Row>]) -> String {
  let columns = columns.map { column in (column.title.printable, column.align, { column.value($0).printable }) }
  let widths = columns.map { title, _, value in max(title.count, rows.map { value($0).count }.max() ?? 0) }
  let table = TextTable<Row> { row in
    zip(columns, widths).map { Column(title: $0.0, value: $0.2(row), width: $1, align: $0.1) }
  }
  return table.string(for: rows, style: Style.simple) ?? ""
}

/// What ``json(_:)`` wrote.
func value<Value: Decodable>(_ type: Value.Type, ofJSON data: Data) throws -> Value {
  let decoder = JSONDecoder()
  decoder.nonConformingFloatDecodingStrategy = .convertFromString(
    positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
  return try decoder.decode(type, from: data)
}

extension Sequence<String> {
  /// Each text once, in the order in which they come first.
  var distinct: [String] { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}

/// One JSON object; keys in alphabetical order, so that equal values are equal bytes.
func json(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  // JSON has no such numbers.
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
  let text = String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  // The encoder escapes control characters below U+0020 alone; a terminal obeys those from U+007F to U+009F too.
  return text.unicodeScalars.contains { (0x7F...0x9F).contains($0.value) }
    ? text.unicodeScalars.reduce(into: "") { escaped, scalar in
      if (0x7F...0x9F).contains(scalar.value) {
        escaped += String(format: "\\u%04x", scalar.value)
      } else {
        escaped.unicodeScalars.append(scalar)
      }
    } : text
}

/// A number in three significant digits; "-" where there is none.
func shortened(_ value: Double) -> String { value.isNaN ? "-" : String(format: "%.3g", value) }

/// Writes a result to its file, if there is to be one, and to standard output: to each even where the other fails.
func deliver(_ text: String, andTo path: String?, _ contents: (_ path: String) throws -> String) throws {
  let written = Result { if let path { try AtomicFile.write(Data(try contents(path).utf8), to: path) } }
  try printResult(text)
  try written.get()
}

/// Writes a result to standard output. Names from data must not reach a terminal as commands to it.
func printResult(_ text: String) throws(Failure) { try printText(text.printableLines) }

/// Writes a text to standard output as it is.
func printText(_ text: String) throws(Failure) {
  do { try AppendingFile.standardOutput.append(Data(text.utf8)) } catch {
    throw Failure(.writing, "standard output cannot be written: \(error.reason)")
  }
}
