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
    let file = try folder.write(reported.map { $0 + "\n" }.joined(), to: "sigma.csv")
    let arguments = ["--model", "linear-regression"] + model
    let comparison = try CompareCommandTests.verdict([file] + arguments)
    #expect(comparison.parameters.map(\.name) == ["intercept", "bmi", "ln σ"])
    let own = try CompareCommandTests.verdict([path] + arguments)
    for (a, b) in zip(comparison.parameters, own.parameters) {
      #expect(abs(a.wasserstein1.estimate - b.wasserstein1.estimate) < 1e-9)
    }
    #expect(own.verdict != .differ)
  }

  /// Draws of a model file are brought back to its unconstrained coordinates.
  @Test func constrainedModelsAreCompared() throws {
    let folder = try TemporaryFolder()
    let text = "mu ~ normal(0, 5)\ntau ~ half_cauchy(5)\nhalf = tau / 2\ny ~ normal(mu, tau)\n"
    let model = try folder.write(text, to: "m.model")
    let data = try folder.write("y\n1.5\n-2\n0.5\n3\n2.5\n-1\n", to: "y.csv")
    let (one, two) = (folder.file("one"), folder.file("two"))
    for (seed, path) in [("1", one), ("2", two)] {
      let arguments = ["--seed", seed, "--chains", "2", "--quiet", "--no-summary", "--output", path]
      #expect(try Command(["sample", model, "--data", data] + arguments).status == 0)
    }
    let arguments = ["--model", model, "--data", data]
    let comparison = try CompareCommandTests.verdict([one, two] + arguments)
    #expect(comparison.parameters.map(\.name) == ["mu", "u(tau)"])
    #expect(comparison.verdict != .differ && comparison.steinDiscrepancy?.resolved == false)
    // The same draws with tau a half larger are none of the model's.
    let lines = try String(contentsOfFile: one + "/chain-1.csv", encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map { $0.split(separator: ",").map(String.init) }
    func changed(_ name: String, _ change: (Double) -> Double) throws -> String {
      let column = try #require(lines[0].firstIndex(of: "tau"))
      let rows =
        [lines[0]]
        + lines.dropFirst().map { row in
          var row = row
          row[column] = "\(change(Double(row[column]) ?? .nan))"
          return row
        }
      return try folder.write(rows.map { $0.joined(separator: ",") + "\n" }.joined(), to: name)
    }
    let wide = try CompareCommandTests.verdict([changed("wide.csv") { 1.5 * $0 }, two] + arguments)
    #expect(wide.verdict == .differ && wide.steinDiscrepancy?.resolved == true)
    let negative = try Command(["compare", changed("negative.csv") { -$0 }, two] + arguments)
    #expect(negative.status == 65 && negative.errors.contains("negative.csv: chain 1, draw 1: 'tau' is -"))
    #expect(negative.errors.contains("must be above 0"), "\(negative.errors)")
    let another = try folder.write("m ~ normal(0, 1)\ny ~ normal(m, 1)", to: "n.model")
    let other = try Command(["compare", one, two, "--model", another, "--data", data])
    #expect(other.status == 65 && other.errors.contains("there is no parameter 'm', one of the model's"))
  }
}
