internal import Foundation

/// A folder that holds one run: what it is (manifest.json), its draws (chain-1.csv, …), and where its chains are
/// (chain-1.saved, …). Only one process writes to it at a time.
///
/// A run that is to replace an older one is made in a folder of its own beside it, NAME.new. It takes the older one's
/// place when it is whole. One that did not become whole can be gone on with there, until another is to replace the
/// older one.
package struct RunFolder: Sendable {
  /// Where the folder is.
  package let path: String
  /// The name of the older run's folder that it was made to replace; nil where there is none.
  package let replaced: String?
  private let lock: FolderLock?

  /// The file that says what the run is.
  package static let manifestName = "manifest.json"
  /// What the file is called that keeps a measured bias.
  package static let biasName = "bias.json"

  /// Makes the folder of a new run.
  ///
  /// - Parameter replacing: Whether an older run at the path is to be replaced once this one is whole.
  /// - Throws: ``RunError`` where the folder holds another run; ``WriteError`` where it cannot be made.
  package static func make(at path: String, replacing: Bool) throws -> RunFolder {
    try settle(path, replacing: replacing)
    try check(path, replacing: replacing)
    let path = place(path)
    let isReplacement = try holdsRun(path)
    return try RunFolder(
      making: isReplacement ? path + newSuffix : path, replaced: isReplacement ? name(of: path) : nil)
  }

  /// Removes what a run has left.
  private func clear() throws {
    // The manifest last: whatever ends this, it says what the folder is.
    for name in try Self.entries(of: path).sorted(by: { $1 == Self.manifestName && $0 != $1 }) {
      if unlink(file(name)) != 0 { throw WriteError.system(file(name)) }
    }
  }

  /// The folder of a run that is there. Whether it is to replace another its manifest says.
  ///
  /// - Parameter isHeld: Whether another process holds the folder, and has this one write to it too.
  /// - Throws: ``RunError`` where there is none, or another process is writing to it.
  package static func existing(at path: String, isHeld: Bool = false) throws -> RunFolder {
    let path = FolderSwap.trimmed(path)
    guard FileManager.default.fileExists(atPath: path + "/" + manifestName) else {
      throw isVacant(path) ? RunError.vacant(path) : RunError.noRun(path)
    }
    if isHeld { return RunFolder(path: path, replaced: nil, lock: nil) }
    let folder = RunFolder(path: path, replaced: nil, lock: try FolderLock(path))
    // What a process has left that was killed while it wrote.
    for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? [] where name.hasSuffix(".partial") {
      try? FileManager.default.removeItem(atPath: folder.file(name))
    }
    return folder
  }

  private init(path: String, replaced: String?, lock: FolderLock?) {
    (self.path, self.replaced, self.lock) = (path, replaced, lock)
  }

  private init(making path: String, replaced: String?) throws {
    try AtomicFile.makeFolder(path)
    self.init(path: path, replaced: replaced, lock: try FolderLock(path))
    // Another process may have begun and ended its run meanwhile.
    if try Self.holdsRun(path) {
      guard let replaced else { throw RunError.occupied(path) }
      guard try Self.isUnfinishedReplacement(path) else { throw RunError.inTheWay(path, of: replaced) }
      try clear()
    }
    try AtomicFile.check(path + "/" + Self.manifestName)
  }

  /// A file of the folder.
  package func file(_ name: String) -> String { path + "/" + name }

  /// The files of a chain, numbered from 0.
  package func chain(_ number: Int) -> SavedChain {
    SavedChain(drawsPath: file("chain-\(number + 1).csv"), path: file("chain-\(number + 1).saved"))
  }

  /// The finished points of a sweep, those of one of the processes that share the folder, numbered from 0.
  package func points(_ process: Int = 0) -> String {
    file(process == 0 ? "points.jsonl" : "points-\(process).jsonl")
  }

  /// The files of finished points that are there.
  package func allPoints() throws -> [String] {
    try Self.entries(of: path).filter(Self.isNameOfPoints).sorted().map(file)
  }

  /// Writes what the run is.
  package func write(_ manifest: RunManifest) throws {
    try AtomicFile.write(manifest.json(), to: currentPath + "/" + Self.manifestName)
  }

  /// What the run is.
  package func manifest() throws -> RunManifest { try RunManifest(contentsOf: file(Self.manifestName)) }

  /// Keeps what was measured of the bias of a run that is whole, where it has been put.
  package func writeBias(_ text: String) throws {
    try AtomicFile.write(Data(text.utf8), to: currentPath + "/" + Self.biasName)
  }

  /// Whether a folder holds a run, or draws that a run has left.
  ///
  /// - Throws: ``WriteError`` where the path is that of a file, or something else has the name of a run's file.
  static func holdsRun(_ path: String) throws -> Bool {
    guard FileManager.default.fileExists(atPath: path) else { return false }
    guard AtomicFile.isDirectory(path) else { throw WriteError(path, "it is a file, not a folder", isUnmade: true) }
    let files = try entries(of: path).filter(isNameOfRun)
    for file in files.map({ path + "/" + $0 }) where AtomicFile.isDirectory(file) {
      throw WriteError(file, "it is a directory; remove it, or name another folder", isUnmade: true)
    }
    return !files.isEmpty
  }

  /// Refuses now to go on with files that cannot be written to.
  package func checkFiles() throws {
    for name in try Self.entries(of: path) where Self.isNameOfRun(name) { try AtomicFile.checkAccess(file(name)) }
  }

  /// Refuses to have a folder removed that holds more than a run.
  static func checkForeignFiles(_ path: String) throws {
    for name in try entries(of: path) where !isNameOfRun(name) || AtomicFile.isDirectory(path + "/" + name) {
      throw RunError.holdsMore(path, name)
    }
  }

  static func entries(of path: String) throws -> [String] {
    do { return try FileManager.default.contentsOfDirectory(atPath: path) } catch {
      throw WriteError(path, "the folder cannot be read", isUnmade: true)
    }
  }

  private static func isNameOfRun(_ name: String) -> Bool {
    [manifestName, "standard-input", biasName].contains(name) || isNameOfPoints(name) || name.hasSuffix(".partial")
      || name.wholeMatch(of: /chain-[0-9]+\.(csv|saved)/) != nil
  }

  static func isNameOfPoints(_ name: String) -> Bool { name.wholeMatch(of: /points(-[0-9]+)?\.jsonl/) != nil }

  /// Where the folder of a run is: a link stays what it is, and what it leads to is replaced.
  static func place(_ path: String) -> String { AtomicFile.destination(FolderSwap.trimmed(path)) }
}

/// Why a folder cannot be used for a run.
package enum RunError: Error, Hashable {
  /// It holds another run.
  case occupied(String)
  /// It holds another run, where that would be made which is to replace the run in a folder.
  case inTheWay(String, of: String)
  /// It holds a file that is not a run's, so that it cannot be replaced.
  case holdsMore(String, String)
  /// Another process is writing to it.
  case inUse(String)
  /// There is no run in it.
  case noRun(String)
  /// A process was killed as it replaced it.
  case vacant(String)
  /// It is to be replaced by the run in another folder, which was ended before that.
  case beingReplaced(String, by: String)
}
