import Foundation
import Testing

/// `--part k/K` and `posterior merge`: the parts of a run make the run.
@Suite struct PartTests {
  /// Every file of a folder of a run but its manifest, by name.
  private static func files(_ folder: String) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0 != "manifest.json" }
    return try Dictionary(
      uniqueKeysWithValues: names.map { ($0, try Data(contentsOf: URL(fileURLWithPath: folder + "/" + $0))) })
  }

  /// A manifest without times, in which the folder is called RUN.
  private static func manifest(_ folder: String) throws -> [String] {
    try String(contentsOfFile: folder + "/manifest.json", encoding: .utf8).split(separator: "\n").map(String.init)
      .filter { !$0.contains("\"started\"") && !$0.contains("\"ended\"") }.map { $0.replacing(folder, with: "RUN") }
  }

  /// Makes the parts of a run, and returns their folders.
  private static func parts(_ count: Int, of run: [String], _ option: String, in folder: TemporaryFolder) throws
    -> [String]
  {
    try (1...count).map { number in
      let path = folder.file("part-\(number)")
      let made = try Command(run + ["--part", "\(number)/\(count)", option, path])
      #expect(made.status == 0, "\(made.errors)")
      return path
    }
  }

  private static func merge(_ parts: [String], to path: String, _ options: [String] = []) throws -> Command {
    try Command(["merge"] + parts + ["--output", path, "--quiet"] + options)
  }

  private static let run =
    ["sample", "linear-regression", "--chains", "4", "--seed", "11", "--warm-up", "60", "--draws", "50", "--quiet"]

  @Test(arguments: [
    [], ["--sampler", "hmc", "--save-warm-up"], ["--sampler", "sgworld", "--learning-rate", "0.05", "--thin", "2"],
    ["--sampler", "calm", "--learning-rate", "0.05"],
  ]) func partsOfARunMakeTheRun(_ sampler: [String]) throws {
    let folder = try TemporaryFolder()
    let (whole, merged) = (folder.file("whole"), folder.file("merged"))
    let once = try Command(Self.run + sampler + ["--output", whole])
    let parts = try Self.parts(3, of: Self.run + sampler, "--output", in: folder)
    #expect(try Self.files(parts[0]).keys.sorted() == ["chain-1.csv", "chain-1.saved", "chain-4.csv", "chain-4.saved"])
    let joined = try Self.merge(parts.reversed(), to: merged)
    #expect(joined.status == 0 && joined.output == once.output, "\(joined.errors)")
    #expect(try Self.files(merged) == Self.files(whole) && Self.files(merged).count == 8)
    #expect(try Self.manifest(merged) == Self.manifest(whole))
    // It is a run like any other, also where merging was ended half way.
    for file in ["/chain-3.saved", "/chain-4.csv", "/chain-4.saved"] {
      try FileManager.default.removeItem(atPath: merged + file)
    }
    for path in [whole, merged] { #expect(try Command(["resume", path, "--draws", "80", "--quiet"]).status == 0) }
    #expect(try Self.files(merged) == Self.files(whole))
    #expect(try Command(["rerun", merged + "/manifest.json", "--quiet"]).status == 0)
    #expect(try RunFolderTests.draws(merged + "-again", chains: 4) == RunFolderTests.draws(whole, chains: 4))
  }

  @Test(arguments: [
    ["linear-regression", "--samplers", "sgld,sgworld", "--learning-rates", "0.02,0.05,0.1", "--estimator", "coupled"],
    [
      "logistic-regression", "--data", "trial.csv", "--target", "cured", "--standardize", "--learning-rates",
      "1e-2,2e-2",
    ],
    ["linear-regression", "--estimator", "reference", "--learning-rates", "0.02,0.05"],
  ]) func partsOfASweepMakeTheSweep(_ sweep: [String]) throws {
    let folder = try TemporaryFolder()
    let trial = DocumentationTests.root.appendingPathComponent("Examples/Models/trial.csv").path
    let run =
      ["sweep"] + sweep.map { $0 == "trial.csv" ? trial : $0 }
      + ["--chains", "2", "--epochs", "200", "--quiet", "--format", "json", "--output", folder.file("result.json")]
    let once = try Command(run)
    #expect(once.status == 0, "\(once.errors)")
    let result = try Data(contentsOf: URL(fileURLWithPath: folder.file("result.json")))
    try FileManager.default.removeItem(atPath: folder.file("result.json"))
    let parts = try Self.parts(3, of: run, "--run", in: folder)
    #expect(!FileManager.default.fileExists(atPath: folder.file("result.json")))
    let joined = try Self.merge(parts, to: folder.file("merged"), ["--format", "json"])
    #expect(joined.status == 0 && joined.output == once.output, "\(joined.errors)")
    #expect(try Data(contentsOf: URL(fileURLWithPath: folder.file("result.json"))) == result)
    #expect(try Command(["resume", folder.file("merged"), "--quiet", "--format", "json"]).output == once.output)
  }

  /// Ranks of mpirun keep points in files of their own. A run that goes on takes them all, and leaves one file, in order.
  @Test func pointsOfAllRanksAreTaken() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run")
    let sweep = ["sweep", "--epochs", "50", "--learning-rates", "0.01,0.02", "--quiet", "--format", "json"]
    let whole = try Command(sweep + ["--run", path])
    let files = try Self.files(path)
    let lines = try #require(files["points.jsonl"]).split(separator: UInt8(ascii: "\n")).map { $0 + Data("\n".utf8) }
    #expect(lines.count == 4 && files.count == 1)
    try Data(lines[2]).write(to: folder.url.appendingPathComponent("run/points.jsonl"))
    try Data(lines[3] + lines[0] + lines[1].dropLast(9)).write(
      to: folder.url.appendingPathComponent("run/points-1.jsonl"))
    let manifest = try String(contentsOfFile: path + "/manifest.json", encoding: .utf8)
    _ = try folder.write(manifest.replacing("\"finished\"", with: "\"running\""), to: "run/manifest.json")
    let resumed = try Command(["resume", path, "--format", "json"])
    #expect(resumed.status == 0 && resumed.output == whole.output)
    #expect(resumed.errors.split(separator: "\n").count == 1 && resumed.errors.hasPrefix("[4/4] sgld at η = 0.02"))
    #expect(try Self.files(path) == files)
  }

  /// Nothing but all parts of one run, each once and finished, is joined, and nothing is made otherwise.
  @Test func whatIsNotOneRunIsRefused() throws {
    let folder = try TemporaryFolder()
    let run = ["sample", "gaussian-mean", "--chains", "3", "--warm-up", "30", "--draws", "20", "--quiet"]
    let parts = try Self.parts(3, of: run + ["--seed", "7"], "--output", in: folder)
    func make(_ name: String, _ options: [String]) throws -> String {
      let made = try Command(run + options + ["--output", folder.file(name)])
      #expect(made.status == 0, "\(made.errors)")
      return folder.file(name)
    }
    let seed = try make("seed", ["--part", "3/3", "--seed", "8"])
    let half = try make("half", ["--part", "2/2", "--seed", "7"])
    let twice = try make("twice", ["--part", "2/3", "--seed", "7"])
    let whole = try make("run", ["--seed", "7"])
    let stopped = try make("stopped", ["--part", "3/3", "--seed", "7"])
    let manifest = try String(contentsOfFile: stopped + "/manifest.json", encoding: .utf8)
    _ = try folder.write(manifest.replacing("\"finished\"", with: "\"interrupted\""), to: "stopped/manifest.json")
    let merged = folder.file("merged")
    for (names, words) in [
      ([parts[0], parts[1], seed], "are not of one run: seed is 8 and 7"),
      ([parts[0], half], "are not of one run: one is of 2 parts and one of 3"),
      (parts + [twice], "are both part 2/3: name each part once"),
      ([parts[2], parts[0]], "the run has 3 parts: name the folder of 2/3 too"),
      ([parts[0], parts[1], stopped], "'\(stopped)' is not finished: 'posterior resume \(stopped)' goes on with it"),
      ([parts[0], whole], "are not of one run"),
    ] {
      let refused = try Self.merge(names, to: merged)
      #expect(refused.status == 65 && refused.errors.contains(words), "\(refused.errors)")
      #expect(!FileManager.default.fileExists(atPath: merged))
    }
    let same = try Self.merge([parts[0], parts[0] + "/"], to: merged)
    #expect(same.status == 64 && same.errors.contains("'\(parts[0])/' is named twice"), "\(same.errors)")
    let occupied = try Self.merge(parts, to: whole)
    #expect(occupied.status == 73 && occupied.errors.contains("holds another run"))
    let diagnosed = try Command(["diagnose", parts[1]])
    #expect(diagnosed.errors.contains("it is part 2/3 of a run of 3 chains: 'posterior merge' joins it"))
    // Of files that are not there nothing is said but that.
    try FileManager.default.removeItem(atPath: parts[1] + "/chain-2.csv")
    let lost = try Self.merge(parts, to: merged)
    #expect(lost.status == 65 && lost.errors.contains("'\(parts[1])/chain-2.csv' is not there"), "\(lost.errors)")
  }

  @Test(arguments: [
    (["sample", "gaussian-mean", "--part", "1/2"], "--part needs --output"),
    (
      ["sample", "gaussian-mean", "--part", "1/5", "--output", "x"],
      "more parts than there are chains: K must be at most 4"
    ),
    (["sample", "gaussian-mean", "--part", "3/2", "--output", "x"], "give k/K"),
    (["sample", "gaussian-mean", "--part", "0/2", "--output", "x"], "give k/K"),
    (["sample", "gaussian-mean", "--part", "99999999999999999999/2", "--output", "x"], "give k/K"),
    (
      ["sample", "linear-regression", "--sampler", "sgld", "--learning-rate", "0.01"]
        + ["--bias", "--part", "1/2", "--output", "x"], "--bias has chains of its own"
    ),
    (["sweep", "--part", "1/2"], "--part needs --run"),
    (
      ["sweep", "--learning-rates", "0.1", "--samplers", "sgld", "--part", "1/2", "--run", "/nowhere/x"],
      "more parts than there are points: K must be at most 1"
    ),
  ]) func partsThatMeanNothingAreRefused(_ command: [String], _ words: String) throws {
    let refused = try Command(command)
    #expect(refused.status == 64 && refused.errors.contains(words), "\(refused.errors)")
    #expect(refused.errors.split(separator: "\n").count == 1)
  }

  /// The script of Docs/ManyMachines.md, in a loop.
  @Test func theArrayJobOfTheGuideRuns() throws {
    let guide = try DocumentationTests.text("Docs/ManyMachines.md")
    let script = try #require(guide.firstMatch(of: /```sh\n(#!\/bin\/sh\n[^`]*)```/)?.1)
    let loop = try #require(guide.firstMatch(of: /```sh\n(for k in [^`]*)```/)?.1)
    let folder = try TemporaryFolder()
    _ = try folder.write(String(script), to: "draw.sh")
    let trial = DocumentationTests.root.appendingPathComponent("Examples/Models/trial.csv")
    try FileManager.default.copyItem(at: trial, to: folder.url.appendingPathComponent("trial.csv"))
    let line = "cd \"$1\"; PATH=$(dirname \"$0\"):$PATH; export PATH; set -e\n" + loop
    for _ in 0..<2 {
      let done = try Command.shell(line, [folder.url.path])
      #expect(done.status == 0 && done.output.contains("R-hat"), "\(done.errors)")
      // A task that is submitted again goes on where it was.
      try FileManager.default.removeItem(atPath: folder.file("run"))
    }
  }
}
