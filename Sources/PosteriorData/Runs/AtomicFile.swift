package import Foundation

/// Files that are whole or absent: written under another name, brought to the disk, and renamed.
package enum AtomicFile {
  /// Replaces a file by new contents. Whatever happens meanwhile, the path is that of the old file or of the new one.
  ///
  /// A path that is no regular file, such as a pipe or /dev/stdout, is written to as it is.
  package static func write(_ data: Data, to path: String) throws(WriteError) {
    try replace(path) { (file) throws(WriteError) in try file.append(data) }
  }

  /// The same with contents that come in pieces.
  static func replace(_ path: String, _ body: (AppendingFile) throws(WriteError) -> Void) throws(WriteError) {
    let path = destination(path)
    guard isReplaceable(path) else { return try body(AppendingFile(path)) }
    let (file, partial) = try AppendingFile.beside(path)
    do throws(WriteError) {
      try body(file)
      try file.synchronize()
      try put(partial, at: path)
    } catch {
      unlink(partial)
      throw error
    }
  }

  /// The same where what makes the pieces may fail too: the old file stays then.
  package static func replace(_ path: String, by body: (AppendingFile) throws -> Void) throws {
    var failure: (any Error)?
    do throws(WriteError) {
      try replace(path) { (file) throws(WriteError) in
        do { try body(file) } catch {
          failure = error
          throw error as? WriteError ?? WriteError(path, "\(error)")
        }
      }
    } catch { throw failure ?? error }
  }

  /// Puts a file that is on the disk in the place of another.
  static func put(_ partial: String, at path: String) throws(WriteError) {
    if rename(partial, path) != 0 { throw .system(path) }
    synchronizeFolder(of: path)
  }

  /// Fails now where ``write(_:to:)`` would fail later. Nothing is changed.
  package static func check(_ path: String) throws(WriteError) {
    let path = destination(path)
    try checkAccess(path)
    guard isReplaceable(path) else { return }
    let folder = folder(of: path)
    guard isDirectory(folder) else { throw WriteError(path, "there is no directory '\(folder)'", isUnmade: true) }
    // Permissions alone do not tell: some file systems refuse new files to anyone.
    unlink(try AppendingFile.beside(path).path)
  }

  /// Fails where there is something that cannot be written to.
  static func checkAccess(_ path: String) throws(WriteError) {
    if isDirectory(path) { throw WriteError(path, "it is a directory", isUnmade: true) }
    if access(path, F_OK) == 0, access(path, W_OK) != 0 { throw .system(path, isUnmade: true) }
  }

  /// Whether a path is that of a directory.
  package static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// Makes a folder, and those above it, unless they are there.
  package static func makeFolder(_ path: String) throws(WriteError) {
    if isDirectory(path) { return }
    let parent = folder(of: path)
    if parent != path { try makeFolder(parent) }
    // Another process may have made it meanwhile.
    if mkdir(path, 0o777) != 0, !(errno == EEXIST && isDirectory(path)) { throw .system(path, isUnmade: true) }
  }

  /// Brings the names of a folder's files to the disk.
  static func synchronizeFolder(of path: String) {
    let descriptor = open(folder(of: path), O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  private static func folder(of path: String) -> String {
    URL(fileURLWithPath: path).deletingLastPathComponent().path
  }

  /// The file that a path stands for behind symbolic links, which stay what they are.
  static func destination(_ path: String) -> String {
    var (path, links) = (path, 0)
    while links < 40, let target = try? FileManager.default.destinationOfSymbolicLink(atPath: path) {
      path = target.hasPrefix("/") ? target : folder(of: path) + "/" + target
      links += 1
    }
    return path
  }

  /// Whether there is a regular file, or none.
  static func isReplaceable(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG
  }
}
