internal import Foundation

/// Runs that are to take the place of older ones.
extension RunFolder {
  static let newSuffix = ".new"

  /// Refuses now what ``make(at:replacing:)`` would refuse later.
  package static func check(_ path: String, replacing: Bool) throws {
    let path = place(path)
    let new = path + newSuffix
    if FolderSwap.isVacant(path), !replacing { throw RunError.occupied(path) }
    guard try holdsRun(path) else { return }
    guard replacing else {
      throw isReplacement(new, of: path) ? RunError.beingReplaced(path, by: new) : RunError.occupied(path)
    }
    try checkForeignFiles(path)
    // Nobody must be writing to the old one.
    _ = try FolderLock(path)
    let isTaken = try holdsRun(new)
    guard FileManager.default.fileExists(atPath: new) else { return }
    try checkForeignFiles(new)
    guard try !isTaken || isUnfinishedReplacement(new) else { throw RunError.inTheWay(new, of: path) }
    _ = try FolderLock(new)
  }

  /// Refuses to go on with a run that is to be replaced by another, NAME.new, which was ended before that.
  package static func checkIsNotReplaced(_ path: String) throws {
    let path = place(path)
    try settle(path, replacing: false)
    guard let new = replacement(of: path) else { return }
    _ = try FolderLock(new)
    throw RunError.beingReplaced(path, by: new)
  }

  /// The folder of a run that was to take the place of that in a folder; nil where there is none.
  package static func replacement(of path: String) -> String? {
    let path = place(path)
    return isReplacement(path + newSuffix, of: path) ? path + newSuffix : nil
  }

  /// Whether nothing is in a run's place, since a process was killed as it replaced the run.
  package static func isVacant(_ path: String) -> Bool { FolderSwap.isVacant(place(path)) }

  /// Ends what a process was killed at: a run that is whole takes the place that it was made for.
  static func settle(_ path: String, replacing: Bool) throws {
    let path = place(path)
    try FolderSwap.settle(path, check: checkForeignFiles)
    let new = path + newSuffix
    guard replacing, isReplacement(new, of: path), manifest(new)?.status == .finished else { return }
    let lock = try FolderLock(new)
    try withExtendedLifetime(lock) { try FolderSwap.put(new, at: path, check: checkForeignFiles) }
  }

  /// Puts a run that is whole in the place of the older one that it was made to replace, if there is one.
  package func takePlace(_ manifest: RunManifest) throws {
    let place = String(path.dropLast(Self.newSuffix.count))
    guard path.hasSuffix(Self.newSuffix), manifest.isToReplace(place) else { return }
    try FolderSwap.put(path, at: place, check: Self.checkForeignFiles)
  }

  /// Where the folder is once it may have taken its place.
  var currentPath: String {
    let isMoved = path.hasSuffix(Self.newSuffix) && !FileManager.default.fileExists(atPath: path)
    return isMoved ? String(path.dropLast(Self.newSuffix.count)) : path
  }

  /// Whether the run in a folder was to replace another, and has not done so.
  static func isUnfinishedReplacement(_ path: String) throws -> Bool {
    if FileManager.default.fileExists(atPath: path + "/" + manifestName) {
      return isReplacement(path, of: String(path.dropLast(newSuffix.count)))
    }
    // Its manifest comes before its draws.
    return try !entries(of: path).contains { $0.hasPrefix("chain-") || isNameOfPoints($0) }
  }

  private static func isReplacement(_ new: String, of path: String) -> Bool {
    manifest(new)?.isToReplace(path) ?? false
  }

  private static func manifest(_ path: String) -> RunManifest? {
    let file = path + "/" + manifestName
    return FileManager.default.fileExists(atPath: file) ? try? RunManifest(contentsOf: file) : nil
  }

  /// The last part of a folder's path.
  static func name(of path: String) -> String { URL(fileURLWithPath: path).lastPathComponent }
}

extension RunManifest {
  /// Whether the run is to take the place of that in a folder.
  func isToReplace(_ path: String) -> Bool { replaces.map { $0 == RunFolder.name(of: path) } ?? false }
}
