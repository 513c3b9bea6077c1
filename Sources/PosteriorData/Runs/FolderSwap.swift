internal import Foundation

/// Folders that are whole or absent: made under another name, and renamed.
///
/// A new folder NAME.new takes the place of an older one in three steps: NAME becomes NAME.being-replaced, NAME.new
/// becomes NAME, and NAME.being-replaced is removed. What is begun after a kill between them takes the other steps.
enum FolderSwap {
  private static let oldSuffix = ".being-replaced"

  /// Puts a folder in a place, and removes what was there.
  ///
  /// - Parameter check: Refuses to have a folder removed.
  static func put(_ path: String, at place: String, check: (String) throws -> Void) throws {
    let old = place + oldSuffix
    if FileManager.default.fileExists(atPath: place) {
      try check(place)
      try remove(old, check: check)
      guard rename(place, old) == 0 else { throw WriteError.system(place) }
    }
    guard rename(path, place) == 0 else {
      let error = WriteError.system(place)
      if !FileManager.default.fileExists(atPath: place) { rename(old, place) }
      throw error
    }
    AtomicFile.synchronizeFolder(of: place)
    try remove(old, check: check)
  }

  /// Whether a folder was being replaced when a process was killed, so that nothing is in its place.
  static func isVacant(_ place: String) -> Bool {
    let files = FileManager.default
    return !files.fileExists(atPath: place) && files.fileExists(atPath: place + oldSuffix)
  }

  /// Takes the steps of ``put(_:at:check:)`` that a process has left when it was killed.
  static func settle(_ place: String, check: (String) throws -> Void) throws {
    let (old, new) = (place + oldSuffix, place + ".new")
    let files = FileManager.default
    guard files.fileExists(atPath: old) else { return }
    if isVacant(place) {
      let whole = files.fileExists(atPath: new) ? new : old
      // A process that is alive takes its own steps.
      let lock = try FolderLock(whole)
      try withExtendedLifetime(lock) {
        guard rename(whole, place) == 0 else { throw WriteError.system(place) }
        AtomicFile.synchronizeFolder(of: place)
      }
    }
    let lock = try FolderLock(place)
    try withExtendedLifetime(lock) { try remove(old, check: check) }
  }

  private static func remove(_ old: String, check: (String) throws -> Void) throws {
    guard FileManager.default.fileExists(atPath: old) else { return }
    try check(old)
    try? FileManager.default.removeItem(atPath: old)
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
    try settle(place, check: check)
    try checkPlace()
    if files.fileExists(atPath: new) {
      _ = try FolderLock(new)
      try check(new)
      try files.removeItem(atPath: new)
    }
    if mkdir(new, 0o777) != 0 { throw WriteError.system(place, isUnmade: true) }
    do {
      let lock = try FolderLock(new)
      try withExtendedLifetime(lock) {
        try body(new)
        try checkPlace()
        try put(new, at: place, check: check)
      }
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
