internal import Foundation

/// Where an export goes: it is made beside its place, and put there when it is whole.
package struct ExportDestination: Sendable {
  /// What an export is.
  package enum Kind: String, Sendable, CaseIterable {
    /// A folder that is a store of Zarr.
    case zarr
    /// A file that is an archive of NumPy's.
    case npz
  }

  private let path: String
  private let kind: Kind
  private let replacing: Bool

  /// - Parameters:
  ///   - path: The folder or file.
  ///   - replacing: Whether what is there is to be replaced.
  /// - Throws: ``WriteError`` where something is there that is not to be replaced, or cannot be.
  package init(_ path: String, _ kind: Kind, replacing: Bool) throws {
    // A link stays what it is, and what it leads to is replaced.
    self.path = AtomicFile.destination(FolderSwap.trimmed(path))
    (self.kind, self.replacing) = (kind, replacing)
    try checkPlace()
  }

  /// Writes an export.
  ///
  /// - Parameter onProgress: Told of the share of the work that is done; what it throws ends the work.
  package func write(_ dataset: ExportDataset, onProgress: @escaping (Double) throws -> Void) throws {
    let total = Double(max(1, dataset.byteCount))
    var done = 0
    func onBytes(_ count: Int) throws {
      done += count
      // Files have headers beside the numbers.
      try onProgress(min(1, Double(done) / total))
    }
    switch kind {
    case .zarr:
      try FolderSwap.make(at: path, check: Self.checkStore, checkPlace: checkPlace) { folder in
        try ZarrStore.write(dataset, to: folder, onBytes: onBytes)
      }
    case .npz: try writeFile { file in try NPZArchive.write(dataset, to: file, onBytes: onBytes) }
    }
  }

  private func writeFile(_ body: (AppendingFile) throws -> Void) throws {
    let (file, partial) = try AppendingFile.beside(path)
    do {
      try body(file)
      try checkPlace()
      try AtomicFile.put(partial, at: path)
    } catch {
      unlink(partial)
      throw error
    }
  }

  private func checkPlace() throws {
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard replacing else { throw WriteError(path, "it is there already; --overwrite replaces it", isUnmade: true) }
    let isFolder = AtomicFile.isDirectory(path)
    guard isFolder || AtomicFile.isReplaceable(path) else {
      throw WriteError(path, "it is no regular file: an export cannot be written to it", isUnmade: true)
    }
    guard isFolder == (kind == .zarr) else {
      let (found, wanted) = isFolder ? ("folder", "file") : ("file", "folder")
      throw WriteError(path, "there is a \(found) where the export is a \(wanted); name another path", isUnmade: true)
    }
    if isFolder { try Self.checkStore(path) }
  }

  /// Refuses to have a folder removed that holds more than an export.
  private static func checkStore(_ path: String) throws {
    let known = ZarrStore.ownNames.union(ExportGroup.names)
    if let other = try FileManager.default.contentsOfDirectory(atPath: path).first(where: { !known.contains($0) }) {
      throw WriteError(path, "it holds '\(other)', which is no part of an export: it is not replaced", isUnmade: true)
    }
  }
}
