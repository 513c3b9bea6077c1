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
  ofFile path: String, kind: String = "a CSV file", format: String = "CSV"
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
  private static let read = Mutex<Data?>(nil)

  /// All of its bytes.
  package static func contents() throws(DataError) -> Data {
    if let data = read.withLock({ $0 }) { return data }
    let data = try storedBytes("/dev/stdin", "a CSV file")
    replace(by: data)
    return data
  }

  /// Puts what an earlier run has read in its place.
  package static func replace(by data: Data) { read.withLock { $0 = data } }
}

/// The bytes of a file or pipe; those of standard input, which is called -.
///
/// - Throws: ``DataError`` where it cannot be read, or is compressed.
func bytes(ofFile path: String, kind: String = "a CSV file") throws(DataError) -> Data {
  let bytes = try path == "-" ? StandardInput.contents() : storedBytes(path, kind)
  if let packing = Packing.all.first(where: { bytes.starts(with: $0.firstBytes) }) {
    throw DataError(path, packing.problem(path, kind))
  }
  return bytes
}

fileprivate func storedBytes(_ path: String, _ kind: String) throws(DataError) -> Data {
  var isDirectory: ObjCBool = false
  guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) else {
    throw DataError(path, "there is no such file")
  }
  guard !isDirectory.boolValue else { throw DataError(path, "this is a directory; name \(kind)") }
  let url = URL(filePath: path)
  // A large file is mapped. `Data(contentsOf:)` refuses pipes such as /dev/stdin.
  if let size = try? url.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey]), size.isRegularFile == true,
    size.fileSize ?? 0 > 1 << 20, let mapped = try? Data(contentsOf: url, options: .mappedIfSafe)
  {
    return mapped
  }
  do { return try FileHandle(forReadingFrom: url).readToEnd() ?? Data() } catch {
    let denied = (error as? CocoaError)?.code == .fileReadNoPermission
    throw DataError(path, "the file cannot be read" + (denied ? ": permission denied" : ""))
  }
}

/// A format in which files are compressed, and the program that unpacks them.
private struct Packing {
  let name: String
  let firstBytes: [UInt8]
  /// Writes what is in a file to standard output; nil where a file may hold several.
  let command: String?

  static let all = [
    Packing(name: "gzip", firstBytes: [0x1F, 0x8B], command: "gunzip -c"),
    Packing(name: "bzip2", firstBytes: Array("BZh".utf8), command: "bunzip2 -c"),
    Packing(name: "xz", firstBytes: [0xFD] + Array("7zXZ".utf8), command: "xz -dc"),
    Packing(name: "zstd", firstBytes: [0x28, 0xB5, 0x2F, 0xFD], command: "zstd -dc"),
    Packing(name: "zip", firstBytes: Array("PK\u{3}\u{4}".utf8), command: nil),
  ]

  /// The defect, and a command that unpacks the file.
  func problem(_ path: String, _ kind: String) -> String {
    guard let command else { return "this is a zip archive or a workbook of a spreadsheet; save it as \(kind)" }
    let isPlain = path.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
      case UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: true
      default: "/._+=-".utf8.contains(byte)
      }
    }
    let file = path == "-" ? "FILE" : isPlain ? path : "'" + path.replacing("'", with: "'\\''") + "'"
    // Tables and draws alone are read from standard input.
    let target = kind == "a CSV file" ? "| posterior … -" : "> FILE"
    return "the file is compressed by \(name); unpack it, as in \(command) \(file) \(target)"
  }
}
