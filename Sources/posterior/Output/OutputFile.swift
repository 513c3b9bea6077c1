import Foundation

/// Files that results go to.
enum OutputFile {
  /// Fails now, before the work, where a file could not be written after it.
  static func check(_ path: String) throws {
    let files = FileManager.default
    var isDirectory: ObjCBool = false
    if files.fileExists(atPath: path, isDirectory: &isDirectory) {
      if isDirectory.boolValue { throw Failure(.output, "cannot write '\(path)': it is a directory") }
      guard files.isWritableFile(atPath: path) else { throw Failure(.output, "cannot write '\(path)': no permission") }
      return
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    guard files.fileExists(atPath: folder, isDirectory: &isDirectory), isDirectory.boolValue else {
      throw Failure(.output, "cannot write '\(path)': there is no directory '\(folder)'")
    }
    // Permissions alone do not tell: some file systems refuse new files to anyone.
    guard files.createFile(atPath: path, contents: nil) else {
      throw Failure(.output, "cannot write '\(path)': no file can be made in '\(folder)'")
    }
    try? files.removeItem(atPath: path)
  }

  static func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }

  static func write(_ data: Data, to path: String) throws {
    do { try data.write(to: URL(fileURLWithPath: path)) } catch {
      throw Failure(.output, "cannot write '\(path)': \(error.localizedDescription)")
    }
  }
}
