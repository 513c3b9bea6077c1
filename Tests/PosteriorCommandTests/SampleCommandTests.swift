import Foundation
import PosteriorData
import PosteriorDiagnostics
import PosteriorModels
import Testing

@Suite struct SampleCommandTests {
  static let quick = ["--quiet", "--draws", "300", "--warm-up", "300"]

  static func summary(_ command: Command) throws -> Summary {
    #expect(command.status == 0, "\(command.errors)")
    return try JSONDecoder().decode(Summary.self, from: Data(command.output.utf8))
  }

  /// Labels, counts and responses that depend on x.
  static func data(_ folder: TemporaryFolder) throws -> String {
    var random = GSLRandom(seed: 12)
    let rows = (0..<120).map { _ in
      let x = random.normal()
      let label = x + random.normal() > 0 ? 1 : 0
      let kind = label + (random.uniform() < 0.5 ? 0 : 1)
      return "\(x),\(label),\(kind),\(Int(exp(0.5 + 0.5 * x) + random.uniform())),\(sin(x) + 0.1 * random.normal())"
    }
    return try folder.write((["x,label,kind,count,y"] + rows).joined(separator: "\n"), to: "data.csv")
  }

  @Test(arguments: [
    ("gaussian-mean", "y", 1), ("linear-regression", "y", 2), ("logistic-regression", "label", 2),
    ("softmax-regression", "kind", 4), ("poisson-regression", "count", 2), ("tanh-network", "y", 10),
    ("network-classifier", "kind", 14),
  ]) func samplesEveryModel(_ model: String, _ target: String, _ dimension: Int) throws {
    let folder = try TemporaryFolder()
    let features = model == "gaussian-mean" ? [] : ["--features", "x"]
    let hidden = model.contains("network") ? ["--hidden", "3"] : []
    let command = try Command(
      ["sample", model, "--data", try Self.data(folder), "--target", target, "--format", "json"]
        + hidden + features + Self.quick)
    let summary = try Self.summary(command)
    #expect(summary.chains == 4 && summary.drawsPerChain == 300 && summary.parameters.count == dimension)
    #expect(summary.parameters.allSatisfy { $0.mean.isFinite && $0.sd > 0 })
    // Networks have symmetric modes, which chains need not agree on.
    if !model.contains("network") { #expect(summary.parameters.allSatisfy { $0.rHat < 1.05 }) }
  }

  /// The rate that is found, and the check of it, are said on standard error.
  @Test(arguments: ["ula", "sgld", "sgworld", "calm", "sms-ubu", "sghmc", "svrg-ld", "fresh/control-variate/baoab"])
  func findsALearningRate(_ sampler: String) throws {
    let command = try Command(
      ["sample", "linear-regression", "--noise-sd", "54.3", "--sampler", sampler, "--learning-rate", "auto"]
        + ["--target-kl", "0.01", "--format", "json"] + Self.quick)
    #expect(try Self.summary(command).parameters.count == 6)
    let lines = command.errors.split(separator: "\n")
    #expect(lines.count == 2 && lines[0].contains("predicted KL") && lines[1].contains(": agrees;"))
  }

  /// On a posterior that is not normal, and for targets that no law predicts, the rate is measured.
  @Test(arguments: [["--target-kl", "0.05"], ["--target-shift", "0.2"], ["--target-w2", "0.2"]])
  func measuresALearningRate(_ target: [String]) throws {
    let folder = try TemporaryFolder()
    let command = try Command(
      ["sample", "poisson-regression", "--data", try Self.data(folder), "--target", "count", "--features", "x"]
        + ["--sampler", "sgworld", "--learning-rate", "auto", "--format", "json"] + target + Self.quick)
    #expect(try Self.summary(command).parameters.count == 2)
    #expect(command.errors.contains(" meets the target, of ") && command.errors.contains("KL "), "\(command.errors)")
  }

  /// A sampler without a stationary law has its rate measured where the posterior is normal too.
  @Test func measuresWhereNoLawIsKnown() throws {
    let command = try Command(
      ["sample", "linear-regression", "--noise-sd", "54.3", "--sampler", "saga-ld", "--learning-rate", "auto"]
        + ["--target-kl", "0.05", "--format", "json"] + Self.quick)
    #expect(try Self.summary(command).parameters.count == 6)
    #expect(command.errors.contains(" meets the target, of "), "\(command.errors)")
  }

  /// Where the error can be neither predicted nor measured, by the kernel Stein discrepancy.
  @Test func tunesALearningRate() throws {
    let command = try Command(
      ["sample", "linear-regression", "--noise-sd", "54.3", "--sampler", "psgld", "--learning-rate", "auto"]
        + ["--format", "json"] + Self.quick)
    #expect(try Self.summary(command).parameters.count == 6)
    #expect(command.errors.contains("of 25 has the smallest kernel Stein discrepancy"), "\(command.errors)")
  }

  @Test(arguments: ["nuts", "hmc", "mala", "random-walk", "ula", "sgld", "sgworld", "sgworld-cv", "calm"])
  func everySamplerFindsTheExactPosterior(_ sampler: String) throws {
    let rates = ["mala": "0.5", "random-walk": "1", "ula": "0.05", "sgld": "0.005"]
    let draws = ["random-walk": "40000", "mala": "4000", "ula": "60000", "sgld": "200000"]
    let worksByEpochs = ["sgworld", "sgworld-cv", "calm"].contains(sampler)
    let command = try Command(
      ["sample", "linear-regression", "--noise-sd", "54.3", "--sampler", sampler, "--format", "json", "--quiet"]
        + ((worksByEpochs ? "0.05" : rates[sampler]).map { ["--learning-rate", $0] } ?? [])
        + ["--draws", draws[sampler] ?? (worksByEpochs ? "8000" : "2000"), "--start-radius", "0"])
    let data = try RegressionData(.diabetes, target: "progression", features: Table.diabetesFeatures)
    let exact = try LinearRegression(design: data.design, responses: data.responses, noiseStandardDeviation: 54.3)
      .exactPosterior()
    for (j, parameter) in try Self.summary(command).parameters.enumerated() {
      // Nine samplers, six parameters: five standard errors; and what the learning rates bias.
      #expect(abs(parameter.mean - exact.mean[j]) < 5 * parameter.mcseMean + 0.02, "\(parameter.name)")
      let bias = worksByEpochs || ["ula", "sgld"].contains(sampler) ? 0.06 * exact.standardDeviations[j] : 0
      #expect(abs(parameter.sd - exact.standardDeviations[j]) < 5 * parameter.mcseSD + bias, "\(parameter.name)")
    }
  }

  /// Under a flat prior, a category without an event has no mode to anchor control variates at.
  @Test(arguments: ["sgworld-cv", "calm"]) func saysWhereThereIsNoAnchor(_ sampler: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("x,y\n0,1\n0,2\n0,3\n1,0\n1,0\n1,0\n", to: "data.csv")
    let command = try Command(
      ["sample", "poisson-regression", "--data", file, "--target", "y", "--flat-prior"]
        + ["--sampler", sampler, "--learning-rate", "0.1", "--quiet"])
    #expect(command.status == 65 && command.output.isEmpty)
    #expect(command.errors.split(separator: "\n").count == 1, "\(command.errors)")
    #expect(command.errors.contains("data.csv: no mode of the posterior was found"))
  }

  @Test func isTheSameForAnyNumberOfThreads() throws {
    let arguments = ["sample", "linear-regression", "--unknown-noise", "--format", "json"] + Self.quick
    let one = try Command(arguments + ["--threads", "1"])
    #expect(one.status == 0)
    for threads in ["2", "8", "64"] { #expect(try Command(arguments + ["--threads", threads]).output == one.output) }
    let other = try Command(arguments + ["--seed", "3"])
    #expect(other.output != one.output)
  }

  @Test func diagnoseReadsWhatSampleWrites() throws {
    let folder = try TemporaryFolder()
    let draws = folder.file("draws")
    let sample = try Command(
      ["sample", "linear-regression", "--unknown-noise", "--format", "json", "--output", draws] + Self.quick)
    let files = (1...4).map { "\(draws)/chain-\($0).csv" }
    let diagnose = try Command(["diagnose"] + files + ["--format", "json"])
    #expect(diagnose.status == 0 && diagnose.output == sample.output)
    let whole = try Command(["diagnose", draws, "--format", "json"])
    #expect(whole.status == 0 && whole.output == sample.output)
    let table = try Command(["diagnose"] + files)
    #expect(table.output.contains("R-hat") && table.output.contains("ln σ"))
  }

  /// An array's columns are those of a CSV file with the same numbers.
  @Test func readsNumPyArrays() throws {
    let folder = try TemporaryFolder()
    let values: [Double] = (0..<40).flatMap { i -> [Double] in
      let x = Double(i % 7)
      return [x, Double(i * i % 11), Double(i % 5) + 0.5 * x]
    }
    let array = folder.file("data.npy")
    try NPY(shape: [40, 3], values: values).write(to: array)
    let rows: [String] = (0..<40).map { i in "\(values[3 * i]),\(values[3 * i + 1]),\(values[3 * i + 2])" }
    let text = try folder.write((["x1,x2,x3"] + rows).joined(separator: "\n"), to: "data.csv")
    func output(_ file: String) throws -> String {
      let command = try Command(
        ["sample", "linear-regression", "--data", file, "--target", "x3", "--format", "json"] + Self.quick)
      #expect(command.status == 0, "\(command.errors)")
      return command.output
    }
    #expect(try output(array) == output(text))
    try NPY(shape: [3], values: [1, 2, 3]).write(to: array)
    let flat = try Command(["sample", "linear-regression", "--data", array, "--target", "x1"])
    #expect(flat.status == 65 && flat.errors.contains("data.npy: a table needs the shape (rows, columns), not [3]"))
  }

  @Test func listsModelsAndSamplers() throws {
    for (command, name) in [("models", "poisson-regression"), ("samplers", "sgworld")] {
      #expect(try Command([command]).output.contains(name))
      let json = try JSONSerialization.jsonObject(with: Data(Command([command, "--format", "json"]).output.utf8))
      #expect((json as? [[String: Any]])?.contains { $0["name"] as? String == name } == true)
    }
  }

  typealias Mistake = BadInputTests.Mistake

  static let mistakes: [Mistake] = [
    Mistake(arguments: ["sample", "linear-regression", "--sampler", "sgld"], status: 64, words: ["--learning-rate"]),
    Mistake(
      arguments: ["sample", "linear-regression", "--sampler", "sgnht", "--learning-rate", "auto", "--target-kl", "1"],
      status: 64, words: ["auto", "sgnht", "without a target"]),
    Mistake(
      arguments: ["sample", "tanh-network", "--sampler", "exact"], status: 64, words: ["tanh-network", "not known"]),
    Mistake(arguments: ["sample", "linear-regression", "--friction", "1"], status: 64, words: ["--friction", "nuts"]),
    Mistake(
      arguments: ["sample", "linear-regression", "--metric", "unit"], status: 64,
      words: ["no metric 'unit'", "auto, diagonal, low-rank or dense"]),
    Mistake(
      arguments: ["sample", "linear-regression", "--sampler", "exact", "--metric", "dense"], status: 64,
      words: ["--metric has no meaning for exact"]),
    Mistake(
      arguments: ["sample", "linear-regression", "--batching", "fresh"], status: 64, words: ["--batching", "nuts"]),
    Mistake(
      arguments: ["sample", "linear-regression", "--sampler", "sgld", "--learning-rate", "quick"], status: 64,
      words: ["--learning-rate", "quick"]),
    Mistake(
      arguments: ["sample", "linear-regression", "--sampler", "sgld", "--learning-rate", "auto", "--target-kl", "0"],
      status: 64, words: ["--target-kl"]),
    Mistake(
      arguments: ["sample", "linear-regression", "--sampler", "sgld", "--learning-rate", "auto"]
        + ["--target-w2", "1", "--target-shift", "1"],
      status: 64, words: ["give one of --target-kl, --target-shift and --target-w2"]),
    Mistake(
      arguments: [
        "sample", "linear-regression", "--sampler", "sgworld-epoch-noise", "--learning-rate", "auto", "--target-w2",
        "1",
      ],
      status: 64, words: ["--target-kl alone"]),
    Mistake(arguments: ["sample", "logistic-regression"], status: 64, words: ["needs --data"]),
    Mistake(arguments: ["sample", "linear-regression", "--draws", "0"], status: 64, words: ["--draws"]),
    Mistake(arguments: ["sample", "linear-regression", "--warm-up", "3"], status: 64, words: ["--warm-up", "nuts"]),
    Mistake(
      arguments: ["sample", "linear-regression", "--sampler", "sgld", "--learning-rate", "1000"], status: 65,
      words: ["diverged at step", "chain ", "try a smaller learning rate"]),
    Mistake(
      arguments: ["sample", "tanh-network", "--flat-prior"], status: 64, words: ["--prior-sd", "posterior sample"]),
    Mistake(arguments: ["sample", "nonsense"], status: 64, words: ["nonsense"]),
    Mistake(arguments: ["sample", "linear-regression", "--output", "/proc/draws"], status: 73, words: ["/proc/draws"]),
    Mistake(arguments: ["diagnose", "/no/such.csv"], status: 65, words: ["/no/such.csv"]),
    Mistake(arguments: ["diagnose"], status: 64, words: ["files"]),
    Mistake(arguments: ["diagnose", ""], status: 64, words: ["FILES is empty"]),
    Mistake(arguments: ["diagnose", "/proc"], status: 65, words: ["/proc", "directory"]),
    Mistake(arguments: ["sample", "linear-regression", "--output", ""], status: 64, words: ["--output is empty"]),
  ]

  @Test(arguments: mistakes) func mistakesAreOneClearLine(_ mistake: Mistake) throws {
    let (arguments, status, words) = (mistake.arguments, mistake.status, mistake.words)
    let command = try Command(arguments + (arguments[0] == "sample" ? ["--quiet"] : []))
    #expect(command.status == status)
    #expect(command.output.isEmpty)
    #expect(command.errors.split(separator: "\n").count == 1)
    for word in words { #expect(command.errors.contains(word), "\(word) in: \(command.errors)") }
  }

  /// Improper posteriors are refused, by name where the cause is known.
  @Test func improperPosteriorsAreReported() throws {
    let folder = try TemporaryFolder()
    let rows = (1...8).flatMap { ["-\($0),0,0", "\($0),0,1"] }
    let file = try folder.write((["x,zero,y"] + rows).joined(separator: "\n"), to: "data.csv")
    func errors(_ features: String) throws -> String {
      let command = try Command(
        ["sample", "logistic-regression", "--data", file, "--target", "y", "--flat-prior", "--quiet"]
          + ["--features", features])
      #expect(command.status == 65 && command.output.isEmpty)
      return command.errors
    }
    #expect(try errors("x,zero").contains("do not determine 'zero'"))
    // Separable: no finite maximum, and no proper posterior.
    #expect(try errors("x").contains("separate the rows where 'y' is 1"))
  }

  @Test func labelsThatDoNotFitAreNamed() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("x,y\n1,0\n2,1\n3,2\n4,1\n", to: "data.csv")
    let command = try Command(["sample", "logistic-regression", "--data", file, "--target", "y"])
    #expect(
      command.status == 65
        && command.errors.contains("data.csv: column 'y' has the values 0, 1, 2 where two values are wanted"))
    let zeros = try folder.write("x,y\n1,0\n2,0\n", to: "zeros.csv")
    for model in ["softmax-regression", "network-classifier"] {
      let alone = try Command(["sample", model, "--data", zeros, "--target", "y"])
      #expect(alone.status == 65 && alone.errors.contains("'y' has the class 0 alone"))
    }
  }
}
