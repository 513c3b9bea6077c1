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
    #expect((0...2).contains(command.status), "\(command.errors)")
    let comparison = try JSONDecoder().decode(Comparison.self, from: Data(command.output.utf8))
    let statuses: [Comparison.Verdict: Int32] = [.match: 0, .differ: 1, .cannotTell: 2]
    #expect(command.status == statuses[comparison.verdict])
    return comparison
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

  /// Columns are matched by name, in whatever order they stand, and what only one has is named.
  @Test func parametersAreMatchedByName() throws {
    let folder = try TemporaryFolder()
    var random = SystemRandomNumberGenerator()
    func draws(_ names: String, _ means: [Double]) throws -> String {
      let rows = (0..<4000).map { _ in
        // Sums of twelve uniforms, whose law is nearly normal.
        means.map { mean in
          let sum = (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &random) }
          return "\(mean + sum)"
        }.joined(separator: ",")
      }
      return try folder.write(names + "\n" + rows.joined(separator: "\n") + "\n", to: "\(UUID()).csv")
    }
    let first = try draws("a,b,c", [0, 5, 9])
    let second = try draws("b,d,a", [5, 7, 0])
    let command = try Command(["compare", first, second, "--tolerance", "0.3"])
    #expect(command.status == 0 && command.errors.contains("left out, as only one of the two has them: c, d"))
    let chosen = try Self.verdict([first, second, "--parameters", "b", "--tolerance", "0.3"])
    #expect(chosen.parameters.map(\.name) == ["b"])
    let normal = #"{"mean": [5, 7, 0], "covariance": [[1,0,0],[0,1,0],[0,0,1]], "parameterNames": ["b", "d", "a"]}"#
    let reference = try folder.write(normal, to: "normal.json")
    #expect(try Self.verdict([first, reference, "--tolerance", "0.3"]).verdict == .match)
    #expect(try Self.verdict([try draws("a,b", [5, 0]), reference]).verdict == .differ)
  }

  @Test func mistakesAreOneClearLine() throws {
    let folder = try TemporaryFolder()
    let good = try Self.sample(folder, "good", ["--draws", "100"])
    let other = try Self.sample(folder, "other", ["--draws", "100", "--features", "bmi"])
    let normal = try folder.write("{\"mean\": [0], \"covariance\": [[1]]}", to: "normal.json")
    let hollow = folder.file("hollow")
    try FileManager.default.createDirectory(atPath: hollow, withIntermediateDirectories: false)
    let one = try folder.write("a\n" + (1...70).map { "\($0)\n" }.joined(), to: "one.csv")
    let two = try folder.write("a,b\n" + (1...70).map { "\($0),\($0 * $0)\n" }.joined(), to: "two.csv")
    let named = #"{"mean": [0], "covariance": [[1]], "parameterNames": ["b"]}"#
    let twice = #"{"mean": [0, 0], "covariance": [[1, 0], [0, 1]], "parameterNames": ["a", "a"]}"#
    let broken = try folder.write("{\"mean\": 3}", to: "broken.json")
    let mistakes: [(arguments: [String], status: Int32, words: [String])] = [
      ([good, "/no/such"], 65, ["/no/such", "no such file"]),
      ([good, hollow], 65, ["no .csv file"]),
      ([good, other, "--parameters", "sex"], 65, ["other", "no parameter 'sex'", "--parameters'"]),
      ([other, good, "--parameters", "sex,bmi"], 65, ["other", "no parameter 'sex'", "--parameters'"]),
      ([good, one], 65, ["no parameter in common", "intercept", "a"]),
      ([one, try folder.write(named, to: "named.json")], 65, ["no parameter in common", "b"]),
      ([one, try folder.write(twice, to: "twice.json")], 65, ["twice.json", "must be 2 different names"]),
      ([good, normal], 65, ["1 parameters where", "6"]),
      ([good, broken], 65, ["not a normal distribution"]),
      ([good, good, "--tolerance", "0"], 64, ["--tolerance"]),
      ([good, good, "--tolerance=-1"], 64, ["--tolerance"]),
      ([good, good, "--tolerance", "nan"], 64, ["--tolerance"]),
      (["", good], 64, ["DRAWS is empty"]),
      ([good, ""], 64, ["REFERENCE is empty"]),
      ([good], 64, ["REFERENCE", "--model"]),
      ([normal, good], 64, ["DRAWS", "Stan CSV"]),
      ([good, good, "--prior-sd", "1"], 64, ["--prior-sd has no meaning without --model"]),
      ([good, "--model", "tanh-network"], 64, ["tanh-network has no closed form", "REFERENCE"]),
      ([good, good, "--model", "logistic-regression"], 64, ["logistic-regression needs --data"]),
      ([good, good, "--model", "tanh-network", "--hidden", "0"], 64, ["--hidden"]),
      ([good, "--model", "linear-regression", "--unknown-noise"], 65, ["no parameter 'ln σ'", "model's"]),
      ([other, "--model", "linear-regression"], 65, ["no parameter 'sex'", "model's"]),
      ([good, "--model", "linear-regression", "--features", "bmi"], 65, ["'sex' is not among the model's"]),
      ([good, "--model", "linear-regression", "--features", "bmj"], 65, ["bmj", "did you mean"]),
      ([good, try folder.write("", to: "empty.csv")], 65, ["empty.csv", "no line of column names"]),
      ([good, try folder.write("a,b\n", to: "header.csv")], 65, ["header.csv", "no draws"]),
      ([good, try folder.write("lp__\n1\n", to: "own.csv")], 65, ["own.csv", "no columns of parameters"]),
      ([good, try folder.write("a,b\n1\n", to: "ragged.csv")], 65, ["ragged.csv", "line 2"]),
      ([good, try folder.write("a\nx\n", to: "text.csv")], 65, ["text.csv", "line 2", "\"x\" is not a number"]),
      ([good, try folder.write("a\n1\n2\n", to: "few.csv")], 65, ["few.csv", "2 draws are too few"]),
      (
        [try folder.write("a\n" + String(repeating: "1\n", count: 70) + "nan\n", to: "nan.csv"), normal], 65,
        ["nan.csv: chain 1, draw 71 of 'a' is not finite"]
      ),
      (
        [one, try folder.write("{\"mean\": [0], \"covariance\": [[-1]]}", to: "negative.json")], 65,
        ["negative.json", "not positive definite"]
      ),
      (
        [one, try folder.write("{\"mean\": [0, 0], \"covariance\": [[1], [1]]}", to: "narrow.json")], 65,
        ["narrow.json", "not a normal distribution"]
      ),
      (
        [two, try folder.write("{\"mean\": [0, 0], \"covariance\": [[1, 0.5], [0.1, 1]]}", to: "skew.json")], 65,
        ["skew.json", "not symmetric in 'a' and 'b'"]
      ),
    ]
    for mistake in mistakes {
      let command = try Command(["compare"] + mistake.arguments)
      #expect(command.status == mistake.status && command.output.isEmpty)
      #expect(command.errors.split(separator: "\n").count == 1)
      for word in mistake.words { #expect(command.errors.contains(word), "\(word) in: \(command.errors)") }
    }
  }
}
