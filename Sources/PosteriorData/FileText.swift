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
    let data = try bytes(ofFile: "/dev/stdin")
    replace(by: data)
    return data
  }

  /// Puts what an earlier run has read in its place.
  package static func replace(by data: Data) { read.withLock { $0 = data } }
}

/// The bytes of a file or pipe; those of standard input, which is called -.
///
/// - Throws: ``DataError`` where it cannot be read.
func bytes(ofFile path: String, kind: String = "a CSV file") throws(DataError) -> Data {
  if path == "-" { return try StandardInput.contents() }
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
