import Foundation
import TestSupport
import Testing

/// Models that BridgeStan has compiled, through the command.
@Suite(.serialized) struct StanLibraryTests {
  private static let library = Result { try stanStandIn() }
  private static let values = [1.2, -0.4, 3.1, 0.8, 2.2, 1.9, -1.3, 0.1, 1.0, 2.7, 0.6, 1.5, -0.2, 2.0, 0.9, 1.1]

  private func arguments(_ folder: borrowing TemporaryFolder, _ json: String = "{\"y\": \(values)}") throws -> [String]
  {
    let data = folder.file("data.json")
    try Data(json.utf8).write(to: URL(fileURLWithPath: data))
    return ["--stan-library", try Self.library.get(), "--data", data, "--quiet"]
  }

  /// μ has the mean of the data, and the variance S/(n(n − 4)).
  @Test func nutsDrawsFromIt() throws {
    let folder = try TemporaryFolder()
    let command = try Command(["sample"] + arguments(folder) + ["--draws", "2000", "--format", "json"])
    let summary = try SampleCommandTests.summary(command)
    #expect(summary.parameters.map(\.name) == ["mu", "sigma", "square[1,1]"])
    let (mu, n) = (summary.parameters[0], Double(Self.values.count))
    let mean = Self.values.reduce(0, +) / n
    let squares = Self.values.map { ($0 - mean) * ($0 - mean) }.reduce(0, +)
    #expect(abs(mu.mean - mean) < 4 * mu.mcseMean)
    #expect(abs(mu.sd - (squares / (n * (n - 4))).squareRoot()) < 4 * mu.mcseSD)
  }

  @Test func checkAgrees() throws {
    let folder = try TemporaryFolder()
    let command = try Command(["check"] + arguments(folder).dropLast())
    #expect(command.status == 0, "\(command.errors)")
    #expect(command.output.contains("normal_sample_model: 3 values of 2 unconstrained coordinates"))
    #expect(command.output.contains("gradient: agrees"))
  }

  /// A model file all of whose statements are priors has no example to check either.
  @Test func checkTakesAModelWithoutExamples() throws {
    let folder = try TemporaryFolder()
    let model = folder.file("prior.model")
    try Data("mu ~ normal(0, s)\n".utf8).write(to: URL(fileURLWithPath: model))
    let command = try Command(["check", model, "--constant", "s=2"])
    #expect(command.status == 0 && command.output.contains("gradient: agrees"), "\(command.errors)")
  }

  @Test(arguments: ["sgld", "sgworld", "calm"]) func samplersOfMinibatchesRefuseIt(_ sampler: String) throws {
    let folder = try TemporaryFolder()
    let command = try Command(["sample"] + arguments(folder) + ["--sampler", sampler, "--learning-rate", "0.01"])
    #expect(command.status == 65)
    #expect(command.errors.contains("no terms by example"), "\(command.errors)")
  }

  @Test func whatIsWrongIsSaid() throws {
    let folder = try TemporaryFolder()
    let data = try Command(["sample"] + arguments(folder, "{}"))
    #expect(data.status == 65 && data.errors.contains("variable name=y"), "\(data.errors)")
    let missing = try Command(["sample", "--stan-library", folder.file("none.so")])
    #expect(missing.status == 65 && missing.errors.contains("none.so"), "\(missing.errors)")
    let both = try Command(["sample", "gaussian-mean"] + arguments(folder))
    #expect(both.status == 64 && both.errors.contains("give one of them"), "\(both.errors)")
    let neither = try Command(["sample", "--quiet"])
    #expect(neither.status == 64 && neither.errors.contains("name a model"), "\(neither.errors)")
  }
}
