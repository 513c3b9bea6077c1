import Foundation

/// Where the libraries are, until the process ends.
private let folder: URL = {
  let new = FileManager.default.temporaryDirectory.appending(path: "posterior-stan-\(UUID().uuidString)")
  try? FileManager.default.createDirectory(at: new, withIntermediateDirectories: true)
  atexit { try? FileManager.default.removeItem(at: folder) }
  return new
}()

/// Compiles a source of Tests/StanInterface to a shared library, as BridgeStan would compile a program of Stan's.
///
/// - Parameters:
///   - source: The file's name.
///   - threads: Whether the library says that many threads may call it at a time.
/// - Returns: The library's path.
/// - Throws: An error when there is no compiler, or it fails.
public func stanStandIn(_ source: String = "normal_sample.c", threads: Bool = true) throws -> String {
  let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appending(path: "../StanInterface/\(source)").standardized.path
  let library = folder.appending(path: "\(UUID().uuidString)_model.so").path
  let compiler = Process()
  compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
  compiler.arguments = [
    "clang", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-DTHREADS=\"\(threads)\"", file, "-o", library,
    "-lm",
  ]
  try compiler.run()
  compiler.waitUntilExit()
  guard compiler.terminationStatus == 0 else { throw CocoaError(.executableLoad) }
  return library
}
