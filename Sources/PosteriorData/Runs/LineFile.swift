package import Foundation
internal import Synchronization

/// A file of lines, each of which is on the disk before the next one is written. What stands behind the last line's
/// end, which a program that was killed has left, is cut off.
package final class LineFile: Sendable {
  private let file: AppendingFile
  private let failure = Mutex<WriteError?>(nil)
  /// The lines that were there.
  package let lines: [Data]

  /// Opens a file, which is made if it is not there.
  package init(_ path: String) throws {
    let isThere = FileManager.default.fileExists(atPath: path)
    let contents = isThere ? try bytes(ofFile: path, kind: "a file of lines") : Data()
    let whole = Self.wholeLines(of: contents)
    lines = whole.lines
    file = try AppendingFile(path, keeping: whole.byteCount)
  }

  /// The lines of a file's bytes that have an end, and how many of the bytes these are.
  package static func wholeLines(of contents: Data) -> (lines: [Data], byteCount: Int) {
    let end = contents.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? contents.startIndex
    let whole = contents[..<end]
    return (whole.split(separator: UInt8(ascii: "\n")).map { Data($0) }, whole.count)
  }

  /// Writes a line. What goes wrong is told by ``check()``.
  package func append(_ line: Data) {
    failure.withLock { failure in
      guard failure == nil else { return }
      do throws(WriteError) {
        try file.append(line + Data("\n".utf8))
        try file.synchronize()
      } catch { failure = error }
    }
  }

  /// Whether all lines were written.
  ///
  /// - Throws: ``WriteError`` for the first that was not.
  package func check() throws(WriteError) { if let failure = failure.withLock({ $0 }) { throw failure } }
}
