import Foundation
import Testing

/// `posterior sample --output`, `resume` and `rerun`: nothing is lost, whatever ends a run.
@Suite struct RunFolderTests {
  static let run = ["linear-regression", "--chains", "3", "--seed", "11", "--warm-up", "100", "--quiet"]

  /// The bytes of a run's draws.
  static func draws(_ folder: String, chains: Int = 3) throws -> [Data] {
    try (1...chains).map { try Data(contentsOf: URL(fileURLWithPath: folder + "/chain-\($0).csv")) }
  }

  static func manifest(_ folder: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/manifest.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func goesOnToBeLongerAndRepeats() throws {
    let folder = try TemporaryFolder()
    let (whole, short) = (folder.file("whole"), folder.file("short"))
    let long = try Command(["sample"] + Self.run + ["--draws", "300", "--output", whole])
    #expect(long.status == 0)
    #expect(try Command(["sample"] + Self.run + ["--draws", "120", "--output", short]).status == 0)
    let resumed = try Command(["resume", short, "--draws", "300", "--quiet"])
    #expect(resumed.status == 0 && resumed.output == long.output)
    #expect(try Self.draws(short) == Self.draws(whole))
    #expect(try Command(["rerun", whole + "/manifest.json", "--quiet"]).output == long.output)
    #expect(try Self.draws(whole + "-again") == Self.draws(whole))
    let manifest = try Self.manifest(short)
    #expect(manifest["status"] as? String == "finished")
    #expect((manifest["settings"] as? [String: Any])?["draws"] as? Int == 300)
    let fewer = try Command(["resume", short, "--draws", "200"])
    #expect(fewer.status == 64 && fewer.errors.contains("the run has 300 draws a chain already"))
  }

  /// A run without files of its own goes on anywhere, also where the folder that it was begun in is gone.
  @Test func goesOnElsewhere() throws {
    let folder = try TemporaryFolder()
    let line = "mkdir a && cd a && \"$0\" \"$@\" --output run && cd .. && mv a b && \"$0\" resume b/run --draws 90"
    let moved = try Command.shell(
      "cd '\(folder.url.path)' && \(line) --quiet", ["sample"] + Self.run + ["--draws", "40", "--no-summary"])
    #expect(moved.status == 0 && moved.errors.isEmpty, "\(moved.errors)")
    let whole = folder.file("whole")
    #expect(try Command(["sample"] + Self.run + ["--draws", "90", "--output", whole]).status == 0)
    #expect(try Self.draws(folder.file("b/run")) == Self.draws(whole))
  }

  /// Every kind of sampler that the command has goes on from its files.
  @Test(arguments: ["sgld", "sgworld", "calm", "sghmc", "psgld", "hmc", "reshuffled/saga/baoab", "fresh/svrg/ubu"])
  func goesOnWithEverySampler(_ sampler: String) throws {
    let folder = try TemporaryFolder()
    var run = Self.run + ["--sampler", sampler, "--thin", "2"]
    if sampler != "hmc" { run += ["--learning-rate", "0.05"] }
    let (whole, short) = (folder.file("whole"), folder.file("short"))
    #expect(try Command(["sample"] + run + ["--draws", "90", "--output", whole]).status == 0)
    #expect(try Command(["sample"] + run + ["--draws", "40", "--output", short]).status == 0)
    #expect(try Command(["resume", short, "--draws", "90", "--quiet"]).status == 0)
    #expect(try Self.draws(short) == Self.draws(whole))
  }

  @Test func anotherRunIsReplacedAsAWholeOrNotAtAll() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run")
    #expect(try Command(["sample"] + Self.run + ["--draws", "50", "--output", path]).status == 0)
    let old = try Self.draws(path)
    let refused = try Command(["sample"] + Self.run + ["--draws", "60", "--output", path])
    #expect(refused.status == 73 && refused.errors.contains("'\(path)' holds another run: go on with it by"))
    // One that diverges leaves what was there.
    let diverging = ["--sampler", "sgld", "--learning-rate", "1e6", "--output", path, "--overwrite"]
    #expect(try Command(["sample"] + Self.run + diverging).status == 65)
    #expect(try Self.draws(path) == old && Self.manifest(path + ".new")["status"] as? String == "failed")
    try FileManager.default.removeItem(atPath: path + ".new")
    let fewer = ["--chains", "2", "--draws", "60", "--output", path, "--overwrite"]
    #expect(try Command(["sample"] + Self.run + fewer).status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).count == 5)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["run"])
    // A folder that is called so is not taken for one that replaces another.
    #expect(try Command(["sample"] + Self.run + ["--draws", "50", "--output", path + ".new"]).status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["run", "run.new"])
    // A folder with something else in it is not thrown away.
    _ = try folder.write("mine", to: "run/notes.txt")
    let kept = try Command(["sample"] + Self.run + fewer)
    #expect(kept.status == 73 && kept.errors.contains("holds 'notes.txt', which is not a run's"))
  }

