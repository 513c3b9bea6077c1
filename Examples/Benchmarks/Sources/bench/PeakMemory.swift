import Foundation

/// The largest resident memory of this process since the last reset, as Linux counts it.
enum PeakMemory {
  static func reset() {
    if let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") { try? file.write(contentsOf: Data("5".utf8)) }
  }

  static var bytes: Int? { value("VmHWM:") }

  /// What it is now.
  static var now: Int? { value("VmRSS:") }

  private static func value(_ name: String) -> Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix(name) })
    else { return nil }
    return line.split(separator: " ").compactMap { Int($0) }.first.map { 1024 * $0 }
  }
}
