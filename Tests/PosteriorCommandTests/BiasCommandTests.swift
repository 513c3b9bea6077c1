import Foundation
import PosteriorDiagnostics
import Testing

/// `posterior bias`, as a user runs it.
@Suite struct BiasCommandTests {
  static func run(_ arguments: [String]) throws -> Command { try Command(["bias", "--quiet"] + arguments) }

  /// The stationary law's value, which `sweep --theory` gives, lies in the interval.
  @Test(arguments: ["sgld", "sgworld", "calm"]) func holdsTheLawOfTheDefaultModel(_ sampler: String) throws {
    let command = try Self.run([
      "linear-regression", "--sampler", sampler, "--learning-rate", "0.05", "--epochs", "4000", "--format", "json",
    ])
    #expect(command.status == 0, "\(command.errors)")
    let bias = try JSONDecoder().decode(BiasEstimate.self, from: Data(command.output.utf8))
    let sweep = try Command([
      "sweep", "--samplers", sampler, "--learning-rates", "0.05", "--theory-only", "--format", "json", "--quiet",
    ])
    let result = try JSONDecoder().decode(SweepResult.self, from: Data(sweep.output.utf8))
    let theory = try #require(result.points.first?.theory)
    let (kl, lower, bound) = (
      try #require(bias.kl), try #require(bias.wasserstein2), try #require(bias.couplingBound)
    )
    #expect(kl.lower <= theory.kl && theory.kl <= kl.upper, "\(kl), \(theory.kl)")
    #expect(lower.lower <= theory.wasserstein2 && theory.wasserstein2 <= bound.upper)
    #expect(bias.quantities.map(\.name).first == "intercept" && bias.acceptance == 1)
  }

  /// `sample --bias` measures what `bias` does, beside its own draws, which stay what they are.
  @Test func aSampleMeasuresItsBias() throws {
    let chain = [
      "linear-regression", "--sampler", "sgworld", "--learning-rate", "0.1", "--format", "json", "--epochs", "300",
    ]
    struct Sampled: Decodable {
      let parameters: [ParameterSummary]
      let bias: BiasEstimate?
    }
    func sampled(_ more: [String]) throws -> Sampled {
      try JSONDecoder().decode(
        Sampled.self, from: Data(Command(["sample", "--quiet"] + chain + more).output.utf8))
    }
    let (plain, measured) = (try sampled([]), try sampled(["--bias"]))
    #expect(plain.bias == nil && plain.parameters == measured.parameters)
    let alone = try JSONDecoder().decode(BiasEstimate.self, from: Data(Self.run(chain).output.utf8))
    #expect(measured.bias == alone)
    let table = try Command(["sample", "--bias"] + chain.filter { !["--format", "json"].contains($0) })
    #expect(table.output.contains("R-hat") && table.output.contains("shift of the mean, sd"))
    #expect(!table.output.contains("is biased by its learning rate"))
    let exact = try Command(["sample", "linear-regression", "--bias"])
    #expect(exact.status == 64 && exact.errors.contains("no bias to measure"))
  }

