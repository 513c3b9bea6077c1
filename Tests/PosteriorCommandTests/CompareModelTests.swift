import Foundation
import PosteriorDiagnostics
import Testing

/// Draws against the posterior of a model.
@Suite struct CompareModelTests {
  static let model = ["--model", "linear-regression", "--noise-sd", "54.3"]

  @Test func exactPosteriorIsTheReference() throws {
    let folder = try TemporaryFolder()
    let exact = try CompareCommandTests.sample(folder, "exact", ["--draws", "2000"])
    let match = try CompareCommandTests.verdict([exact] + Self.model)
    #expect(match.verdict == .match && match.steinDiscrepancy?.resolved == false)
    let biased = try CompareCommandTests.sample(
      folder, "biased", ["--sampler", "sgld", "--learning-rate", "0.3", "--draws", "3000", "--thin", "34"])
    let differ = try CompareCommandTests.verdict([biased] + Self.model)
    #expect(differ.verdict == .differ && differ.steinDiscrepancy?.resolved == true)
    // The same draws are not those of another prior.
    #expect(try CompareCommandTests.verdict([exact, "--prior-sd", "20"] + Self.model).verdict == .differ)
    // With a reference the gradients are an addition.
    let both = try CompareCommandTests.verdict([biased, exact] + Self.model)
    #expect(both.verdict == .differ && both.steinDiscrepancy?.resolved == true)
    #expect(try CompareCommandTests.verdict([biased, exact]).steinDiscrepancy == nil)
    #expect(try Command(["compare", biased, exact] + Self.model).output.contains("KSD² from the gradients"))
  }

  @Test func normalHasScoresOfItsOwn() throws {
    let folder = try TemporaryFolder()
    var random = GSLRandom(seed: 6)
    let rows = (0..<2000).map { _ in "\(3 + 2 * random.normal())" }
    let draws = try folder.write((["a"] + rows).joined(separator: "\n"), to: "draws.csv")
    func stein(_ mean: Double) throws -> DivergenceEstimate {
      let normal = try folder.write("{\"mean\": [\(mean)], \"covariance\": [[4]]}", to: "normal.json")
      return try #require(try CompareCommandTests.verdict([draws, normal]).steinDiscrepancy)
    }
    let (own, other) = (try stein(3), try stein(4))
    #expect(!own.resolved && other.resolved, "\(own) \(other)")
  }

  /// A file that reports σ is compared as ln σ, which the model samples.
  @Test func reportedScalesBecomeLogarithms() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("draws")
    let model = ["--unknown-noise", "--features", "bmi"]
    let sample = try Command(
      ["sample", "linear-regression", "--quiet", "--no-summary", "--chains", "1", "--output", path] + model)
    #expect(sample.status == 0, "\(sample.errors)")
    let lines = try String(contentsOfFile: path + "/chain-1.csv", encoding: .utf8).split(separator: "\n")
    let reported = lines.filter { !$0.hasPrefix("#") }.enumerated().map { row, line in
      let cells = line.split(separator: ",").suffix(3)
      let last = cells.last.flatMap { Double($0) }.map { "\(exp($0))" } ?? "σ"
      return (cells.dropLast() + [last[...]]).joined(separator: ",")
    }
    let file = try folder.write(reported.joined(separator: "\n"), to: "sigma.csv")
    let arguments = ["--model", "linear-regression"] + model
    let comparison = try CompareCommandTests.verdict([file] + arguments)
    #expect(comparison.parameters.map(\.name) == ["intercept", "bmi", "ln σ"])
    let own = try CompareCommandTests.verdict([path] + arguments)
    for (a, b) in zip(comparison.parameters, own.parameters) {
      #expect(abs(a.wasserstein1.estimate - b.wasserstein1.estimate) < 1e-9)
    }
    #expect(own.verdict != .differ)
  }
}
