package import Foundation
internal import Synchronization

/// The text of a UTF-8 file or pipe.
///
/// - Parameters:
///   - path: The file.
///   - kind: What it should be, for messages.
///   - format: How it should be saved.
/// - Throws: ``DataError`` where it cannot be read.
package func text(
  ofFile path: String, kind: String, format: String
) throws(DataError) -> String {
  let bytes = try bytes(ofFile: path, kind: kind)
  guard let text = String(validating: bytes, as: UTF8.self) else {
    let lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line = lines.firstIndex { String(validating: $0, as: UTF8.self) == nil }
    throw DataError(path, line: line.map { $0 + 1 }, "the text is not UTF-8; save the file as \(format) in UTF-8")
  }
  return text
}

/// Standard input, which can be read once, but asked for again.
package enum StandardInput {
  private static let stored = Mutex<InputFile?>(nil)

  /// All of its bytes.
  package static func contents() throws(DataError) -> Data { try file().contents() }

  /// Puts a file, in which an earlier run has kept it, in its place.
  package static func replace(by path: String) throws(DataError) {
    let file = try InputFile(path, kind: "a copy of standard input")
    stored.withLock { $0 = file }
  }

  fileprivate static func file() throws(DataError) -> InputFile {
    if let file = stored.withLock({ $0 }) { return file }
    let file = try InputFile("/dev/stdin", named: "-", kind: "a CSV file")
    stored.withLock { $0 = file }
    return file
  }
}

/// A file or pipe, or standard input, which is called -.
///
/// - Throws: ``DataError`` where it cannot be opened.
func inputFile(_ path: String, kind: String = "a CSV file") throws(DataError) -> InputFile {
  try path == "-" ? StandardInput.file() : InputFile(path, kind: kind)
}

/// The bytes of a file or pipe; those of standard input, which is called -.
///
/// - Throws: ``DataError`` where it cannot be read, or is compressed.
func bytes(ofFile path: String, kind: String) throws(DataError) -> Data {
  let file = try inputFile(path, kind: kind)
  if let packing = try Packing(of: file) { throw DataError(path, packing.problem(path, kind)) }
  return try file.contents()
}
