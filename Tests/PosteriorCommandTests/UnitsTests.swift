import Foundation
import Testing

/// The units of the data do not matter, and no size of them stops the program.
@Suite struct UnitsTests {
  /// Income and share differ by nine orders of magnitude.
  static let income = """
    income,share,y
    12000,0.00002,1.1
    3000,0.00009,3.4
    9000,0.00005,5.2
    4000,0.00011,2.0
    16000,0.00003,6.3
    8000,0.00004,1.3

    """
  /// The exact posterior's, in multiple precision.
  static let (mean, deviation) = ([-4.6528917, 5.3880296e-4, 56469.401], [6.1197, 3.82008e-4, 52436.9])

  @Test func aSweepKnowsThePosterior() throws {
    let folder = try TemporaryFolder()
    let data = try folder.write(Self.income, to: "a.csv")
    for samplers in [
      ["--samplers", "exact", "--batch-size", "1"], ["--samplers", "exact,ula,sgld", "--batch-size", "1"],
    ] {
      let sweep = try Command(
        ["sweep", "--data", data, "--target", "y", "--epochs", "100", "--format", "json", "--quiet"] + samplers)
      #expect(sweep.status == 0, "\(sweep.errors)")
      let posterior = try #require(try sweep.json()["posterior"] as? [String: Any])
      let (mean, covariance) = (
        try #require(posterior["mean"] as? [Double]), try #require(posterior["covariance"] as? [[Double]])
      )
      for j in 0..<3 {
        #expect(abs(mean[j] / Self.mean[j] - 1) < 1e-6)
        #expect(abs(covariance[j][j].squareRoot() / Self.deviation[j] - 1) < 1e-5)
      }
    }
  }

  /// The noise is that of least squares: √(residual sum of squares/3).
  @Test func theNoiseIsThatOfTheResiduals() throws {
    let folder = try TemporaryFolder()
    let data = try folder.write(Self.income, to: "a.csv")
    for options in [[], ["--standardize"]] {
      let run = folder.file("run-\(options.count)")
      let sample = try Command(
        ["sample", "linear-regression", "--data", data, "--target", "y", "--sampler", "exact", "--draws", "5"]
          + ["--quiet", "--no-summary", "--output", run] + options)
      #expect(sample.status == 0, "\(sample.errors)")
      let settings = try #require(try RunFolderTests.manifest(run)["settings"] as? [String: Any])
      #expect(abs((settings["noiseStandardDeviation"] as? Double ?? 0) - 2.1373759) < 1e-7)
    }
  }

