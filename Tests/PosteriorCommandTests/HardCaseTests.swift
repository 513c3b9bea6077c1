import Foundation
import Testing

/// Inputs at the edges of what can be run: each ends soon, in a result or in one line that says what is wrong.
@Suite struct HardCaseTests {
  /// Chains that run away without leaving the finite numbers, as where a gradient is capped.
  @Test(arguments: [
    ("sgworld", "100"), ("cyclical-sgld", "10"), ("calm", "100"), ("svrg-ld", "100"), ("sghmc", "100"),
  ]) func aChainThatRunsAwayIsAnError(_ sampler: String, _ rate: String) throws {
    let folder = try TemporaryFolder()
    let data = try folder.write("x,y\n9,8\n8,7\n-9,2", to: "d.csv")
    let command = try Command([
      "sample", "poisson-regression", "--data", data, "--target", "y", "--sampler", sampler, "--learning-rate", rate,
      "--draws", "100", "--batch-size", "1", "--quiet",
    ])
    #expect(command.status == 65 && command.output.isEmpty, "\(command.output)")
    #expect(command.errors.split(separator: "\n").count == 1, "\(command.errors)")
    for words in ["diverged at step", "learning rate"] { #expect(command.errors.contains(words), "\(command.errors)") }
  }

  /// A share of the momentum that is below the smallest number is the smallest there is.
  @Test(arguments: ["sghmc", "sgnht"]) func aFrictionNextToNone(_ sampler: String) throws {
    let command = try Command([
      "sample", "linear-regression", "--sampler", sampler, "--learning-rate", "1e-4", "--friction=5e-324", "--draws",
      "20", "--warm-up", "20", "--quiet",
    ])
    #expect([0, 65].contains(command.status), "\(command.status)")
  }

  @Test(arguments: ["sample", "check", "sweep"]) func aNoiseWhoseSquareIsNoNumber(_ name: String) throws {
    for (option, value) in [("--noise-sd", "1e308"), ("--prior-sd", "1e-200")] {
      let command = try Command([name, "tanh-network", option, value])
      #expect(command.status == 64 && command.errors.contains("\(option) must be between"), "\(command.errors)")
    }
  }

  /// A rate far beyond any that is stable.
  @Test func theoryAtAnEnormousRate() throws {
    let command = try Command(["sweep", "--samplers", "sgld,sgworld", "--learning-rates", "1e300", "--theory-only"])
    #expect(command.status == 0 && command.errors.contains("unstable past about"), "\(command.errors)")
  }

  /// JSON has no infinity: it is a text there.
  @Test func infinityInJSON() throws {
    let folder = try TemporaryFolder()
    let data = try folder.write("y\n1\n2\n0\n", to: "d.csv")
    let command = try Command([
      "sweep", "gaussian-mean", "--data", data, "--target", "y", "--against", "cost", "--evaluations", "300",
      "--samplers", "sgld", "--learning-rates", "1", "--format", "json", "--quiet",
    ])
    #expect(command.status == 0, "\(command.errors)")
    #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(command.output.utf8)) }
  }

  /// Names that other programs' files use for something else are parameters in our own.
  @Test func ownFilesAreRead() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<20).map { "\($0 % 5),\($0 % 3),\($0 % 7),\($0)" }
    let data = try folder.write((["a,p_a,g_a,y"] + rows).joined(separator: "\n"), to: "d.csv")
    let draws = folder.file("draws")
    let sample = ["sample", "linear-regression", "--data", data, "--target", "y", "--draws", "100", "--quiet"]
    #expect(try Command(sample + ["--no-intercept", "--no-summary", "--output", draws]).status == 0)
    let diagnosed = try Command(["diagnose", draws])
    #expect(diagnosed.status == 0 && diagnosed.output.contains("p_a"), "\(diagnosed.errors)")
  }

  /// A feature may be called as the noise, unless the noise is a parameter too.
  @Test func twoParametersOfOneName() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<9).map { "\($0 % 4),\($0 * 7 % 9)" }
    let data = try folder.write((["ln σ,y"] + rows).joined(separator: "\n"), to: "n.csv")
    let source = ["sample", "linear-regression", "--data", data, "--target", "y", "--draws", "50", "--quiet"]
    let known = try Command(source + ["--noise-sd", "1"])
    #expect(known.status == 0 && known.output.contains("ln σ"), "\(known.errors)")
    let refused = try Command(source + ["--unknown-noise"])
    #expect(refused.status == 65)
    #expect(
      refused.errors.contains("n.csv: two parameters of linear-regression would be called 'ln σ': rename the column"))
  }

  /// A density that is not a number near 0 is an error that names the option; a start further away is found.
  @Test func aDensityThatIsFarFromTheStarts() throws {
    let folder = try TemporaryFolder()
    let data = try folder.write("x,y\n" + (0..<20).map { "\($0),\($0 * 7 % 11)\n" }.joined(), to: "a.csv")
    let model = try folder.write(
      "mu: real\nz = log(mu - 1000)\ny ~ normal(z, 3)\nx ~ normal(mu, 1)\n", to: "far.model")
    let run = ["sample", model, "--data", data, "--chains", "2", "--draws", "20", "--warm-up", "20", "--quiet"]
    let refused = try Command(run)
    #expect(refused.status == 65 && refused.errors.split(separator: "\n").count == 1, "\(refused.errors)")
    #expect(refused.errors.contains("at a hundred points within 1.0 of 0: give another --start-radius"))
    #expect(try Command(run + ["--start-radius", "3000"]).status == 0)
  }

  /// A rate that is looked for and not found is said.
  @Test func aRateThatIsNotFound() throws {
    let command = try Command([
      "sample", "linear-regression", "--sampler", "sgld", "--learning-rate", "auto", "--target-kl", "1e-300", "--quiet",
    ])
    #expect(command.status == 65 && command.errors.split(separator: "\n").count == 1)
    #expect(command.errors.contains("--learning-rate auto: no learning rate is predicted to give a KL of 1e-300"))
  }

  /// In what is thrown away as in what is kept: at the block, with the step and the rate.
  @Test func aBurnInThatRunsAway() throws {
    let folder = try TemporaryFolder()
    let data = try folder.write("x,y\n9,8\n8,7\n-9,2", to: "d.csv")
    let command = try Command([
      "sample", "poisson-regression", "--data", data, "--target", "y", "--sampler", "sgworld", "--learning-rate", "100",
      "--draws", "10", "--warm-up", "100000000", "--batch-size", "1", "--quiet",
    ])
    #expect(command.status == 65, "\(command.errors)")
    let step = try #require(command.errors.firstMatch(of: /diverged at step (\d+) \(learning rate 100.0/))
    // It is looked for every 1000 epochs of three steps, whatever the time they take.
    let number = try #require(Int(step.1))
    #expect(number % 3000 == 0 && number < 100_000, "\(command.errors)")
  }
}
