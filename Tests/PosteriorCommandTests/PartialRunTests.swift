import Foundation
import Testing

/// A run of which a part is there does not pass for a whole one.
@Suite struct PartialRunTests {
  /// A run of four chains with 80 draws each, of which only chain 1 has all: chain 2 has 70, chain 3 none, chain 4 no
  /// file. A fifth is not of the run.
  private static func partialRun(_ folder: TemporaryFolder, _ status: String) throws -> String {
    let path = folder.file("run")
    let run = ["linear-regression", "--chains", "4", "--draws", "80", "--warm-up", "20", "--quiet", "--no-summary"]
    #expect(try Command(["sample"] + run + ["--save-warm-up", "--output", path]).status == 0)
    func lines(_ chain: Int) throws -> [String] {
      try String(contentsOfFile: path + "/chain-\(chain).csv", encoding: .utf8).components(separatedBy: "\n")
    }
    let (second, third) = (try lines(2), try lines(3))
    _ = try folder.write(second.dropLast(14).joined(separator: "\n") + "\n", to: "run/chain-2.csv")
    let names = try #require(third.firstIndex { $0.hasPrefix("lp__") })
    _ = try folder.write(third.prefix(names + 6).joined(separator: "\n") + "\n", to: "run/chain-3.csv")
    try FileManager.default.moveItem(atPath: path + "/chain-4.csv", toPath: path + "/chain-5.csv")
    let manifest = try String(contentsOfFile: path + "/manifest.json", encoding: .utf8)
      .replacing("\"status\" : \"finished\"", with: "\"status\" : \"\(status)\"")
    _ = try folder.write(manifest, to: "run/manifest.json")
    return path
  }

  private static let said = [
    "there is no file of draws of chain 4; the run has 4 chains",
    "chain-5.csv is not a file of the run, which has 4 chains: it is left out",
    "chain-3.csv: the run is still in its warm-up: there are 5 of its 20 rows, and no draws; the chain is left out",
    "chain-2.csv: the run was not finished: there are 70 of 80 draws",
    "the chains have 70 to 80 draws: of each the first 70 are taken",
  ]

  @Test(arguments: [("interrupted", "the run was interrupted"), ("running", "the run is under way, or was killed")])
  func whatIsMissingIsSaid(_ status: String, _ words: String) throws {
    let folder = try TemporaryFolder()
    let path = try Self.partialRun(folder, status)
    let archive = folder.file("run.npz")
    let commands = [
      ["diagnose", path, "--format", "json"], ["compare", path, path],
      ["export", path, "--to", "npz", "--output", archive, "--quiet"],
    ]
    for arguments in commands {
      let command = try Command(arguments)
      #expect([0, 2].contains(command.status), "\(command.errors)")
      for line in [words + ": not all of its draws are there; 'posterior resume \(path)' goes on"] + Self.said {
        #expect(command.errors.contains(line), "\(arguments[0]), \(line): \(command.errors)")
      }
    }
    let diagnose = try Command(commands[0]).json()
    #expect(diagnose["chains"] as? Int == 2 && diagnose["drawsPerChain"] as? Int == 70)
    // Gone on with, it is whole, and nothing but the foreign file is said.
    #expect(try Command(["resume", path, "--quiet"]).status == 65)
    for chain in 2...4 { try FileManager.default.removeItem(atPath: path + "/chain-\(chain).saved") }
    #expect(try Command(["resume", path, "--quiet"]).status == 0)
    let whole = try Command(commands[0])
    #expect(try whole.json()["chains"] as? Int == 4)
    #expect(whole.errors.split(separator: "\n").count == 1 && whole.errors.contains(Self.said[1]), "\(whole.errors)")
  }

