internal import Foundation

/// Holds a folder for this process alone, until it ends, however it ends.
final class FolderLock: Sendable {
  private let descriptor: Int32

  init(_ path: String) throws {
    // `deinit` runs where this throws, and closes what was opened: a second close here would take a descriptor that
    // another thread has opened meanwhile.
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw WriteError.system(path, isUnmade: true) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { throw RunError.inUse(path) }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
