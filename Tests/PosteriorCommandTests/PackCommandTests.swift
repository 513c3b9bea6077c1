import Foundation
import Testing

/// `posterior pack`, and what takes the sets that it makes.
@Suite struct PackCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func table(_ count: Int = 60) throws -> String {
    let rows = (0..<count).map { i in "\(Double(i * 7 % 24) / 8 - 1.5),\(["a", "b", "c"][i * 5 % 3]),\(i % 11)" }
    return try folder.write("x,g,y\n" + rows.joined(separator: "\n") + "\n", to: "t.csv")
  }

  /// Whatever a subcommand makes of the CSV it makes of the set.
  @Test(arguments: [
    ["sample", "linear-regression", "--target", "y", "--features", "x", "--draws", "40"],
    ["sample", "softmax-regression", "--target", "g", "--draws", "20"],
    ["check", "MODEL"], ["sample", "MODEL", "--draws", "40"],
    ["sweep", "linear-regression", "--target", "y", "--features", "x", "--epochs", "30"],
    [
      "stationary", "linear-regression", "--target", "y", "--features", "x", "--learning-rate", "0.01", "--draws",
      "100",
    ],
  ])
  func everySubcommandTakesASet(_ words: [String]) throws {
    let file = try table()
    let model = try folder.write(
      """
      b[g] ~ normal(0, 1)
      y ~ normal(5 + b[g] + x, 3)
      """, to: "m.model")
    let set = folder.file("set")
    #expect(try Command(["pack", file, set, "--quiet"]).status == 0)
    let words = words.map { $0 == "MODEL" ? model : $0 } + ["--format", "json"]
    let (of, ofCSV) = (try Command(words + ["--data", set]), try Command(words + ["--data", file]))
    #expect(of.status == 0, "\(of.errors)")
    #expect(of.output.replacing(set, with: file) == ofCSV.output)
  }

  @Test func aRunGoesOnUnlessTheSetHasChanged() throws {
    let (file, set, run) = (try table(), folder.file("set"), folder.file("run"))
    #expect(try Command(["pack", file, set, "--shuffle", "--quiet"]).status == 0)
    let words = ["sample", "linear-regression", "--data", set, "--target", "y", "--features", "x", "--quiet"]
    let whole = try Command(words + ["--draws", "90"])
    #expect(try Command(words + ["--draws", "40", "--output", run]).status == 0)
    let resumed = try Command(["resume", run, "--draws", "90", "--quiet"])
    #expect(resumed.status == 0 && resumed.output == whole.output, "\(resumed.errors)")
    #expect(try Command(["pack", file, set, "--shuffle", "--seed", "2", "--overwrite", "--quiet"]).status == 0)
    let refused = try Command(["resume", run, "--draws", "100"])
    #expect(
      refused.status == 65 && refused.errors.contains("\(set): the file of --data has changed since the run began"))
  }

  @Test func looksAtEveryRow() throws {
    let (file, set) = (try table(), folder.file("set"))
    #expect(try Command(["pack", file, set]).status == 0)
    let sound = try Command(["pack", "--verify", set])
    #expect(sound.status == 0 && sound.output.contains("Every row is as it was packed."), "\(sound.errors)")
    let shard = URL(fileURLWithPath: set + "/rows-1.npy")
    var bytes = try Data(contentsOf: shard)
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: shard)
    let damaged = try Command(["pack", "--verify", set])
    #expect(damaged.status == 65 && damaged.output.isEmpty)
    #expect(damaged.errors.contains("\(set)/rows-1.npy: the checksum of the rows is "))
  }

  @Test func gzipAndStandardInput() throws {
    let file = try table()
    let line = #"gzip -c "$1" > "$2/t.gz"; "$0" pack "$2/t.gz" - "$2/two" --format json < "$1""#
    let two = try Command.shell(line, [file, folder.file("")])
    let columns = try #require(try two.json()["columns"] as? [[String: Any]])
    #expect(try two.json()["rows"] as? Int == 120 && columns[1]["levels"] as? [String] == ["a", "c", "b"])
  }

  @Test func harmfulOrdersAreSaid() throws {
    let rows = (0..<300_000).map { "\($0),\($0 * 7919 % 300_007)" }
    let file = try folder.write("day,y\n" + rows.joined(separator: "\n") + "\n", to: "days.csv")
    let set = folder.file("set")
    let said = "Rows are not in random order: blocks of 65536 differ by day more than chance makes them."
    let sorted = try Command(["pack", file, set])
    #expect(sorted.output.contains(said) && sorted.output.contains("--shuffle brings the rows into random order"))
    let shuffled = try Command(["pack", file, set, "--overwrite", "--shuffle", "--memory", "1M"])
    #expect(shuffled.status == 0 && !shuffled.output.contains("not in random order"), "\(shuffled.output)")
  }

  /// Blocks of rows that are sorted bias a chain, and this is said; of shuffled rows it is not.
  @Test func harmfulBlocksAreSaid() throws {
    let rows = (0..<400).map {
      "\(Double($0) / 400 + Double($0 * 7919 % 401) / 4010),\(Double($0 * 104_729 % 397) / 397)"
    }
    let file = try folder.write("y,x\n" + rows.joined(separator: "\n") + "\n", to: "sorted.csv")
    let set = folder.file("set")
    #expect(try Command(["pack", file, set, "--shuffle", "--quiet"]).status == 0)
    func said(_ data: String, _ sampler: String) throws -> String {
      let command = try Command([
        "sample", "linear-regression", "--data", data, "--target", "y", "--sampler", sampler, "--batching",
        "blocks:20:1",
        "--batch-size", "10", "--learning-rate", "1e-7", "--draws", "20", "--warm-up", "20", "--quiet",
      ])
      #expect(command.status == 0, "\(command.errors)")
      return command.errors
    }
    let words = "the rows are in an order that biases sgworld on blocks:20: the design effect of blocks"
    #expect(try said(file, "sgworld").contains(words))
    for sampler in ["sgworld", "calm"] { #expect(try !said(set, sampler).contains("the rows are in an order")) }
    for (name, said) in [
      ("blocks", "blocks:L"), ("blocks:0", "blocks:L"), ("blocks:2:3:4", "blocks:L"), ("blocks:x", "blocks:L"),
    ] {
      let refused = try Command(["sample", "linear-regression", "--sampler", "sgld", "--batching", name])
      #expect(refused.status == 64 && refused.errors.contains(said), "\(refused.errors)")
    }
  }

  @Test func mistakesAreSaid() throws {
    let file = try table()
    let set = folder.file("set")
    #expect(try Command(["pack", file, set]).status == 0)
    for (words, status, said) in [
      ([file], 64, "name CSV files and last the folder"),
      ([file, set], 73, "--overwrite replaces a packed set"),
      (["--verify", file, set], 64, "--verify takes one folder"),
      (["--verify", set, "--shuffle"], 64, "--shuffle has no meaning beside --verify"),
      ([file, folder.file("n"), "--memory", "1M"], 64, "--memory has no meaning without --shuffle"),
      ([file, folder.file("n"), "--shuffle", "--memory", "1T"], 64, "--memory"),
      ([file, folder.file("n"), "--columns", "x,z"], 65, "no column \"z\""),
      ([folder.file("no.csv"), folder.file("n")], 65, "no such file"),
      (["x.libsvm.gz", folder.file("n")], 64, "'x.libsvm.gz' is a sparse design, not CSV"),
      (["--verify", folder.file("")], 65, "this is a directory without table.json"),
    ] {
      let command = try Command(["pack"] + words)
      #expect(command.status == status && command.errors.contains(said), "\(words): \(command.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.file("n")))
    }
  }

  private static func large(_ count: Int) -> String {
    "a,b,c,d,e,f\n" + (0..<count).map { "\($0),\($0 % 7).25,-1.5e3,\($0 % 13),0.000125,\($0 % 3)\n" }.joined()
  }

  /// Killed at any moment: the set is whole or absent, and what was left is no hindrance.
  @Test func killedOnTheWay() throws {
    #if DEBUG
      let count = 40_000
    #else
      let count = 1_000_000
    #endif
    let file = try folder.write(Self.large(count), to: "large.csv")
    let set = folder.file("set")
    let words = ["pack", file, set, "--overwrite", "--shuffle", "--memory", "1M", "--quiet"]
    var killedCount = 0
    for i in 0..<6 {
      let process = try Command.start(words)
      waitForFile(set + ".new")
      Thread.sleep(forTimeInterval: 0.15 * Double(i))
      let signal = i == 3 ? SIGTERM : SIGKILL
      kill(process.processIdentifier, signal)
      process.waitUntilExit()
      guard process.terminationReason == .uncaughtSignal || process.terminationStatus != 0 else { continue }
      killedCount += 1
      if signal == SIGTERM { #expect(!FileManager.default.fileExists(atPath: set + ".new")) }
      if FileManager.default.fileExists(atPath: set) { #expect(try Command(["pack", "--verify", set]).status == 0) }
    }
    #expect(killedCount > 0)
    #expect(try Command(words).status == 0 && Command(["pack", "--verify", set]).status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.file("")).sorted() == ["large.csv", "set"])
  }

  /// Eight times the rows take no more memory, in order or shuffled.
  @Test(arguments: [[], ["--shuffle", "--memory", "1M"]])
  func memoryDoesNotGrowWithTheRows(_ options: [String]) throws {
    #if DEBUG
      let count = 25_000
    #else
      let count = 100_000
    #endif
    // The most memory that the program has had, in KiB, as the system last said while it ran.
    let line = #"""
      "$0" pack "$1" "$2" --overwrite $3 > /dev/null &
      while grep VmHWM /proc/$!/status 2> /dev/null; do sleep 0.002; done
      wait $!
      """#
    func peak(_ count: Int) throws -> Int {
      let file = try folder.write(Self.large(count), to: "large.csv")
      let said = try Command.shell(line, [file, folder.file("set"), options.joined(separator: " ")])
      #expect(said.status == 0, "\(said.errors)")
      return try #require(said.output.split(separator: "\n").compactMap { Int($0.filter(\.isNumber)) }.max())
    }
    let (small, large) = (try peak(count), try peak(8 * count))
    let more = 7 * count * 48 / 1024
    #expect(large - small < max(2048, more / 4), "\(small) KiB, then \(large) with \(more) KiB more of rows")
  }
}
