import Foundation

/// Runs gnuplot on a script.
struct Gnuplot {
  let executable: URL

  /// The gnuplot on the search path, if there is one.
  init?() {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    guard
      let found = folders.lazy.map({ URL(fileURLWithPath: "\($0)/gnuplot") })
        .first(where: { FileManager.default.isExecutableFile(atPath: $0.path) })
    else { return nil }
    executable = found
  }

  /// Runs a script; throws what gnuplot said when it failed.
  func run(_ script: String) throws {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).gnuplot")
    try Data(script.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = executable
    process.arguments = [file.path]
    let errors = Pipe()
    process.standardError = errors
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    let said = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let text = String(decoding: said, as: UTF8.self)
      throw Failure(.output, "gnuplot failed: \(text.split(separator: "\n").last ?? "no reason given")")
    }
  }
}
