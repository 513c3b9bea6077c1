import Foundation
import Testing

@Suite struct StationaryCommandTests {
  static let keys: Set = [
    "minimum", "effectiveMinimum", "diffusion", "stationaryCovariance", "circulation", "meanEntropyProduction",
    "integralFluctuation",
  ]

  static func run(_ arguments: [String]) throws -> Command { try Command(["stationary", "--quiet"] + arguments) }

  /// 60 rows of x, y around a curve and a label.
  static func data(_ folder: TemporaryFolder) throws -> String {
    let rows = (0..<60).map { i in
      let x = -3 + 0.1 * Double(i)
      return "\(x),\(exp(-x * x) + 0.1 * sin(37 * Double(i))),\((x + 2 * sin(11 * Double(i))) > 0 ? 1 : 0)"
    }
    return try folder.write((["x,y,label"] + rows).joined(separator: "\n"), to: "data.csv")
  }

  @Test func minimumOnlyDoesNotSimulate() throws {
    let folder = try TemporaryFolder()
    let command = try Self.run([
      "tanh-network", "--data", try Self.data(folder), "--features", "x", "--target", "y", "--hidden", "2",
      "--noise-sd", "0.1", "--prior-sd", "0.40825", "--batching", "reshuffled", "--learning-rate", "1e-7",
      "--batch-size", "10",
      "--minimum-only", "--format", "json",
    ])
    let json = try command.json()
    let minimum = try #require(json["minimum"] as? [Double])
    let effective = try #require(json["effectiveMinimum"] as? [Double])
    #expect(minimum.count == 7 && effective.count == 7)
    let shift = zip(minimum, effective).map { abs($0 - $1) }.max() ?? 0
    #expect(shift > 1e-8 && shift < 1e-3)
    #expect(json["diffusion"] == nil)
  }

  @Test(arguments: ["fresh", "reshuffled", "with-replacement"]) func everyBatchingIsMeasured(_ batching: String) throws
  {
    let command = try Self.run(["--batching", batching, "--epochs", "2500", "--chains", "2", "--format", "json"])
    #expect(command.status == 0, "\(command.errors)")
    let json = try command.json()
    #expect(Self.keys.isSubset(of: json.keys))
    for key in ["diffusion", "stationaryCovariance", "circulation"] {
      let pair = try #require(json[key] as? [String: Any])
      for side in ["predicted", "measured"] {
        let rows = try #require(pair[side] as? [[Double]])
        #expect(rows.count == 7 && rows.allSatisfy { $0.count == 7 && $0.allSatisfy(\.isFinite) })
      }
    }
    let theorems = try #require(json["integralFluctuation"] as? [[String: Any]])
    #expect(theorems.first?["segmentLength"] as? Int == 1)
  }

  @Test func everyModelRunsAndTheFileHoldsWhatJSONPrints() throws {
    let folder = try TemporaryFolder()
    let data = try Self.data(folder)
    for model in [
      ["linear-regression"], ["logistic-regression", "--data", data, "--target", "label", "--features", "x"],
      [
        "network-classifier", "--data", data, "--target", "label", "--features", "x", "--hidden", "2", "--prior-sd",
        "3",
      ],
    ] {
      let file = folder.file("state.json")
      let command = try Self.run(model + ["--draws", "5000", "--format", "json", "--output", file])
      #expect(command.status == 0, "\(command.errors)")
      #expect(try String(contentsOfFile: file, encoding: .utf8) == command.output)
    }
  }

  @Test func drawsFourPictures() throws {
    let folder = try TemporaryFolder()
    let command = try Self.run(["--draws", "25000", "--plot", folder.file("figures")])
    #expect(command.status == 0, "\(command.errors)")
    let kinds = ["plane": ["layer", "mark"], "entropy": ["bar"], "covariance": ["bar"], "minimum": ["bar"]]
    for (name, classes) in kinds {
      let drawing = try Drawing(folder.file("figures/\(name).svg"))
      for kind in classes { #expect(drawing.count(kind, inPanels: true) > 0, "\(name)") }
      #expect(drawing.key.count >= 3, "\(name)")
      drawing.expectLegible()
    }
  }

  @Test(
    arguments: [
      (["--learning-rate", "1e-4"], 65, "past stability"), (["--batch-size", "200"], 65, "no gradient noise"),
      (["--batch-size", "30", "--batching", "reshuffled"], 65, "does not divide"),
      (["--learning-rate", "4e-6", "--batching", "reshuffled"], 65, "well below 1"),
      (["--batch-size", "201"], 64, "1 to 200 examples, not 201"), (["--draws", "10"], 64, "too short"),
      (["--segments", "1,a"], 64, "--segments"),
      (["--plot-as", "svg,eps", "--plot", "/tmp/posterior-no-eps"], 64, "svg, pdf and png"),
      (["--plot-as", "pdf"], 64, "--plot-as pdf needs --plot"),
      (["network-classifier"], 64, "--data"),
      (["--features", "x"], 64, "--features needs --data"), (["--batching", "symmetric"], 64, "symmetric"),
      (["gaussian-mean"], 65, "one parameter"),
      (["--format", "csv"], 64, "csv has no meaning for stationary"),
      (["--plane", "a,b", "--plot", "/tmp/posterior-no-plane", "--draws", "5000"], 64, "W[1,1]"),
    ] as [([String], Int32, String)]) func aMistakeIsOneClearLine(
      _ arguments: [String], _ status: Int32, _ words: String
    ) throws
  {
    let command = try Self.run(arguments)
    #expect(command.status == status)
    #expect(command.output.isEmpty)
    #expect(command.errors.split(separator: "\n").count == 1 && command.errors.contains(words), "\(command.errors)")
  }

  @Test func aFlatDirectionIsNamed() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<12).map { "\($0),\(2 * $0),\($0 % 2)" }
    let file = try folder.write((["x,z,label"] + rows).joined(separator: "\n"), to: "flat.csv")
    let command = try Self.run(["logistic-regression", "--data", file, "--target", "label", "--flat-prior"])
    #expect(command.status == 65)
    #expect(
      command.errors.contains("'z'") && command.errors.contains("linear combination")
        && command.errors.split(separator: "\n").count == 1)
  }

  /// Far beyond linear theory σ overflows e^−σ: no NaN reaches the table or the JSON.
  @Test func noTableOfNaNs() throws {
    for format in ["json", "table"] {
      let command = try Self.run(["--learning-rate", "6e-5", "--draws", "5000", "--format", format])
      #expect(command.status == 0, "\(command.errors)")
      #expect(!command.output.contains("nan") && !command.output.contains("inf "))
    }
  }

  @Test func threadsChangeNothing() throws {
    let outputs = try ["1", "2", "8", "64"].map {
      try Self.run(["--draws", "6000", "--chains", "3", "--threads", $0, "--format", "json"]).output
    }
    #expect(!outputs[0].isEmpty && outputs.allSatisfy { $0 == outputs[0] })
  }
}
