import Foundation
import PosteriorData
import Testing

/// The message of the error that `body` throws.
func message(_ body: () throws -> Void) -> String? {
  do { try body() } catch { return (error as? DataError)?.description ?? "another error: \(error)" }
  return nil
}

/// Runs `body` on the path of a file of these bytes, which is removed afterwards.
func withFile<R>(_ bytes: some Sequence<UInt8>, _ body: (String) throws -> R) throws -> R {
  let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
  try Data(bytes).write(to: url)
  defer { try? FileManager.default.removeItem(at: url) }
  return try body(url.path)
}

/// A folder that goes with the value.
final class TemporaryDirectory {
  let path: String

  /// - Parameter inMemory: Whether it is in memory, where the system has such a place: for many files that are brought
  ///   to the disk one by one.
  init(inMemory: Bool = false) throws {
    let memory = URL(filePath: "/dev/shm")
    let isThere = inMemory && FileManager.default.isWritableFile(atPath: memory.path)
    let url = (isThere ? memory : FileManager.default.temporaryDirectory).appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }
}
