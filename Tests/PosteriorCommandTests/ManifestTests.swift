import Foundation
import PosteriorData
import Testing

/// A run's manifest has every setting: what was given, and what was settled where an option leaves it open.
@Suite struct ManifestTests {
  private static func settings(_ folder: String) throws -> [String: Any] {
    try #require(try RunFolderTests.manifest(folder)["settings"] as? [String: Any])
  }

  private static func sample(_ options: [String]) throws -> [String: Any] {
    let folder = try TemporaryFolder()
    let length = ["--draws", "5", "--warm-up", "20", "--chains", "1", "--quiet", "--no-summary"]
    let command = try Command(["sample"] + options + length + ["--output", folder.file("run")])
    #expect(command.status == 0, "\(command.errors)")
    return try settings(folder.file("run"))
  }

  /// What was run, on what, by which program and when.
  @Test func whatWasRunIsKept() throws {
    let folder = try TemporaryFolder()
    let table = "x,y\n" + (0..<20).map { "\($0),\($0 * 7 % 11)\n" }.joined()
    let text = "a: real\nb ~ normal(0, 10)\ny ~ normal(a + b * x, 3)\n"
    let (data, model) = (try folder.write(table, to: "a.csv"), try folder.write(text, to: "line.model"))
    let words = [
      "sample", model, "--data", data, "--chains", "2", "--draws", "40", "--warm-up", "60", "--quiet",
      "--output", folder.file("run"),
    ]
    let begun = Date()
    #expect(try Command(words).status == 0)
    let manifest = try RunFolderTests.manifest(folder.file("run"))
    let version = try Command(["--version"]).output.trimmingCharacters(in: .newlines)
    #expect(manifest["program"] as? String == "posterior \(version)" && manifest["command"] as? [String] == words)
    #expect(manifest["modelText"] as? String == text && manifest["status"] as? String == "finished")
    #expect(manifest["directory"] as? String == FileManager.default.currentDirectoryPath)
    let inputs = try #require(manifest["inputs"] as? [[String: Any]])
    for (option, path, contents) in [("MODEL", model, text), ("--data", data, table)] {
      let input = try #require(inputs.first { $0["option"] as? String == option }, "\(inputs)")
      #expect(input["path"] as? String == path && input["bytes"] as? Int == contents.utf8.count)
      #expect(input["sha256"] as? String == SHA256.hexadecimal(Data(contents.utf8)))
    }
    let dates = try ["started", "ended"].map { key in
      let text = try #require(manifest[key] as? String)
      return try Date(text, strategy: .iso8601)
    }
    #expect(dates[0] <= dates[1] && abs(dates[0].timeIntervalSince(begun)) < 3600)
    // What is said of 80 draws.
    #expect((manifest["warnings"] as? [String])?.contains { $0.hasPrefix("Fewer than 200 effective draws: ") } == true)
    let tuning = try #require(manifest["tuning"] as? [[String: Any]])
    #expect(tuning.count == 2 && tuning.allSatisfy { ($0["stepSize"] as? Double ?? 0) > 0 && $0["metric"] != nil })
    let settings = try #require(manifest["settings"] as? [String: Any])
    #expect(
      settings["sampler"] as? String == "nuts" && settings["draws"] as? Int == 40 && settings["warmUp"] as? Int == 60)
    #expect(settings["seed"] != nil)
  }

  /// The values of NumPy: the residuals' standard deviation with 436 degrees of freedom, and the features' moments.
  @Test func whatWasSettledIsKept() throws {
    let settings = try Self.sample(["linear-regression", "--sampler", "sgld", "--learning-rate", "0.01"])
    #expect(abs((settings["noiseStandardDeviation"] as? Double ?? 0) - 54.34938694225072) < 1e-10)
    #expect(settings["features"] as? [String] == ["sex", "bmi", "bp", "hdl", "ltg"])
    #expect(settings["target"] as? String == "progression" && settings["intercept"] as? Bool == true)
    #expect(settings["standardize"] as? Bool == true && settings["prior"] as? String == "flat")
    let means = try #require(settings["featureMeans"] as? [Double])
    let scales = try #require(settings["featureScales"] as? [Double])
    #expect(abs(means[1] - 26.37579185520362) < 1e-12 && abs(scales[4] - 0.5217992869003054) < 1e-14)
    #expect(settings["batchSize"] as? Int == 13 && settings["batching"] as? String == "fresh")
    #expect(settings["leapfrogSteps"] is NSNull && settings["friction"] is NSNull)
  }

  /// 2√λ, λ the smallest curvature, as NumPy has it.
  @Test func samplersSettingsAreTheirOwn() throws {
    let momentum = ["linear-regression", "--learning-rate", "0.01", "--sampler"]
    let baoab = try Self.sample(momentum + ["reshuffled/minibatch/baoab", "--batch-size", "34"])
    #expect(abs((baoab["friction"] as? Double ?? 0) - 0.4976356062884654) < 1e-10)
    #expect(baoab["batchSize"] as? Int == 34 && baoab["batching"] as? String == "reshuffled")
    #expect(try Self.sample(momentum + ["sghmc"])["frictionShare"] as? Double == 0.1)
    let hmc = try Self.sample(["linear-regression", "--sampler", "hmc", "--prior-sd", "40", "--leapfrog-steps", "9"])
    #expect(hmc["leapfrogSteps"] as? Int == 9 && hmc["targetAcceptance"] as? Double == 0.8)
    #expect(hmc["batchSize"] is NSNull && hmc["batching"] is NSNull)
    #expect(hmc["prior"] as? String == "normal" && hmc["priorStandardDeviation"] as? Double == 40)
  }

  @Test func modelsSettingsAreTheirOwn() throws {
    // N λ/σ² with N = 50 and λ = 0.001 is 1 over the square of the prior's standard deviation.
    let network = try Self.sample(["tanh-network"])
    #expect(abs((network["priorStandardDeviation"] as? Double ?? 0) - 0.05.squareRoot()) < 1e-12)
    #expect(network["noiseStandardDeviation"] as? Double == 0.1 && network["hidden"] as? Int == 2)
    #expect(network["features"] as? [String] == ["x"] && network["intercept"] is NSNull)
    let trial = DocumentationTests.root.appendingPathComponent("Examples/Models/trial.csv").path
    let logistic = try Self.sample(["logistic-regression", "--data", trial, "--target", "cured"])
    #expect(logistic["classes"] as? [String] == ["no", "yes"] && logistic["featureMeans"] is NSNull)
    #expect(logistic["priorStandardDeviation"] as? Double == 10 && logistic["standardize"] as? Bool == false)
    let mean = try Self.sample(["gaussian-mean"])
    // The sample standard deviation of the target, of N − 1.
    #expect(abs((mean["noiseStandardDeviation"] as? Double ?? 0) - 77.09300453299106) < 1e-10)
    #expect(mean["target"] as? String == "progression" && mean["features"] is NSNull)
  }

  @Test func sweepsHaveTheirsToo() throws {
    let folder = try TemporaryFolder()
    let options = ["--learning-rates", "0.1", "--draws", "100", "--chains", "1", "--quiet"]
    #expect(try Command(["sweep"] + options + ["--run", folder.file("run")]).status == 0)
    let settings = try Self.settings(folder.file("run"))
    #expect(settings["epochs"] as? Int == 100 && settings["warmUpEpochs"] as? Int == 10)
    #expect(settings["batchSize"] as? Int == 13 && settings["estimator"] as? String == "plug-in")
    #expect(abs((settings["noiseStandardDeviation"] as? Double ?? 0) - 54.34938694225072) < 1e-10)
  }

  @Test func anotherVersionIsSaid() throws {
    let folder = try TemporaryFolder()
    let path = folder.file("run")
    #expect(try Command(["sample"] + RunFolderTests.run + ["--draws", "5", "--output", path]).status == 0)
    for arguments in [["resume", path], ["rerun", path + "/manifest.json"]] {
      #expect(try Command(arguments + ["--quiet"]).errors == "")
    }
    let manifest = try String(contentsOfFile: path + "/manifest.json", encoding: .utf8)
    let program = try #require(try RunFolderTests.manifest(path)["program"] as? String)
    _ = try folder.write(manifest.replacing("\"\(program)\"", with: "\"posterior 0.0.1\""), to: "run/manifest.json")
    for arguments in [["resume", path], ["rerun", path + "/manifest.json", "--output", folder.file("third")]] {
      let command = try Command(arguments + ["--quiet"])
      #expect(command.status == 0)
      #expect(
        command.errors
          == "posterior: the run was begun by posterior 0.0.1, this is \(program): its draws may differ\n")
    }
  }
}
