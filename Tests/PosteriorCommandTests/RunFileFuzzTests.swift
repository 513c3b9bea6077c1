import Foundation
import Fuzzing
import PosteriorData
import Testing

@testable import PosteriorDiagnostics
@testable import posterior

/// Mutated files of runs, beyond their readers: what a command makes of them.
@Suite struct RunFileFuzzTests {
  private func inputs(_ name: String, _ usual: Int) throws -> [Data] {
    let reader = try #require(FuzzReader.all.first { $0.name == name })
    let run = FuzzRun(reader, seed: 2)
    return reader.sound.map { Data($0) } + (0..<fuzzCount(usual)).map { Data(run.input($0)) }
  }

  // A command line is understood within some sixty milliseconds where code is not optimised.
  #if DEBUG
    private static let commandCount = 500
  #else
    private static let commandCount = 10_000
  #endif

  /// A manifest's command line may be any words: it is a run's command or refused.
  @Test func commandsOfManifests() throws {
    var (read, understood) = (0, 0)
    for data in try inputs("manifest", Self.commandCount) {
      guard let manifest = try? RunManifest(data, source: "manifest.json") else { continue }
      read += 1
      guard let (command, words) = try? manifest.command(in: "/run", draws: 7) else { continue }
      understood += 1
      #expect(words.contains("/run") && command.running.chains >= 1)
    }
    #expect(understood > Self.commandCount / 100 && understood < read, "\(understood) of \(read)")
  }

  /// Points whose numbers may be any are shown in every format.
  @Test func reportsOfPoints() throws {
    let command = try #require(
      try PosteriorCommand.parseAsRoot(["sweep", "gaussian-mean", "--learning-rates", "0.1"]) as? SweepCommand)
    let study = try SweepStudy(command)
    let empty = try #require(study.known).withoutChains(theory: [])
    var read = 0
    for data in try inputs("points", 10_000) {
      guard let points = try? FinishedPoints.points(in: LineFile.wholeLines(of: data).lines, of: "points.jsonl") else {
        continue
      }
      read += 1
      var result = empty
      result.points = points
      for format in Format.allCases { _ = try SweepReport(description: [], result: result).text(format) }
    }
    #expect(read > 100)
  }
}
