internal import Foundation

/// Folders that are whole or absent: made under another name, and renamed.
enum FolderSwap {
  /// Puts a folder in a place, and removes what was there.
  ///
  /// - Parameter check: Refuses to have a folder removed.
  static func put(_ path: String, at place: String, check: (String) throws -> Void) throws {
    let old = place + ".old"
    let files = FileManager.default
    func remove() throws {
      guard files.fileExists(atPath: old) else { return }
      try check(old)
      try? files.removeItem(atPath: old)
    }
    if files.fileExists(atPath: place) {
      try check(place)
      try remove()
      guard rename(place, old) == 0 else { throw WriteError.system(place) }
    }
    guard rename(path, place) == 0 else { throw WriteError.system(place) }
    AtomicFile.synchronizeFolder(of: place)
    try remove()
  }

  /// A folder's path without slashes at its end.
  static func trimmed(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
