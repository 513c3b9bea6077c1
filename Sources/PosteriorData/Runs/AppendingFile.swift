package import Foundation

/// A file that is written to at its end, and closed when nobody needs it any longer.
package final class AppendingFile: Sendable {
  /// Standard output.
  package static let standardOutput = AppendingFile(STDOUT_FILENO, "/dev/stdout", named: "standard output")

  private let descriptor: Int32
  private let path: String
  private let name: String

  /// Opens a file, which is made if it is not there.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - name: What errors call it, where that is not the path.
  ///   - keeping: How many of its first bytes stay; nothing unless given.
  init(_ path: String, named name: String? = nil, keeping count: Int = 0) throws(WriteError) {
    self.path = path
    self.name = name ?? path
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (count == 0 ? O_TRUNC : 0), 0o666)
    if descriptor < 0 { throw .system(self.name, isUnmade: true) }
    if count > 0, ftruncate(descriptor, count) != 0 { throw .system(self.name) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Makes a new file beside another, under a name that nothing else has. A link that is there is not followed.
  ///
  /// - Returns: The file, and its path.
  static func beside(_ path: String) throws(WriteError) -> (file: AppendingFile, path: String) {
    for _ in 0..<100 {
      let new = path + ".\(String(UInt32.random(in: 0 ... .max), radix: 36)).partial"
      let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_APPEND | O_CLOEXEC, 0o666)
      if descriptor >= 0 { return (AppendingFile(descriptor, new, named: path), new) }
      if errno != EEXIST { break }
    }
    throw .system(path, isUnmade: true)
  }

  private init(_ descriptor: Int32, _ path: String, named name: String) {
    (self.descriptor, self.path, self.name) = (descriptor, path, name)
  }

  /// Writes all of some bytes.
  package func append(_ bytes: some ContiguousBytes) throws(WriteError) { try write(bytes, descriptor) }

  /// Writes bytes in the place of earlier ones.
  func replace(at place: Int, by bytes: some ContiguousBytes) throws(WriteError) {
    // What is opened to append to appends, wherever it is told to write.
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system(name) }
    defer { close(descriptor) }
    guard lseek(descriptor, place, SEEK_SET) == place else { throw .system(name) }
    try write(bytes, descriptor)
  }

  private func write(_ bytes: some ContiguousBytes, _ descriptor: Int32) throws(WriteError) {
    let isWritten = bytes.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let count = Foundation.write(descriptor, bytes.baseAddress?.advanced(by: done), bytes.count - done)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return false }
        done += count
      }
      return true
    }
    if !isWritten { throw .system(name) }
  }

  /// Waits until what was written is on the disk.
  func synchronize() throws(WriteError) {
    // Some files, such as pipes, cannot be waited for.
    if fsync(descriptor) != 0, errno != EINVAL, errno != EROFS { throw .system(name) }
  }
}
