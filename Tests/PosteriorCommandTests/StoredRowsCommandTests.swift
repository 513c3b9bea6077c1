import Foundation
import Testing

/// Packed sets that are larger than the memory they may take.
@Suite struct StoredRowsCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A packed set of 100 000 rows, which is some megabytes: g is yes where x and chance say so.
  private func pack(isSorted: Bool) throws -> String {
    let rows = (0..<100_000).map { i in
      let x = Double(isSorted ? i : i * 31337 % 100_000) / 50_000 - 1
      return "\(x),\(Double(i * 7919 % 1000) / 500 - 1),\(x > Double(i * 104_729 % 977) / 488 - 1 ? "yes" : "no")"
    }
    let file = try folder.write("x,u,g\n" + rows.joined(separator: "\n") + "\n", to: "t.csv")
    let set = folder.file("set")
    #expect(try Command(["pack", file, set, "--quiet"]).status == 0)
    return set
  }

  private let words = ["sample", "logistic-regression", "--target", "g", "--chains", "2", "--quiet"]

  /// A run by blocks of rows is that of a chain that was never ended, and close to one on rows in memory.
  @Test func aRunByBlocksGoesOn() throws {
    let (set, run) = (try pack(isSorted: false), folder.file("run"))
    let own = [
      "--data", set, "--memory", "1M", "--sampler", "calm", "--learning-rate", "1e-5", "--batch-size", "1000",
      "--warm-up", "3",
    ]
    let whole = try Command(words + own + ["--draws", "9"])
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.output.contains("(0 is no, 1 is yes)"))
    #expect(try Command(words + own + ["--draws", "4", "--output", run]).status == 0)
    let resumed = try Command(["resume", run, "--draws", "9", "--quiet"])
    #expect(resumed.status == 0 && resumed.output == whole.output, "\(resumed.errors)")
    let manifest = try String(contentsOfFile: run + "/manifest.json", encoding: .utf8)
    #expect(manifest.contains("\"batching\" : \"blocks:4096:2\""))
  }

  /// Chains that hop make the same draws on any number of threads, and go on. A block must have room in memory.
  @Test func chainsHopOverBlocks() throws {
    let (set, run) = (try pack(isSorted: false), folder.file("run"))
    func own(_ blocks: Int, _ threads: Int, _ draws: Int) -> [String] {
      words + [
        "--data", set, "--memory", "1M", "--sampler", "sgworld", "--learning-rate", "1e-5", "--batch-size", "1000",
        "--batching", "hopping:\(blocks)", "--warm-up", "2", "--threads", "\(threads)", "--draws", "\(draws)",
      ]
    }
    let (one, two) = (try Command(own(5, 1, 6)), try Command(own(5, 2, 6)))
    #expect(one.status == 0 && one.output == two.output, "\(one.errors)")
    #expect(try Command(own(5, 1, 3) + ["--output", run]).status == 0)
    let resumed = try Command(["resume", run, "--draws", "6", "--quiet"])
    #expect(resumed.status == 0 && resumed.output == one.output, "\(resumed.errors)")
    let refused = try Command(own(2, 1, 6))
    #expect(
      refused.status == 64
        && refused.errors.contains(
          "hopping:2 shuffles blocks of 50000 rows, and --memory holds 32768: give more of it, or more blocks"),
      "\(refused.errors)")
  }

  /// Full gradients are those of rows in memory: NUTS draws the same.
  @Test(arguments: [
    ["logistic-regression", "--target", "g"], ["linear-regression", "--target", "u", "--unknown-noise"],
  ])
  func nutsDrawsWhatItDrawsOfRowsInMemory(_ model: [String]) throws {
    let set = try pack(isSorted: true)
    let words = ["sample"] + model + ["--features", "x", "--chains", "2", "--quiet", "--format", "json"]
    func means(_ memory: String) throws -> [Double] {
      let run = try Command(words + ["--data", set, "--draws", "40", "--warm-up", "40", "--memory", memory])
      #expect(run.status == 0, "\(run.errors)")
      return run.output.matches(of: #/"mean" : (-?[\d.e-]+)/#).compactMap { Double($0.1) }
    }
    let (small, large) = (try means("1M"), try means("1G"))
    #expect(small.count == model.count - 1 && zip(small, large).allSatisfy { abs($0 - $1) < 1e-6 }, "\(small) \(large)")
  }

  /// Rows in memory have their sampler's own minibatches in single precision too, and not blocks in an order that does
  /// harm: numbers that single precision keeps make the same draws.
  @Test(arguments: [[], ["--unknown-noise"]]) func singlePrecisionTakesTheSameMinibatches(_ noise: [String]) throws {
    let lines = (0..<9000).map { i in "\(i / 1000),\(i / 1000 + i * 7919 % 13)" }
    let data = try folder.write("x,y\n" + lines.joined(separator: "\n") + "\n", to: "sorted.csv")
    func numbers(_ precision: String) throws -> [Double] {
      let run = try Command(
        ["sample", "linear-regression", "--data", data, "--target", "y", "--sampler", "sgworld", "--learning-rate"]
          + ["1e-7", "--batch-size", "100", "--draws", "50", "--chains", "2", "--quiet", "--format", "json"]
          + ["--precision", precision] + noise)
      #expect(run.status == 0, "\(run.errors)")
      return run.output.matches(of: #/"(?:mean|sd)" : (-?[\d.e-]+)/#).compactMap { Double($0.1) }
    }
    let (single, double) = (try numbers("single"), try numbers("double"))
    #expect(single.count == (noise.isEmpty ? 4 : 6))
    for (a, b) in zip(single, double) { #expect(abs(a - b) <= 1e-6 * abs(b), "\(single) \(double)") }
  }

  /// Rows in an order that biases blocks are refused, with the remedy, unless blocks were asked for.
  @Test func harmfulOrder() throws {
    let set = try pack(isSorted: true)
    let own = ["--data", set, "--memory", "1M", "--sampler", "sgworld", "--learning-rate", "1e-6", "--draws", "2"]
    let size = ["--batch-size", "1000", "--warm-up", "1"]
    let order = "the rows are ordered by 'x', 'g', so that blocks of rows bias a sampler: pack them with --shuffle"
    let refused = try Command(words + own + size)
    #expect(
      refused.status == 65 && refused.errors == "posterior: \(order), or choose --batching\n", "\(refused.errors)")
    let warned = try Command(words + own + size + ["--batching", "blocks:4096"])
    #expect(warned.status == 0 && warned.errors.contains(order), "\(warned.errors)")
    let bias = try Command(
      ["bias", "logistic-regression", "--target", "g", "--quiet", "--data", set, "--memory", "1M"] + size.prefix(2)
        + ["--sampler", "sgworld", "--learning-rate", "1e-6", "--epochs", "2"])
    #expect(bias.status == 65 && bias.errors == refused.errors, "\(bias.errors)")
  }

  @Test func whatHasNoStoredRows() throws {
    let set = try pack(isSorted: false)
    let mean = try Command(["sample", "gaussian-mean", "--target", "u", "--data", set, "--memory", "1M"])
    #expect(mean.status == 64 && mean.errors.contains("--memory has no meaning for gaussian-mean"), "\(mean.errors)")
  }
}