  /// Columns whose squares are no numbers: standardised, the posterior is that of the same columns in other units.
  @Test(arguments: ["e-300", "e-160", "e160", "e300"]) func standardizingIsTheRemedyAtAnySize(_ size: String) throws {
    let folder = try TemporaryFolder()
    func table(_ size: String) throws -> String {
      let rows = (0..<40).map { i in "\(i * 7 % 11 - 5)\(size),\(i * 5 % 13 - 6),\(i * 3 % 17)" }
      return try folder.write((["x,z,y"] + rows).joined(separator: "\n") + "\n", to: "\(size).csv")
    }
    let (plain, data) = (try table("e0"), try table(size))
    func set(_ table: String) throws -> String {
      #expect(try Command(["pack", table, table + ".set", "--quiet"]).status == 0)
      return table + ".set"
    }
    func parameters(_ data: String) throws -> [[String: Any]] {
      let sample = try Command([
        "sample", "linear-regression", "--data", data, "--target", "y", "--standardize", "--sampler", "exact",
        "--draws",
        "100", "--format", "json", "--quiet",
      ])
      #expect(sample.status == 0, "\(sample.errors)")
      return try #require(try sample.json()["parameters"] as? [[String: Any]])
    }
    for (one, other) in try [(parameters(plain), parameters(data)), (parameters(set(plain)), parameters(set(data)))] {
      for (a, b) in zip(one, other) {
        for key in ["mean", "sd", "q5"] {
          let (a, b) = (try #require(a[key] as? Double), try #require(b[key] as? Double))
          #expect(abs(a - b) < 1e-9 * max(1, abs(a)))
        }
      }
    }
    // In its own units no square is a number: that is said, and not that the column is constant.
    for model in [["linear-regression"], ["linear-regression", "--unknown-noise"]] {
      let refused = try Command(["sample"] + model + ["--data", data, "--target", "y", "--quiet"])
      #expect(refused.status == 65 && refused.errors.contains("'x'"), "\(refused.errors)")
      let remedy =
        size.contains("-") ? "--standardize helps with 'x' (up to 5e" : "write the column in units in which it is below"
      #expect(refused.errors.contains(remedy), "\(refused.errors)")
      #expect(!refused.errors.contains("constant or"), "\(refused.errors)")
    }
    // Nor is a target.
    for model in [["gaussian-mean"], ["linear-regression"], ["linear-regression", "--unknown-noise"]] {
      let refused = try Command(["sample"] + model + ["--data", data, "--target", "x", "--quiet"])
      #expect(refused.status == 65 && !refused.errors.contains("constant"), "\(refused.errors)")
      #expect(refused.errors.contains("column 'x'") && !refused.errors.contains("exactly"), "\(refused.errors)")
    }
  }

  @Test func theModeAndTheRateAreFound() throws {
    let folder = try TemporaryFolder()
    let data = try folder.write(Self.income, to: "a.csv")
    let run = ["linear-regression", "--data", data, "--target", "y", "--quiet"]
    let automatic = ["--sampler", "calm", "--batch-size", "2", "--learning-rate", "auto", "--draws", "20"]
    // Curvatures 10¹⁷ apart leave no rate that both bear; the remedy is named, and is one.
    let sample = try Command(["sample"] + run + automatic)
    #expect(sample.status == 65 && sample.errors.contains("--standardize"), "\(sample.errors)")
    let standardized = try Command(["sample"] + run + automatic + ["--standardize"])
    #expect(standardized.status == 0 && standardized.errors.contains("learning rate"), "\(standardized.errors)")
    let check = try Command(["check"] + run)
    #expect(check.status == 0, "\(check.output)\(check.errors)")
    let stationary = try Command(["stationary"] + run + ["--batch-size", "2", "--draws", "2000"])
    #expect(stationary.status == 0, "\(stationary.errors)")
  }

  /// Tuned samplers find it in the columns' own units.
  @Test(arguments: ["nuts", "hmc"]) func tunedSamplersKnowThePosterior(_ sampler: String) throws {
    let folder = try TemporaryFolder()
    let data = try folder.write(Self.income, to: "a.csv")
    let sample = try Command([
      "sample", "linear-regression", "--data", data, "--target", "y", "--sampler", sampler, "--format", "json",
      "--quiet",
    ])
    #expect(sample.status == 0, "\(sample.errors)")
    let parameters = try #require(try sample.json()["parameters"] as? [[String: Any]])
    for (j, parameter) in parameters.enumerated() {
      let number = { (name: String) throws in try #require(parameter[name] as? Double) }
      #expect(try abs(number("mean") - Self.mean[j]) < 4 * number("mcseMean"))
      #expect(try abs(number("sd") - Self.deviation[j]) < 4 * number("mcseSD"))
      #expect(try number("rHat") < 1.02)
    }
  }

  /// No rate bears curvatures 10¹⁷ apart; that is said, and no rate that would.
  @Test func theoryNamesTheRemedy() throws {
    let folder = try TemporaryFolder()
    let data = try folder.write(Self.income, to: "a.csv")
    let sweep = try Command(["sweep", "--data", data, "--target", "y", "--theory-only", "--batch-size", "1"])
    #expect(sweep.status == 0 && sweep.errors.contains("double precision"), "\(sweep.errors)")
    #expect(sweep.output.contains("--standardize"))
  }

  @Test(arguments: [
    ("y\n1e300\n-1e300\n2e300\n", "gaussian-mean", [], 65),
    ("y\n1e-200\n-1e-200\n2e-200\n", "gaussian-mean", [], 65),
    ("x,y\n0.1,0\n0.7,0\n-1.2,0\n", "poisson-regression", ["--sampler", "sgld", "--learning-rate", "auto"], 0),
    ("x,y\n9,8\n8,7\n-9,2\n", "poisson-regression", ["--sampler", "sgld", "--learning-rate", "1"], 65),
  ])
  func sizesAreNoTraps(_ text: String, _ model: String, _ sampler: [String], _ status: Int32) throws {
    let folder = try TemporaryFolder()
    let data = try folder.write(text, to: "a.csv")
    let sample = try Command(
      ["sample", model, "--data", data, "--target", "y", "--draws", "100", "--batch-size", "1", "--quiet"]
        .filter { !sampler.isEmpty || !["--batch-size", "1"].contains($0) } + sampler)
    #expect(sample.status == status, "\(sample.output)\(sample.errors)")
    if status != 0 { #expect(sample.errors.split(separator: "\n").count == 1) }
  }

  /// Numbers that are too small to compute with are named, and the remedy is one.
  @Test(arguments: ["stationary", "sample"]) func columnsThatAreTheCauseAreNamed(_ name: String) throws {
    let folder = try TemporaryFolder()
    let rows = (0..<40).map { i in "\(i * 7 % 11 - 5)e-150,\(i * 5 % 13 - 6),\(i * 3 % 17)" }
    let data = try folder.write((["tiny,b,y"] + rows).joined(separator: "\n"), to: "a.csv")
    let run = [name, "linear-regression", "--data", data, "--target", "y", "--draws", "5000", "--quiet"]
    let refused = try Command(run)
    #expect(refused.status == 65 && refused.output.isEmpty)
    #expect(refused.errors.split(separator: "\n").count == 1, "\(refused.errors)")
    #expect(refused.errors.hasSuffix("; numbers are far from 1: --standardize helps with 'tiny' (up to 5e-150)\n"))
    #expect(try Command(run + ["--standardize"]).status == 0)
  }
}