  /// A run keeps what `--bias` measured, also one that replaces an older one; `diagnose` and `report` show it.
  @Test func aRunKeepsItsBias() throws {
    let folder = try TemporaryFolder()
    let run = folder.file("run")
    let sample = ["sample", "linear-regression", "--sampler", "sgworld", "--learning-rate", "0.1", "--epochs", "300"]
    for more in [[], ["--overwrite"]] {
      let made = try Command(sample + ["--bias", "--quiet", "--output", run] + more)
      #expect(made.status == 0, "\(made.errors)")
      let diagnosed = try Command(["diagnose", run])
      let measured = made.output.split(separator: "\n").drop { !$0.hasPrefix("quantity") }.joined(separator: "\n")
      #expect(measured.contains("W₂ of the pairs") && diagnosed.output.contains(measured.prefix(400)))
      #expect(!diagnosed.output.contains("is biased by its learning rate"))
    }
    let page = folder.file("page.html")
    #expect(try Command(["report", run, "--output", page]).status == 0)
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.contains("W₂ of the pairs, an upper bound") && !html.contains("No bound on its bias"))
    try Data("{\"model\": 1e999}".utf8).write(to: URL(fileURLWithPath: run + "/bias.json"))
    let damaged = try Command(["diagnose", run])
    #expect(damaged.status == 65 && damaged.errors.contains("bias.json: it is not what"), "\(damaged.errors)")
  }

  /// The same point of a sweep, whose law is known.
  @Test func aSweepBesideTwinsHoldsTheLaw() throws {
    let arguments = ["sweep", "--samplers", "sgld,sgworld", "--learning-rates", "0.1", "--format", "json", "--quiet"]
    func points(_ more: [String]) throws -> [SweepPoint] {
      try JSONDecoder().decode(SweepResult.self, from: Data(Command(arguments + more).output.utf8)).points
    }
    let theory = try points(["--theory-only"])
    for (point, law) in zip(try points(["--estimator", "twin", "--epochs", "4000"]), theory) {
      let (kl, value) = (try #require(point.kl), try #require(law.theory).kl)
      #expect(kl.lower <= value && value <= kl.upper && kl.resolved, "\(point.sampler): \(kl), \(value)")
      #expect(point.warnings == [])
    }
  }

  /// A hierarchy is swept, ended by a rate at which it diverges, and goes on from the points that are there.
  @Test func aModelFileIsSwept() throws {
    let folder = try TemporaryFolder()
    let (model, data) = try Self.hierarchy(folder)
    let arguments = [
      "sweep", model, "--data", data, "--learning-rates", "1e-3,10", "--epochs", "500", "--quiet", "--run",
      folder.file("run"),
    ]
    let command = try Command(arguments)
    #expect(command.status == 0 && command.output.contains("diverged at step"), "\(command.errors)")
    #expect(command.output.contains("errors beside chains of it under the same noise"))
    let again = try Command(["resume", folder.file("run"), "--quiet"])
    #expect(again.status == 0 && again.output == command.output, "\(again.errors)")
    let refused = try Command(arguments.dropLast(2) + ["--samplers", "sgld,sgnht", "--estimator", "twin"])
    #expect(refused.status == 64 && refused.errors.contains("sgnht"), "\(refused.errors)")
  }

  /// A sampler without a twin is held against a run of NUTS, or against draws on disk of what the model reports.
  @Test func aSamplerWithoutATwinIsSwept() throws {
    let folder = try TemporaryFolder()
    let (model, data) = try Self.hierarchy(folder)
    let draws = folder.file("draws")
    let sample = ["sample", model, "--data", data, "--draws", "1000", "--quiet", "--no-summary", "--output", draws]
    #expect(try Command(sample).status == 0)
    let sweep = ["sweep", model, "--data", data, "--samplers", "sgld,psgld", "--learning-rates", "5e-4", "--quiet"]
    for (reference, words) in [([], "the draws of nuts"), (["--reference", draws], "the draws of \(draws)")] {
      let table = try Command(sweep + ["--epochs", "2000"] + reference)
      #expect(table.status == 0 && table.output.contains("errors against " + words), "\(table.errors)")
      let json = try Command(sweep + ["--epochs", "2000", "--format", "json"] + reference)
      let result = try JSONDecoder().decode(SweepResult.self, from: Data(json.output.utf8))
      #expect(result.points.count == 2 && result.parameterNames.count == 4)
      #expect(result.points.allSatisfy { $0.kl != nil || $0.epochsNeeded != nil })
    }
    let other = try Command(sweep + ["--reference", folder.file("none")])
    #expect(other.status != 0 && other.errors.split(separator: "\n").count == 1 && other.errors.contains("none"))
    let both = try Command(sweep + ["--reference", draws, "--estimator", "twin"])
    #expect(both.status == 64 && both.errors.contains("--reference"), "\(both.errors)")
  }

  private static func hierarchy(_ folder: TemporaryFolder) throws -> (model: String, data: String) {
    let data = try folder.write(
      (["y,g"] + (0..<40).map { "\(3 + $0 % 4 + $0 % 7),\(["a", "b"][$0 % 2])" }).joined(separator: "\n"), to: "d.csv")
    let model = try folder.write(
      "mu ~ normal(0, 5)\ntau ~ half_normal(1)\nb[g] ~ normal(mu, tau)\ny ~ poisson(exp(b[g]))\n", to: "m.model")
    return (model, data)
  }

  /// A hierarchy as it is written: errors are told of what the text names, and a file holds what JSON prints.
  @Test func takesAModelFile() throws {
    let folder = try TemporaryFolder()
    let (model, data) = try Self.hierarchy(folder)
    let file = folder.file("bias.json")
    let arguments = [
      model, "--data", data, "--sampler", "sgworld", "--learning-rate", "1e-3", "--epochs", "2000", "--output", file,
    ]
    let command = try Self.run(arguments)
    #expect(command.status == 0, "\(command.errors)")
    for words in ["tau", "b[a]", "KL between normals", "an upper bound", "passes over the data a draw"] {
      #expect(command.output.contains(words), "\(command.output)")
    }
    let json = try Self.run(arguments + ["--format", "json"])
    #expect(json.output == (try String(contentsOfFile: file, encoding: .utf8)))
    let bias = try JSONDecoder().decode(BiasEstimate.self, from: Data(json.output.utf8))
    #expect(bias.quantities.map(\.name) == ["mu", "tau", "b[a]", "b[b]"])
  }

  @Test(arguments: [
    (["--sampler", "nuts", "--learning-rate", "1"], "there is no bias to measure"),
    (["--sampler", "sgworld-epoch-noise", "--learning-rate", "1e-3"], "an integrator that adds noise at every step"),
    (["--sampler", "sgnht", "--learning-rate", "1e-3"], "an integrator that adds noise at every step"),
    (["--sampler", "sgld", "--learning-rate", "0"], "--learning-rate must be a positive finite number"),
    (["--sampler", "sgld"], "Missing expected argument '--learning-rate"),
    (["--sampler", "ula", "--batch-size", "5", "--learning-rate", "1"], "every step takes all examples"),
  ]) func refuses(_ arguments: [String], _ words: String) throws {
    let command = try Self.run(["linear-regression"] + arguments)
    #expect(command.status == 64 && command.errors.contains(words), "\(command.errors)")
    #expect(command.output.isEmpty)
  }

  @Test func threadsChangeNothing() throws {
    let outputs = try ["1", "2", "8", "64"].map {
      try Self.run([
        "linear-regression", "--sampler", "sgld", "--learning-rate", "0.05", "--epochs", "100", "--threads", $0,
      ]).output
    }
    #expect(!outputs[0].isEmpty && outputs.allSatisfy { $0 == outputs[0] })
  }

  @Test func aRateThatDivergesIsAnErrorOfOneLine() throws {
    let command = try Self.run(["linear-regression", "--sampler", "sgld", "--learning-rate", "100", "--epochs", "100"])
    #expect(command.status == 65 && command.errors.contains("diverged at step"), "\(command.errors)")
    #expect(command.errors.split(separator: "\n").count == 1)
  }
}
