import Foundation
import Testing

/// Runs that are killed, or whose disk is full, go on to be what they would have been, byte for byte.
@Suite struct KillTests {
  /// KILLS of the environment, 6 unless given.
  private static let kills = ProcessInfo.processInfo.environment["KILLS"].flatMap(Int.init) ?? 6

  /// Starts a run, goes on with it and ends it at random moments: every third time by SIGTERM, otherwise by SIGKILL.
  /// Says how often it was ended before it was whole.
  private func kill(_ run: [String], in folder: String, over range: ClosedRange<Double>) throws -> Int {
    var generator = SystemRandomNumberGenerator()
    var ended = 0
    for kill in 0..<Self.kills {
      let process = try Command.start(kill == 0 ? run : ["resume", folder, "--quiet"])
      waitForFile(folder + "/manifest.json")
      Thread.sleep(forTimeInterval: .random(in: range, using: &generator))
      let signal = kill.isMultiple(of: 3) ? SIGTERM : SIGKILL
      Foundation.kill(process.processIdentifier, signal)
      process.waitUntilExit()
      let (status, reason) = (process.terminationStatus, process.terminationReason)
      // It may have been whole before, or not yet listening.
      #expect(
        reason == .exit ? [0, 128 + SIGTERM].contains(status) : [SIGKILL, SIGTERM].contains(status), "\(status)")
      if status != 0 { ended += 1 }
    }
    return ended
  }

  @Test func chains() throws {
    let folder = try TemporaryFolder()
    let (whole, killed) = (folder.file("whole"), folder.file("killed"))
    // A process draws for 0.35 s on average before its signal: long enough for all of them.
    #if DEBUG
      let thinning = String(max(2, Self.kills / 3))
    #else
      let thinning = String(max(300, 50 * Self.kills))
    #endif
    let run = [
      "sample", "linear-regression", "--chains", "4", "--seed", "11", "--sampler", "sgld", "--learning-rate", "0.01",
      "--draws", "20000", "--thin", thinning, "--no-summary", "--quiet",
    ]
    #expect(try Command(run + ["--output", whole]).status == 0)
    let ended = try kill(run + ["--output", killed], in: killed, over: 0...0.7)
    #expect(ended > 0)
    #expect(try Command(["resume", killed, "--quiet"]).status == 0)
    #expect(try RunFolderTests.draws(killed, chains: 4) == RunFolderTests.draws(whole, chains: 4))
    #expect(try RunFolderTests.manifest(killed)["status"] as? String == "finished")
    print("chains: \(Self.kills) signals, \(ended) of them before the run was whole")
  }

  @Test func sweeps() throws {
    let folder = try TemporaryFolder()
    let (whole, killed) = (folder.file("whole"), folder.file("killed"))
    #if DEBUG
      let epochs = "100"
    #else
      let epochs = "20000"
    #endif
    let run = [
      "sweep", "--epochs", epochs, "--learning-rates", "geometric:0.01:0.1:20", "--format", "json", "--quiet", "--run",
    ]
    let expected = try Command(run + [whole])
    #expect(expected.status == 0)
    let ended = try kill(run + [killed], in: killed, over: 0...0.7)
    #expect(ended > 0)
    let resumed = try Command(["resume", killed, "--format", "json", "--quiet"])
    #expect(resumed.status == 0 && resumed.output == expected.output)
    #expect(try RunFolderTests.manifest(killed)["status"] as? String == "finished")
    // What a kill has left of a line is cut off, and no point is there twice.
    func points(_ folder: String) throws -> [Substring] {
      try String(contentsOfFile: folder + "/points.jsonl", encoding: .utf8).split(separator: "\n")
    }
    #expect(try points(killed) == points(whole))
    print("sweeps: \(Self.kills) signals, \(ended) of them before the sweep was whole")
  }

  /// What stands behind the last whole line was being written when the program was killed.
  @Test func aPointThatWasBeingWrittenIsMadeAgain() throws {
    let folder = try TemporaryFolder()
    let run = ["sweep", "--epochs", "50", "--learning-rates", "0.01,0.02", "--quiet", "--format", "json"]
    let path = folder.file("run")
    let whole = try Command(run + ["--run", path])
    let file = path + "/points.jsonl"
    let lines = try Data(contentsOf: URL(fileURLWithPath: file))
    try lines.dropLast(40).write(to: URL(fileURLWithPath: file))
    #expect(try Command(["resume", path, "--format", "json", "--quiet"]).output == whole.output)
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)).count == lines.count)
    // A line that is no point is said.
    try Data("{\"sampler\": 1}\n".utf8).write(to: URL(fileURLWithPath: file))
    let refused = try Command(["resume", path])
    #expect(refused.status == 65 && refused.errors.contains("points.jsonl', line 1: this is not a point of a sweep"))
  }

  /// A disk that fills ends the run in one line, with 74; when there is room again, it goes on.
  @Test(.enabled(if: SmallDisk.isPossible, "only the superuser can mount a small disk"))
  func aFullDisk() throws {
    let folder = try TemporaryFolder()
    let whole = folder.file("whole")
    let run = ["sample"] + RunFolderTests.run + ["--draws", "1500", "--output"]
    let expected = try Command(run + [whole])
    #expect(expected.status == 0)
    let disk = try SmallDisk(at: folder.file("disk"), size: "200k")
    let path = disk.path + "/run"
    let full = try Command(run + [path])
    #expect(full.status == 74 && full.errors.contains("No space left on device"), "\(full.errors)")
    #expect(full.errors.split(separator: "\n").count == 1, "\(full.errors)")
    try disk.resize("64m")
    let resumed = try Command(["resume", path, "--quiet"])
    #expect(resumed.status == 0 && resumed.output == expected.output, "\(resumed.errors)")
    #expect(try RunFolderTests.draws(path) == RunFolderTests.draws(whole))
    #expect(try RunFolderTests.manifest(path)["status"] as? String == "finished")
  }
}

/// Waits until a file is there, a minute at most.
func waitForFile(_ path: String) {
  for _ in 0..<6000 where !FileManager.default.fileExists(atPath: path) { Thread.sleep(forTimeInterval: 0.01) }
}

/// A file system in memory of a given size, which goes with the value.
private final class SmallDisk {
  let path: String

  init(at path: String, size: String) throws {
    self.path = path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Self.run(["mount", "-t", "tmpfs", "-o", "size=\(size)", "tmpfs", path])
  }

  deinit { try? Self.run(["umount", path]) }

  func resize(_ size: String) throws { try Self.run(["mount", "-o", "remount,size=\(size)", path]) }

  /// Whether such a disk can be made here.
  static let isPossible: Bool = {
    guard let folder = try? TemporaryFolder() else { return false }
    return (try? SmallDisk(at: folder.file("disk"), size: "64k")) != nil
  }()

  private static func run(_ words: [String]) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw CocoaError(.fileWriteNoPermission) }
  }
}
