import Foundation
import PosteriorDiagnostics
import Testing

/// Model files through the command, as a new user runs them.
struct ModelFileTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Examples/Models").path()

  private static func file(_ name: String) -> String { "\(folder)/\(name)" }

  /// Means and standard deviations of posteriordb's reference draws (eight_schools_noncentered; 10⁴ nearly independent draws).
  private static let eightSchools: [String: (mean: Double, sd: Double)] = [
    "theta[Choate]": (6.1505, 5.6159), "theta[Deerfield]": (4.9396, 4.6456),
    "theta[Phillips Andover]": (3.9059, 5.2807),
    "theta[Phillips Exeter]": (4.7960, 4.7709), "theta[Hotchkiss]": (3.6144, 4.6147),
    "theta[Lawrenceville]": (4.0511, 4.7962), "theta[St. Paul's]": (6.3172, 5.0029),
    "theta[Mt. Hermon]": (4.8840, 5.3177),
    "mu": (4.4105, 3.3093), "tau": (3.6021, 3.1985),
  ]

  @Test func eightSchoolsAreThoseOfTheReference() throws {
    let command = try Command([
      "sample", Self.file("eight_schools.model"), "--data", Self.file("schools.csv"), "--draws", "4000", "--quiet",
      "--format", "json",
    ])
    let summary = try SampleCommandTests.summary(command)
    for (name, known) in Self.eightSchools {
      let found = try #require(summary.parameters.first { $0.name == name })
      let meanError = (pow(found.mcseMean, 2) + pow(known.sd / 100, 2)).squareRoot()
      let sdError = (pow(found.mcseSD, 2) + pow(known.sd / 100, 2)).squareRoot()
      #expect(abs(found.mean - known.mean) < 4 * meanError, "\(name): \(found.mean) and \(known.mean)")
      #expect(abs(found.sd - known.sd) < 4 * sdError, "\(name): \(found.sd) and \(known.sd)")
    }
  }

  /// The stochastic samplers take minibatches of a written model: at a small rate they agree with NUTS.
  @Test(arguments: ["sgld", "sgworld", "calm"]) func minibatchesSampleCountsInGroups(_ sampler: String) throws {
    let model = ["sample", Self.file("counts_by_group.model"), "--data", Self.file("counts.csv"), "--quiet"]
    let exact = try SampleCommandTests.summary(Command(model + ["--draws", "2000", "--format", "json"]))
    let (rate, draws) = sampler == "sgld" ? ("0.0001", "400000") : ("0.0005", "40000")
    let fast = try SampleCommandTests.summary(
      Command(
        model + ["--sampler", sampler, "--learning-rate", rate, "--batch-size", "40", "--draws", draws]
          + ["--warm-up", "2000", "--format", "json"]))
    for known in exact.parameters {
      let found = try #require(fast.parameters.first { $0.name == known.name })
      let error = (pow(found.mcseMean, 2) + pow(known.mcseMean, 2)).squareRoot()
      // The samplers' own bias at these rates is below a twentieth of the standard deviation.
      #expect(abs(found.mean - known.mean) < 4 * error + 0.05 * known.sd, "\(known.name)")
    }
  }

  /// The paper's network has the same minimum, whether it is built in or written.
  private struct LandscapeReport: Decodable { let potential: Double }

  @Test func thePapersNetworkIsTheSame() throws {
    let arguments = ["--minimum-only", "--quiet", "--format", "json"]
    let written = try Command(
      ["stationary", Self.file("bump_network.model"), "--data", Self.file("bump.csv"), "--batch-size", "10"] + arguments
    )
    let builtIn = try Command(["stationary", "tanh-network"] + arguments)
    func potential(_ command: Command) throws -> Double {
      #expect(command.status == 0, "\(command.errors)")
      return try JSONDecoder().decode(LandscapeReport.self, from: Data(command.output.utf8)).potential
    }
    let (mine, theirs) = try (potential(written), potential(builtIn))
    #expect(abs(mine - theirs) < 1e-9)
  }

  @Test func checkSaysWhatWasUnderstood() throws {
    let command = try Command(["check", Self.file("eight_schools.model"), "--data", Self.file("schools.csv")])
    #expect(command.status == 0)
    for line in ["tau  positive", "z    real[school], 8 levels", "made of them: theta", "gradient: agrees"] {
      #expect(command.output.contains(line), "\(command.output)")
    }
  }

  @Test(arguments: [
    ("y ~ normal(mu, sigma)", "m.model:1:12: "), ("mu ~ norml(0, 1)\ny ~ normal(mu, sigma)", "m.model:1:6: "),
    ("mu ~ normal(0)\ny ~ normal(mu, sigma)", "m.model:1:6: "), ("mu ~ normal(0, 1", "m.model:1:"),
    ("", "m.model:1:1: "),
  ]) func mistakesAreOneLineWithTheirPlace(_ text: String, _ place: String) throws {
    let folder = try TemporaryFolder()
    let model = try folder.write(text, to: "m.model")
    let command = try Command(["sample", model, "--data", Self.file("schools.csv"), "--quiet"])
    #expect(command.status == 65)
    #expect(command.errors.split(separator: "\n").count == 1 && command.errors.contains(place), "\(command.errors)")
  }

  @Test func minibatchesNeedExamples() throws {
    let folder = try TemporaryFolder()
    let model = try folder.write("mu ~ normal(0, 1)\n", to: "m.model")
    let arguments = ["sample", model, "--data", Self.file("schools.csv"), "--quiet"]
    #expect(try Command(arguments + ["--draws", "100"]).status == 0)
    let refused = try Command(arguments + ["--sampler", "sgld", "--learning-rate", "0.1"])
    #expect(refused.status == 65 && refused.errors.contains("no terms by example"), "\(refused.errors)")
  }

  @Test func optionsOfBuiltInModelsMeanNothingHere() throws {
    let command = try Command([
      "sample", Self.file("eight_schools.model"), "--data", Self.file("schools.csv"), "--target", "y",
    ])
    #expect(command.status == 64 && command.errors.contains("--target has no meaning for"), "\(command.errors)")
  }
}