  @Test func filesThatChangedAreNotGoneOnWith() throws {
    let folder = try TemporaryFolder()
    let data = try folder.write("x,y\n1,2\n2,3.5\n3,7\n4,8\n5,9.5\n", to: "a.csv")
    let path = folder.file("run")
    let model = ["linear-regression", "--data", data, "--target", "y", "--draws", "50", "--quiet"]
    #expect(try Command(["sample"] + model + ["--output", path]).status == 0)
    _ = try folder.write("x,y\n1,2\n2,3.5\n3,7\n4,8\n5,9.6\n", to: "a.csv")
    let refused = try Command(["resume", path])
    #expect(refused.status == 65 && refused.errors.contains("the file of --data has changed since the run began"))
    try Data("{".utf8).write(to: URL(fileURLWithPath: path + "/manifest.json"))
    let damaged = try Command(["resume", path])
    #expect(damaged.status == 65 && damaged.errors.contains("not a run's manifest"))
    #expect(try Command(["resume", folder.file("none")]).status == 73)
  }

  /// A signal ends the command within a second, whatever it is at, and what was drawn is kept.
  @Test(arguments: [SIGINT, SIGTERM, SIGHUP]) func endsWhenAsked(_ number: Int32) throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run")
    let process = try Command.start(
      ["sample"] + Self.run + ["--sampler", "sgld", "--learning-rate", "0.01", "--draws", "100000000", "--no-summary"]
        + ["--threads", "3", "--output", path])
    // Where there are fewer processors than chains, the others have not begun.
    waitForFile(path + "/chain-1.saved")
    kill(process.processIdentifier, number)
    process.waitUntilExit()
    #expect(process.terminationStatus == 128 + number)
    let first = try Data(contentsOf: URL(fileURLWithPath: path + "/chain-1.csv"))
    #expect(first.split(separator: UInt8(ascii: "\n")).count > 20)
  }

  #if DEBUG
    private static let thinning = "5"
  #else
    private static let thinning = "150"
  #endif
  /// A run of chains that are saved on their way.
  private static let long =
    ["sample"] + run + ["--sampler", "sgld", "--learning-rate", "0.01", "--draws", "20000", "--thin", thinning]
    + ["--no-summary", "--output"]

  /// Of two runs in one folder the second is refused, and the first is whole.
  @Test func twoAtATime() throws {
    let folder = try TemporaryFolder()
    let (whole, path) = (folder.file("whole"), folder.file("run"))
    #expect(try Command(Self.long + [whole]).status == 0)
    let first = try Command.start(Self.long + [path])
    waitForFile(path + "/manifest.json")
    kill(first.processIdentifier, SIGSTOP)
    for (second, words) in [
      (Self.long + [path], "holds another run"),
      (Self.long + [path, "--overwrite"], "'\(path)' is written to by another process"),
      (["resume", path], "'\(path)' is written to by another process"),
    ] {
      let refused = try Command(second)
      #expect(refused.status == 73 && refused.errors.contains(words), "\(refused.errors)")
    }
    kill(first.processIdentifier, SIGCONT)
    first.waitUntilExit()
    #expect(first.terminationStatus == 0)
    #expect(try Self.draws(path) == Self.draws(whole))
    // Begun at the same moment, one of them has the folder.
    let (quick, both) = (["sample"] + Self.run + ["--draws", "50", "--output"], folder.file("both"))
    #expect(try Command(quick + [folder.file("quick")]).status == 0)
    let started = try (0..<2).map { _ in try Command.start(quick + [both]) }
    for process in started { process.waitUntilExit() }
    #expect(started.map(\.terminationStatus).sorted() == [0, 73])
    #expect(try Self.draws(both) == Self.draws(folder.file("quick")))
  }

  /// Interrupts a run while a chain is under way: the last that was begun is not finished.
  private func interrupted(at path: String) throws -> (last: String, diagnosed: Command, count: Int) {
    // A signal may come between two chains.
    for _ in 0..<20 {
      try? FileManager.default.removeItem(atPath: path)
      let process = try Command.start(Self.long + [path, "--threads", "1"])
      waitForFile(path + "/chain-2.saved")
      kill(process.processIdentifier, SIGTERM)
      process.waitUntilExit()
      let begun = (1...3).last { FileManager.default.fileExists(atPath: path + "/chain-\($0).csv") } ?? 0
      let diagnosed = try Command(["diagnose", path, "--format", "json"])
      #expect(diagnosed.status == 0, "\(diagnosed.errors)")
      let count = try #require(try diagnosed.json()["drawsPerChain"] as? Int)
      if process.terminationStatus == 128 + SIGTERM, count < 20_000 {
        return (path + "/chain-\(begun).csv", diagnosed, count)
      }
    }
    throw CancellationError()
  }

  /// Chains of an interrupted run are of unequal lengths: they are read as far as all go, which is said. A file that
  /// cannot be written is found before they go on.
  @Test func interruptedChainsAreReadAndGoneOnWith() throws {
    let folder = try TemporaryFolder()
    let (whole, path) = (folder.file("whole"), folder.file("run"))
    #expect(try Command(Self.long + [whole]).status == 0)
    let (last, diagnosed, count) = try interrupted(at: path)
    // The footer stands under all draws alone.
    func hasFooter(_ file: String) throws -> Bool {
      try String(contentsOfFile: file, encoding: .utf8).contains("Elapsed Time")
    }
    #expect(try hasFooter(path + "/chain-1.csv") && !hasFooter(last))
    for words in [
      "\(last): the run was not finished: there are \(count) of 20000 draws",
      "the chains have \(count) to 20000 draws: of each the first \(count) are taken",
    ] {
      #expect(diagnosed.errors.contains(words), "\(diagnosed.errors)")
    }
    let first = try Self.draws(path, chains: 1)
    try FileManager.default.moveItem(atPath: last, toPath: folder.file("aside"))
    try FileManager.default.createDirectory(atPath: last, withIntermediateDirectories: false)
    let refused = try Command(["resume", path])
    #expect(refused.status == 73 && refused.errors == "posterior: cannot write '\(last)': it is a directory\n")
    #expect(try Self.draws(path, chains: 1) == first)
    try FileManager.default.removeItem(atPath: last)
    try FileManager.default.moveItem(atPath: folder.file("aside"), toPath: last)
    #expect(try Command(["resume", path, "--quiet"]).status == 0)
    #expect(try Self.draws(path) == Self.draws(whole))
  }

  /// A link stays one, and what it leads to is replaced.
  @Test func aLinkStays() throws {
    let folder = try TemporaryFolder()
    let (path, link) = (folder.file("run"), folder.file("link"))
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "run")
    for draws in ["50", "60"] {
      let sample = try Command(["sample"] + Self.run + ["--draws", draws, "--output", link, "--overwrite"])
      #expect(sample.status == 0, "\(sample.errors)")
      #expect(try Command(["diagnose", path, "--format", "json"]).json()["drawsPerChain"] as? Int == Int(draws))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "run")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["link", "run"])
    #expect(try Command(["resume", link, "--draws", "70", "--quiet"]).status == 0)
  }
}
