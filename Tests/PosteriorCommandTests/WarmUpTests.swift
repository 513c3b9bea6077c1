import Foundation
import Testing

/// A warm-up is a part of the run: it is saved, gone on with, and written where that is asked for.
@Suite struct WarmUpTests {
  /// The lines of a chain's file.
  static func lines(_ folder: String) throws -> [String] {
    try String(contentsOfFile: folder + "/chain-1.csv", encoding: .utf8).split(separator: "\n").map(String.init)
  }

  static func rows(_ lines: some Sequence<String>) -> [String] { lines.filter { $0.first != "#" && $0.first != "l" } }

  /// One in three of 100 steps, and the draws as they are without them.
  @Test(arguments: [["nuts"], ["hmc"], ["sgld", "--learning-rate", "0.001"]])
  func isWrittenBeforeTheDraws(_ sampler: [String]) throws {
    let folder = try TemporaryFolder()
    let (with, without) = (folder.file("with"), folder.file("without"))
    let run =
      ["sample", "linear-regression", "--chains", "1", "--draws", "50", "--warm-up", "100", "--thin", "3", "--quiet"]
      + ["--sampler"] + sampler
    let short = try Command(run + ["--output", without])
    let long = try Command(run + ["--save-warm-up", "--output", with])
    #expect(short.status == 0 && long.status == 0 && long.output == short.output)
    let (lines, drawn) = (try Self.lines(with), Self.rows(try Self.lines(without)))
    let parts = lines.split(separator: "# Adaptation terminated")
    #expect(lines.contains("#     save_warmup = 1") && parts.count == 2)
    #expect(Self.rows(parts[0]).count == 34)
    #expect(drawn.count == 50 && Self.rows(parts[1]) == drawn)
    #expect(try Command(["diagnose", with]).output == Command(["diagnose", without]).output)
    let longer = [with, without].map { ["resume", $0, "--draws", "70", "--quiet"] }
    #expect(try Command(longer[0]).output == Command(longer[1]).output)
    #expect(Self.rows(try Self.lines(with).split(separator: "# Adaptation terminated")[1]).count == 70)
  }

  /// Ended in its warm-up, a run goes on there, with and without the warm-up's rows.
  @Test(arguments: [true, false]) func isGoneOnWith(savesIt: Bool) throws {
    #if DEBUG
      let steps = "4000"
    #else
      let steps = "200000"
    #endif
    let folder = try TemporaryFolder()
    let (whole, ended) = (folder.file("whole"), folder.file("ended"))
    let run =
      ["sample", "linear-regression", "--chains", "1", "--draws", "50", "--warm-up", steps, "--quiet"]
      + (savesIt ? ["--save-warm-up"] : [])
    #expect(try Command(run + ["--output", whole]).status == 0)
    for ending in [SIGTERM, SIGKILL] {
      let process = try Command.start(ending == SIGTERM ? run + ["--output", ended] : ["resume", ended, "--quiet"])
      waitForFile(ended + "/chain-1.saved")
      kill(process.processIdentifier, ending)
      process.waitUntilExit()
      let saved = try String(contentsOfFile: ended + "/chain-1.saved", encoding: .utf8)
      #expect(saved.split(separator: "\n")[0].contains("\"isInWarmUp\":true"))
    }
    #expect(try Command(["resume", ended, "--quiet"]).status == 0)
    #expect(try Self.lines(ended) == Self.lines(whole))
  }

  @Test func needsAFolder() throws {
    let refused = try Command(["sample", "linear-regression", "--save-warm-up"])
    #expect(refused.status == 64 && refused.errors.contains("--save-warm-up needs --output"))
  }
}
