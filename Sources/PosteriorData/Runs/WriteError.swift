internal import Foundation

/// Why a file cannot be written: one line.
public struct WriteError: Error, Hashable, CustomStringConvertible {
  /// The file.
  package let path: String
  /// The defect, and its remedy where there is one.
  package let reason: String
  /// Whether the file could not even be made; otherwise writing to it failed.
  package let isUnmade: Bool

  init(_ path: String, _ reason: String, isUnmade: Bool = false) {
    (self.path, self.reason, self.isUnmade) = (path, reason, isUnmade)
  }

  /// The reason that the system gives for its last failure.
  static func system(_ path: String, isUnmade: Bool = false) -> WriteError {
    WriteError(path, String(cString: strerror(errno)), isUnmade: isUnmade)
  }

  /// "cannot write 'file': the reason".
  public var description: String { "cannot write '\(path)': \(reason)" }
}
