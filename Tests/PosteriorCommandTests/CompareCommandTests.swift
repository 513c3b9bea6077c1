import Foundation
import PosteriorDiagnostics
import Testing

@Suite struct CompareCommandTests {
  /// A folder with draws of one sampler.
  static func sample(_ folder: TemporaryFolder, _ name: String, _ arguments: [String]) throws -> String {
    let path = folder.file(name)
    let command = try Command(
      ["sample", "linear-regression", "--noise-sd", "54.3", "--quiet", "--no-summary", "--output", path] + arguments)
    #expect(command.status == 0 && command.output.isEmpty, "\(command.errors)")
    return path
  }

  static func verdict(_ arguments: [String]) throws -> Comparison {
    let command = try Command(["compare"] + arguments + ["--format", "json"])
    #expect(command.status == 0, "\(command.errors)")
    return try JSONDecoder().decode(Comparison.self, from: Data(command.output.utf8))
  }

  @Test func tellsMatchingDrawsFromOthers() throws {
    let folder = try TemporaryFolder()
    let exact = try Self.sample(folder, "exact", ["--draws", "2000"])
    let again = try Self.sample(folder, "again", ["--draws", "2000", "--seed", "2"])
    let biased = try Self.sample(
      folder, "biased", ["--sampler", "sgld", "--learning-rate", "0.3", "--draws", "3000", "--thin", "34"])
    #expect(try Self.verdict([again, exact]).verdict == .match)
    let comparison = try Self.verdict([biased, exact])
    #expect(comparison.verdict == .differ)
    #expect(comparison.parameters.map(\.name) == ["intercept", "sex", "bmi", "bp", "hdl", "ltg"])
    let table = try Command(["compare", biased, exact])
    #expect(table.output.contains("differ: ") && table.output.contains("bmi: W₁"))

    // The normal that a sweep writes is a reference too.
    let sweep = folder.file("sweep.json")
    try Command(["sweep", "--epochs", "50", "--quiet", "--noise-sd", "54.3", "--output", sweep])
    #expect(try Self.verdict([again, sweep]).verdict == .match)
    #expect(try Self.verdict([biased, sweep]).verdict == .differ)

    let few = try Self.sample(folder, "few", ["--draws", "30"])
    #expect(try Self.verdict([few, exact]).verdict == .cannotTell)
  }

  @Test func mistakesAreOneClearLine() throws {
    let folder = try TemporaryFolder()
    let good = try Self.sample(folder, "good", ["--draws", "100"])
    let other = try Self.sample(folder, "other", ["--draws", "100", "--features", "bmi"])
    let normal = try folder.write("{\"mean\": [0], \"covariance\": [[1]]}", to: "normal.json")
    let broken = try folder.write("{\"mean\": 3}", to: "broken.json")
    let mistakes: [(arguments: [String], status: Int32, words: [String])] = [
      ([good, "/no/such"], 65, ["/no/such", "no such file"]),
      ([good, folder.url.path], 65, ["no .csv file"]),
      ([good, other], 65, ["no parameter 'sex'"]),
      ([other, good], 65, ["'sex' is not among"]),
      ([good, normal], 65, ["1 parameters where", "6"]),
      ([good, broken], 65, ["not a normal distribution"]),
      ([good, good, "--tolerance", "0"], 64, ["--tolerance"]),
    ]
    for mistake in mistakes {
      let command = try Command(["compare"] + mistake.arguments)
      #expect(command.status == mistake.status && command.output.isEmpty)
      #expect(command.errors.split(separator: "\n").count == 1)
      for word in mistake.words { #expect(command.errors.contains(word), "\(word) in: \(command.errors)") }
    }
  }
}