  @Test func aRunWithoutDrawsIsRefused() throws {
    let folder = try TemporaryFolder()
    let path = try Self.partialRun(folder, "running")
    for chain in [1, 2] { try FileManager.default.removeItem(atPath: path + "/chain-\(chain).csv") }
    let none = try Command(["diagnose", path])
    #expect(none.status == 65 && none.errors.contains("chain-3.csv: the run is still in its warm-up"), "\(none.errors)")
    #expect(none.errors.contains("the run is under way, or was killed"), "\(none.errors)")
    try FileManager.default.removeItem(atPath: path + "/chain-3.csv")
    #expect(try Command(["diagnose", path]).errors.contains("there is no .csv file of draws"))
    let manifest = try String(contentsOfFile: path + "/manifest.json", encoding: .utf8)
    for count in ["9223372036854775807", "0", "-1", "\"4\"", "null"] {
      _ = try folder.write(manifest.replacing("\"chains\" : 4", with: "\"chains\" : \(count)"), to: "run/manifest.json")
      let damaged = try Command(["diagnose", path])
      #expect(damaged.status == 65 && damaged.errors.contains("does not say how many chains"), "\(damaged.errors)")
    }
    let sweep = folder.file("sweep")
    let small = ["--learning-rates", "0.1", "--draws", "100", "--chains", "1", "--quiet", "--run", sweep]
    #expect(try Command(["sweep"] + small).status == 0)
    let refused = try Command(["diagnose", sweep])
    #expect(refused.status == 65 && refused.errors.contains("is a sweep, which keeps no draws"), "\(refused.errors)")
  }

  /// What a killed run has left beside the one that it was to replace can be gone on with, or is replaced in its turn.
  @Test func aReplacementThatWasKilledIsReplaced() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run")
    let run = ["sample"] + RunFolderTests.run + ["--output", path]
    #expect(try Command(run + ["--draws", "50"]).status == 0)
    let old = try RunFolderTests.draws(path)
    let long = ["--sampler", "sgld", "--learning-rate", "0.01", "--draws", "100000000", "--no-summary", "--overwrite"]
    let process = try Command.start(run + long)
    waitForFile(path + ".new/chain-1.saved")
    let again = run + ["--draws", "60", "--overwrite"]
    let inUse = try Command(again)
    #expect(inUse.status == 73 && inUse.errors.contains("is written to by another process"), "\(inUse.errors)")
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(try RunFolderTests.draws(path) == old)
    // A file of somebody else's is not thrown away with it.
    _ = try folder.write("mine", to: "run.new/notes.txt")
    let kept = try Command(again)
    #expect(kept.status == 73 && kept.errors.contains("run.new' holds 'notes.txt'"), "\(kept.errors)")
    try FileManager.default.removeItem(atPath: path + ".new/notes.txt")
    let replaced = try Command(again)
    #expect(replaced.status == 0, "\(replaced.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["run"])
    let settings = try RunFolderTests.manifest(path)["settings"] as? [String: Any]
    #expect(settings?["draws"] as? Int == 60)
    // Ended before its manifest was there.
    try FileManager.default.createDirectory(atPath: path + ".new", withIntermediateDirectories: true)
    _ = try folder.write("x,y\n", to: "run.new/standard-input")
    #expect(try Command(again).status == 0)
    // A run of its own that is called so is none that was to replace another.
    #expect(try Command(["sample"] + RunFolderTests.run + ["--draws", "50", "--output", path + ".new"]).status == 0)
    let occupied = try Command(again)
    #expect(occupied.status == 73 && occupied.errors.contains("run.new' holds another run"), "\(occupied.errors)")
  }

  /// A directory with the name of a chain's file is found before anything runs, and is nobody's to remove.
  @Test(arguments: [[], ["--overwrite"]]) func aDirectoryInTheWayIsFound(_ options: [String]) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run")
    let run = ["sample"] + RunFolderTests.run + ["--output", path] + options
    try FileManager.default.createDirectory(atPath: path + "/chain-2.csv", withIntermediateDirectories: true)
    _ = try folder.write("mine", to: "run/chain-2.csv/notes.txt")
    let command = try Command(run + ["--draws", "50"])
    #expect(command.status == 73 && command.errors.contains("chain-2.csv': it is a directory"), "\(command.errors)")
    #expect(FileManager.default.fileExists(atPath: path + "/chain-2.csv/notes.txt"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["chain-2.csv"])
  }

  @Test func aDirectoryInTheWayOfARunThatGoesOnIsFound() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run")
    #expect(try Command(["sample"] + RunFolderTests.run + ["--draws", "50", "--output", path]).status == 0)
    let first = try RunFolderTests.draws(path, chains: 1)
    try FileManager.default.removeItem(atPath: path + "/chain-3.csv")
    try FileManager.default.createDirectory(atPath: path + "/chain-3.csv", withIntermediateDirectories: true)
    let command = try Command(["resume", path, "--draws", "90"])
    #expect(command.status == 73 && command.errors.contains("chain-3.csv': it is a directory"), "\(command.errors)")
    #expect(try RunFolderTests.draws(path, chains: 1) == first)
  }
}
