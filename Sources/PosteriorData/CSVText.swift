internal import Foundation
internal import SwiftCSV

/// The rows of a CSV text as its cells, each row with the line of the file it starts on.
///
/// SwiftCSV takes the text apart. What it leaves out is done here: it gives no line numbers, pads short rows, loses an
/// empty last cell without a newline after it, takes a quotation mark that is never closed for text, and finds no
/// delimiter behind a name that holds a newline.
func rows(ofCSV text: String, source: String) throws(DataError) -> [(line: Int, cells: [String])] {
  var rows: [(line: Int, cells: [String])] = []
  var line = 1
  do {
    // The first newline keeps an empty last cell; the second shows below whether a quotation mark is open.
    // No rows are loaded here: loading them would pad the short ones.
    let csv = try EnumeratedCSV(string: text + "\n\n", delimiter: delimiter(of: text), loadColumns: false, rowLimit: 0)
    try csv.enumerateAsArray(startAt: 0, rowLimit: nil) { cells in
      rows.append((line, cells))
      line += 1 + newlineCount(in: cells)
    }
  } catch {
    throw DataError(
      source, line: line,
      "a quotation mark is out of place; put the whole cell in quotation marks and double those inside it")
  }
  guard let last = rows.last, isBlank(last.cells) else {
    throw DataError(source, line: rows.last?.line, "a cell opens with a quotation mark that is never closed")
  }
  while let last = rows.last, isBlank(last.cells) { rows.removeLast() }
  if let blank = rows.first(where: { isBlank($0.cells) }) {
    throw DataError(source, line: blank.line, "the line is blank; remove it")
  }
  return rows
}

/// How many newlines are inside cells, and so within quotation marks.
func newlineCount(in cells: some Sequence<String>) -> Int {
  cells.reduce(0) { count, cell in
    // A look at the bytes first: almost no cell has one, and `Character` is slow.
    guard cell.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return count }
    return count + cell.count { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
  }
}

/// The first comma, semicolon or tab outside quotation marks in the line of names.
private func delimiter(of text: String) -> CSVDelimiter {
  var isQuoted = false
  for character in text {
    if character == "\"" { isQuoted.toggle() }
    guard !isQuoted else { continue }
    switch character {
    case ",": return .comma
    case ";": return .semicolon
    case "\t": return .tab
    case _ where character.isNewline: return .comma
    default: continue
    }
  }
  return .comma
}

/// SwiftCSV reads a line of nothing but white space as one empty cell.
private func isBlank(_ cells: [String]) -> Bool { cells == [""] }

/// The text of a UTF-8 file or pipe.
///
/// - Parameters:
///   - path: The file.
///   - kind: What it should be, for messages.
///   - format: How it should be saved.
/// - Throws: ``DataError`` where it cannot be read.
package func text(
  ofFile path: String, kind: String = "a CSV file", format: String = "CSV"
) throws(DataError) -> String {
  var isDirectory: ObjCBool = false
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
    throw DataError(path, "there is no such file")
  }
  guard !isDirectory.boolValue else { throw DataError(path, "this is a directory; name \(kind)") }
  let bytes: Data
  // `Data(contentsOf:)` refuses pipes such as /dev/stdin.
  do { bytes = try FileHandle(forReadingFrom: URL(filePath: path)).readToEnd() ?? Data() } catch {
    let denied = (error as? CocoaError)?.code == .fileReadNoPermission
    throw DataError(path, "the file cannot be read" + (denied ? ": permission denied" : ""))
  }
  guard let text = String(validating: bytes, as: UTF8.self) else {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
    throw DataError(path, line: line.map { $0 + 1 }, "the text is not UTF-8; save the file as \(format) in UTF-8")
  }
  return text
}
