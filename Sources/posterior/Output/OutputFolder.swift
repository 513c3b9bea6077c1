import Foundation

/// A folder that draws go to: made if it is not there.
struct OutputFolder {
  let path: String

  init(_ path: String) throws {
    self.path = path
    do { try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true) } catch {
      throw Failure(.output, "cannot make the folder '\(path)': \(error.localizedDescription)")
    }
    try OutputFile.check(file("chain-1.csv"))
  }

  func file(_ name: String) -> String { URL(fileURLWithPath: path).appendingPathComponent(name).path }
}
