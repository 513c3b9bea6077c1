import Foundation
import Testing

/// `--batching stratified:K` by one process.
@Suite struct StratifiedCommandTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let words = [
    "sample", "linear-regression", "--sampler", "sgworld", "--learning-rate", "0.05", "--chains", "2", "--quiet",
  ]

  /// A run goes on with the bytes of one that was never ended, on any number of threads; built-in models and written
  /// ones.
  @Test(arguments: [false, true]) func aRunGoesOn(_ isWritten: Bool) throws {
    let (run, whole) = (folder.file("run"), folder.file("whole"))
    let rows = (0..<60).map { "\(Double($0 * 37 % 60) / 30 - 1),\(Double($0 * 23 % 60) / 20 - 1)" }
    let table = try folder.write("x,y\n" + rows.joined(separator: "\n") + "\n", to: "t.csv")
    let model = try folder.write("b ~ normal(0, 1)\ny ~ normal(b * x, 1)\n", to: "line.model")
    let own = isWritten ? ["sample", model, "--data", table] + words.dropFirst(2) : words
    func draws(_ count: Int, _ threads: Int, _ output: String) -> [String] {
      own + [
        "--batching", "stratified:4", "--batch-size", "12", "--draws", "\(count)", "--warm-up", "7", "--threads",
        "\(threads)", "--output", output,
      ]
    }
    let made = try Command(draws(40, 2, whole))
    #expect(made.status == 0, "\(made.errors)")
    #expect(try Command(draws(15, 1, run)).status == 0)
    let resumed = try Command(["resume", run, "--draws", "40", "--quiet"])
    #expect(resumed.status == 0 && resumed.output == made.output, "\(resumed.errors)")
    for chain in ["/chain-1.csv", "/chain-2.csv"] {
      // The header says how many draws were asked for.
      func rows(_ folder: String) throws -> [Substring] {
        try String(contentsOfFile: folder + chain, encoding: .utf8).split(separator: "\n").filter { $0.first != "#" }
      }
      #expect(try rows(run) == rows(whole) && rows(run).count == 41)
    }
  }

  /// Unless they are given, minibatches have a size that strata divide.
  @Test func usualMinibatchesAreDivided() throws {
    let run = folder.file("run")
    let made = try Command(words + ["--batching", "stratified:5", "--draws", "3", "--warm-up", "1", "--output", run])
    #expect(made.status == 0, "\(made.errors)")
    let manifest = try String(contentsOfFile: run + "/manifest.json", encoding: .utf8)
    #expect(manifest.contains("\"batching\" : \"stratified:5\"") && manifest.contains("\"batchSize\" : 10"))
  }

  @Test func whatItRefuses() throws {
    let reason = "a minibatch has 1 to 442 examples, a multiple of 4, not 13"
    for (options, status, told) in [
      (["--batching", "stratified:4", "--batch-size", "13"], 64, "stratified:4: " + reason),
      (["--batching", "stratified:443"], 64, "1 to 442 examples, a multiple of 443, not 443"),
      (["--sampler", "stratified:4/control-variate/ubu", "--batch-size", "13"], 64, "stratified:4: " + reason),
      (["--batching", "stratified:0"], 64, "stratified:K"),
      (["--batching", "stratified"], 64, "stratified:K"),
    ] {
      let run = try Command(words + options)
      #expect(Int(run.status) == status && run.errors.contains(told), "\(run.errors)")
    }
    let stationary = try Command(["stationary", "--batching", "stratified:5"])
    #expect(
      stationary.status == 64
        && stationary.errors.contains(
          "--batching stratified:5 has no meaning here: the diffusion of its noise is not known; take one of "
            + "with-replacement, fresh, reshuffled"),
      "\(stationary.errors)")
  }
}
