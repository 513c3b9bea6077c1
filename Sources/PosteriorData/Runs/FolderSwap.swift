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

  /// Makes a folder beside a place, NAME.new, and puts it there when it is whole. Whatever ends this, nothing is left
  /// but the folder of a process that was killed, which the next removes.
  ///
  /// - Parameters:
  ///   - check: Refuses to have a folder removed.
  ///   - checkPlace: Refuses to have what is in the place replaced.
  ///   - body: Writes into the folder at a path.
  static func make(
    at place: String, check: (String) throws -> Void, checkPlace: () throws -> Void, _ body: (String) throws -> Void
  ) throws {
    let (new, files) = (place + ".new", FileManager.default)
    if files.fileExists(atPath: new) {
      _ = try FolderLock(new)
      try check(new)
      try files.removeItem(atPath: new)
    }
    if mkdir(new, 0o777) != 0 { throw WriteError.system(place, isUnmade: true) }
    do {
      let lock = try FolderLock(new)
      try withExtendedLifetime(lock) { try body(new) }
      try checkPlace()
      try put(new, at: place, check: check)
    } catch {
      try? files.removeItem(atPath: new)
      throw error
    }
  }

  /// A folder's path without slashes at its end.
  static func trimmed(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }
}
