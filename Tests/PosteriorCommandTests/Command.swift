import Foundation
import Testing

/// Runs the built command as a user would.
struct Command {
  let status: Int32
  let output: String
  let errors: String

  /// The command beside the test runner.
  static let executable = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    .appendingPathComponent("posterior")

  @discardableResult
  init(
    _ arguments: [String], environment: [String: String] = [:], executable: URL = Command.executable
  ) throws {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let folder = try TemporaryFolder()
    let (outputFile, errorFile) = (folder.file("out"), folder.file("err"))
    for file in [outputFile, errorFile] { try Data().write(to: URL(fileURLWithPath: file)) }
    process.standardOutput = FileHandle(forWritingAtPath: outputFile)
    process.standardError = FileHandle(forWritingAtPath: errorFile)
    try process.run()
    process.waitUntilExit()
    status = process.terminationStatus
    output = try String(contentsOfFile: outputFile, encoding: .utf8)
    errors = try String(contentsOfFile: errorFile, encoding: .utf8)
  }

  /// Starts the command, whose output nobody reads.
  static func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Process {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    return process
  }

  /// Runs a line of the shell, in which the command is "$0" and the arguments are "$1", "$2", …
  static func shell(_ line: String, _ arguments: [String]) throws -> Command {
    try Command(["-c", line, executable.path] + arguments, executable: URL(fileURLWithPath: "/bin/sh"))
  }

  /// Standard output as one JSON object.
  func json() throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
  }
}

/// A folder that goes with the value.
final class TemporaryFolder {
  let url: URL

  /// - Parameter parent: Where it is; the system's place for such folders unless given.
  init(in parent: String? = nil) throws {
    url = (parent.map { URL(filePath: $0) } ?? FileManager.default.temporaryDirectory)
      .appendingPathComponent("posterior-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  func file(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Runs `posterior sample` with a model and its options, two chains into a folder of this one, and returns its path.
  func sample(_ model: [String], draws: Int, warmUp: Int = 100, to name: String? = nil) throws -> String {
    let path = file(name ?? "run-\(UUID().uuidString)")
    let sample = try Command(
      ["sample"] + model + [
        "--chains", "2", "--draws", "\(draws)", "--warm-up", "\(warmUp)", "--quiet", "--no-summary", "--output", path,
      ])
    #expect(sample.status == 0, "\(sample.errors)")
    return path
  }

  /// The draws of a column in the files of a run of two chains.
  static func column(_ run: String, _ name: String) throws -> [Double] {
    try (1...2).flatMap { chain in
      let lines = try String(contentsOfFile: run + "/chain-\(chain).csv", encoding: .utf8).split(separator: "\n")
        .filter { !$0.hasPrefix("#") }.map { $0.split(separator: ",") }
      let place = try #require(lines[0].firstIndex { $0 == name }, "\(name) of \(lines[0])")
      return lines.dropFirst().compactMap { Double($0[place]) }
    }
  }

  /// Writes a file and returns its path.
  func write(_ text: String, to name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }
}
