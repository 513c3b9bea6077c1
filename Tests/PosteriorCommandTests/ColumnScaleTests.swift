import Foundation
import Testing

/// A column in any units, under a flat prior: the same posterior, or a line that names the remedy.
@Suite struct ColumnScaleTests {
  private static let models: [[String]] = [
    ["linear-regression"], ["linear-regression", "--unknown-noise"], ["logistic-regression"], ["softmax-regression"],
    ["poisson-regression"],
  ]

  /// Columns x, z and y, x in units of its own; the noise of rows is a sequence of no pattern.
  private static func table(_ model: [String], _ scale: String, in folder: TemporaryFolder) throws -> String {
    let rows = (0..<60).map { i in
      let (x, z) = (Double(i * 37 % 60) / 20 - 1.5, Double(i * 23 % 59) / 20 - 1.4)
      let y = 0.4 + 0.5 * x - 0.3 * z + Double(i * 41 % 53) / 20 - 1.3
      let target =
        switch model[0] {
        case "logistic-regression": y > 0.3 ? "1" : "0"
        case "softmax-regression": y > 0.9 ? "2" : y > 0 ? "1" : "0"
        case "poisson-regression": String(Int(exp(y)))
        default: "\(y)"
        }
      return "\(Double("\(x)\(scale)") ?? .nan),\(z),\(target)"
    }
    return try folder.write((["x,z,y"] + rows).joined(separator: "\n") + "\n", to: "\(model.count)\(scale).csv")
  }

  private static func sample(_ model: [String], _ data: String, _ options: [String]) throws -> Command {
    try Command(
      ["sample"] + model + ["--data", data, "--target", "y", "--flat-prior", "--quiet", "--chains", "2"] + options)
  }

  @Test(arguments: models, ["nuts", "hmc"]) func noUnitChangesThePosterior(_ model: [String], _ sampler: String) throws
  {
    let folder = try TemporaryFolder()
    func parameters(_ scale: String) throws -> [[String: Any]] {
      let sample = try Self.sample(
        model, Self.table(model, scale, in: folder), ["--sampler", sampler, "--draws", "500", "--format", "json"])
      #expect(sample.status == 0, "\(sample.errors)")
      return try #require(try sample.json()["parameters"] as? [[String: Any]])
    }
    let plain = try parameters("e0")
    for (scale, unit) in [("e-30", 1e-30), ("e-10", 1e-10), ("e10", 1e10), ("e30", 1e30)] {
      for (one, other) in try zip(plain, parameters(scale)) {
        func number(_ key: String, _ from: [String: Any]) throws -> Double { try #require(from[key] as? Double) }
        let unit = (one["name"] as? String)?.contains("x") == true ? unit : 1
        let error = try hypot(number("mcseMean", one), unit * number("mcseMean", other))
        #expect(try abs(number("mean", one) - unit * number("mean", other)) < 5 * error, "\(other), \(scale)")
        let spread = try hypot(number("mcseSD", one), unit * number("mcseSD", other))
        #expect(try abs(number("sd", one) - unit * number("sd", other)) < 5 * spread, "\(other), \(scale)")
        #expect(try number("rHat", other) < 1.05)
      }
    }
  }

  /// Where squares leave the numbers.
  @Test(arguments: models) func numbersAtTheEdgeAreNamed(_ model: [String]) throws {
    let folder = try TemporaryFolder()
    for scale in ["e-150", "e-160", "e-300", "e150", "e160", "e300"] {
      for sampler in ["nuts", "mala"] {
        let options = ["--sampler", sampler, "--draws", "50"] + (sampler == "mala" ? ["--learning-rate", "0.01"] : [])
        let sample = try Self.sample(model, Self.table(model, scale, in: folder), options)
        #expect(sample.status == 65, "\(scale) \(sampler): \(sample.output)\(sample.errors)")
        #expect(sample.errors.split(separator: "\n").count == 1 && sample.errors.contains("'x'"), "\(sample.errors)")
      }
    }
  }

  /// No one learning rate suits curvatures 10²⁰ apart: none is looked for, and one that is given is not believed.
  @Test(arguments: models) func oneLearningRateForAllIsNotBelieved(_ model: [String]) throws {
    let folder = try TemporaryFolder()
    for scale in ["e-30", "e-10", "e10", "e30"] {
      let data = try Self.table(model, scale, in: folder)
      for sampler in ["sgld", "calm", "mala"] {
        let automatic = try Self.sample(model, data, ["--sampler", sampler, "--learning-rate", "auto"])
        #expect(automatic.status == 65 && automatic.errors.split(separator: "\n").count == 1, "\(automatic.errors)")
        for words in ["the curvatures along '", "apart, and no one learning rate suits both; --standardize helps"] {
          #expect(automatic.errors.contains(words), "\(automatic.errors)")
        }
        let given = try Self.sample(model, data, ["--sampler", sampler, "--learning-rate", "1e-3", "--draws", "100"])
        #expect([0, 65].contains(given.status), "\(given.errors)")
        guard given.status == 0 else { continue }
        #expect(given.output.contains("These draws must not be used yet.\nThe curvatures along '"), "\(given.output)")
        #expect(given.output.contains("--standardize helps where features have units far apart."))
      }
    }
    let remedied = try Self.sample(
      model, Self.table(model, "e-30", in: folder),
      ["--standardize", "--sampler", "mala", "--learning-rate", "1e-2", "--draws", "100"])
    #expect(remedied.status == 0 && !remedied.output.contains("curvatures"), "\(remedied.errors)")
  }

  /// A chain that jumps to and fro agrees with others that do.
  @Test func aRateFarTooLargeIsNotBelieved() throws {
    let folder = try TemporaryFolder()
    let model = ["logistic-regression"]
    let command = try Self.sample(
      model, Self.table(model, "e10", in: folder),
      ["--no-intercept", "--features", "x", "--sampler", "sgld", "--learning-rate", "1e-3"])
    #expect(command.status == 0, "\(command.errors)")
    #expect(
      command.output.contains("These draws must not be used yet.\nThe learning rate 0.001 is "), "\(command.output)")
  }
}
