import Foundation
@testable import PosteriorData
import PosteriorModels
import PosteriorDiagnostics
import Testing

/// A run in ArviZ's form.
struct RunExportTests {
  private static let effects: [Double] = [28, 8, -3, 7, -1, 1, 18, 12]
  private static let errors: [Double] = [15, 10, 16, 11, 9, 11, 10, 18]
  private static let schools = ["A", "B", "C/D", "E", "F", "G", "..", "H"]
  private static let table = ModelTable(
    file: "schools.csv", rowCount: 8,
    columns: [
      .init(name: "school", cells: .text(schools)), .init(name: "y", cells: .numbers(effects)),
      .init(name: "sigma", cells: .numbers(errors)), .init(name: "unused", cells: .numbers(errors)),
    ], constants: [.init(name: "M", sizes: [2], numbers: [0, 5]), .init(name: "s", numbers: [2])])

  static func manifest() -> RunManifest {
    var manifest = RunManifest(
      program: "posterior 0.1.0", command: ["sample", "a model.model", "--data", "schools.csv"], model: "8 examples",
      modelText: nil, inputs: [], settings: ["seed": .text("11"), "sampler": .text("nuts")])
    manifest.status = .finished
    return manifest
  }

  /// Draws of a model as a run's files hold them.
  private static func chains(
    _ model: WrittenModel, _ count: Int, chains: Int = 2, warmUp: Int = 0
  ) throws -> StanCSV {
    var random = GSLRandom(seed: 5)
    let folder = try TemporaryDirectory()
    let paths = try (0..<chains).map { chain in
      let path = folder.file("chain-\(chain).csv")
      var header = StanCSVHeader(
        statistics: ["lp__", "divergent__"], parameters: model.reportedNames, model: "m", chain: chain, count: count,
        run: .init(sampler: "nuts", seed: 1, burnIn: warmUp, thinning: 1))
      header.savesWarmUp = warmUp > 0
      var writer = try StanCSVWriter(to: path, header, isInWarmUp: true)
      for draw in -warmUp..<count {
        if draw == 0 { writer.endWarmUp(stepSize: 0.5, metric: .unit) }
        let position = (0..<model.dimension).map { _ in random.normal() }
        try writer.append([-Double(draw), draw == 2 ? 1 : 0] + model.reported(at: position))
      }
      try writer.finish()
      return path
    }
    return try StanCSV(contentsOf: paths)
  }

  private static func export(
    _ text: String, _ count: Int = 5, warmUp: Int = 0
  ) throws -> (ExportDataset, Draws) {
    let reading = try ModelReading(text: text, file: "m.model", table: table)
    let model = try WrittenModel(text, data: table)
    let chains = try chains(model, count, warmUp: warmUp)
    return (try RunExport(manifest(), chains, model, reading.data).dataset(likelihood: true), chains.draws)
  }

  private static func array(_ dataset: ExportDataset, _ group: String, _ name: String) throws -> ExportArray {
    try #require(dataset.groups.first { $0.name == group }?.arrays.first { $0.name == name }, "\(group)/\(name)")
  }

  private static func stored(_ array: ExportArray) throws -> StoredArray {
    let bytes = try array.bytes(ofRows: 0..<array.rowCount, as: array.type)
    return StoredArray(shape: array.shape, type: array.type.name, bytes: Array(bytes))
  }

  private static func numbers(_ array: ExportArray) throws -> [Double] { try stored(array).numbers }

  /// ln N(y; m, s²), by hand.
  private static func logNormal(_ y: Double, _ m: Double, _ s: Double) -> Double {
    -0.5 * log(2 * Double.pi) - log(s) - (y - m) * (y - m) / (2 * s * s)
  }

  @Test func eightSchools() throws {
    let text = """
      mu ~ normal(M[1], M[2])
      tau ~ half_cauchy(5)
      theta[school] ~ normal(mu, tau)
      y ~ normal(theta[school], sigma)
      """
    let (dataset, draws) = try Self.export(text)
    let groups = dataset.groups.map { "\($0.name): \($0.arrays.map(\.name).joined(separator: " "))" }
    #expect(
      groups == [
        "posterior: chain draw school mu tau theta", "sample_stats: chain draw lp diverging",
        "log_likelihood: chain draw y_dim_0 y", "observed_data: y_dim_0 y", "constant_data: y_dim_0 school sigma M",
      ])
    let theta = try Self.array(dataset, "posterior", "theta")
    #expect(theta.dimensions == ["chain", "draw", "school"] && theta.shape == [2, 5, 8])
    #expect(try Self.stored(Self.array(dataset, "posterior", "school")).text == Self.schools.sorted())
    let values = try Self.numbers(theta), likelihood = try Self.numbers(Self.array(dataset, "log_likelihood", "y"))
    #expect(likelihood.count == 80)
    for chain in 0..<2 {
      for draw in 0..<5 {
        for (row, school) in Self.schools.enumerated() {
          let column = try #require(draws.parameter(named: "theta[\(school)]"))
          let effect = draws[chain, draw, column]
          let level = try #require(Self.schools.sorted().firstIndex(of: school))
          #expect(values[(chain * 5 + draw) * 8 + level] == effect)
          let expected = Self.logNormal(Self.effects[row], effect, Self.errors[row])
          let found = likelihood[(chain * 5 + draw) * 8 + row]
          #expect(abs(found - expected) < 1e-12 * abs(expected), "\(school): \(found) and \(expected)")
        }
      }
    }
    #expect(try Self.numbers(Self.array(dataset, "observed_data", "y")) == Self.effects)
    #expect(try Self.array(dataset, "constant_data", "M").shape == [2])
  }

  /// A scale that is a parameter, between bounds one of which is another parameter; rows without an earlier one left out.
  @Test func constrainedScaleAndLateRows() throws {
    let text = """
      top: positive
      noise: interval(0, top)
      share: simplex[3]
      mean = 3 * share[2]
      y ~ normal(mean + 0.5 * lag(y, 1), noise)
      """
    let (dataset, draws) = try Self.export(text)
    let likelihood = try Self.array(dataset, "log_likelihood", "y")
    #expect(likelihood.shape == [2, 5, 7])
    #expect(try Self.array(dataset, "observed_data", "y").shape == [7])
    #expect(try Self.stored(Self.array(dataset, "observed_data", "y_dim_0")).integers == Array(2...8))
    let found = try Self.numbers(likelihood)
    for (place, value) in found.enumerated() {
      let (chain, draw, row) = (place / 35, place / 7 % 5, place % 7 + 1)
      let center = 3 * draws[chain, draw, 3] + 0.5 * Self.effects[row - 1]
      let expected = Self.logNormal(Self.effects[row], center, draws[chain, draw, 1])
      #expect(abs(value - expected) < 1e-11 * max(1, abs(expected)), "\(place): \(value) and \(expected)")
    }
    #expect(try Self.array(dataset, "posterior", "share").dimensions == ["chain", "draw", "share_dim_0"])
  }

  /// Rows of warm-up are groups of their own; −draw is their lp__.
  @Test func warmUpHasGroups() throws {
    let (dataset, draws) = try Self.export("y ~ normal(m, s)\nm ~ normal(0, 1)", 5, warmUp: 3)
    #expect(draws.drawsPerChain == 5)
    #expect(
      dataset.groups.map(\.name).prefix(4) == ["posterior", "sample_stats", "warmup_posterior", "warmup_sample_stats"])
    #expect(try Self.array(dataset, "warmup_posterior", "m").shape == [2, 3])
    #expect(try Self.stored(Self.array(dataset, "warmup_posterior", "draw")).integers == [0, 1, 2])
    #expect(try Self.numbers(Self.array(dataset, "warmup_sample_stats", "lp")) == [3, 2, 1, 3, 2, 1])
    #expect(try Self.numbers(Self.array(dataset, "sample_stats", "lp")) == [0, -1, -2, -3, -4, 0, -1, -2, -3, -4])
  }

  @Test func attributesSayWhatTheRunWas() throws {
    let (dataset, _) = try Self.export("y ~ normal(m, s)\nm ~ normal(0, 1)", 1)
    #expect(dataset.attributes["command"] == .text("posterior sample 'a model.model' --data schools.csv"))
    #expect(dataset.attributes["seed"] == .integer(11) && dataset.attributes["sampler"] == .text("nuts"))
    #expect(dataset.attributes["inference_library_version"] == .text("0.1.0"))
    guard case .text(let manifest) = dataset.attributes["manifest"] else {
      Issue.record("there is no manifest")
      return
    }
    #expect(try JSONSerialization.jsonObject(with: Data(manifest.utf8)) is NSDictionary)
    for group in dataset.groups { #expect(group.attributes["created_at"] == dataset.attributes["created_at"]) }
  }

  @Test func drawsOfAnotherModelAreRefused() throws {
    let text = "tau ~ half_cauchy(5)\ny ~ normal(0, tau)"
    let reading = try ModelReading(text: text, file: "m.model", table: Self.table)
    let model = try WrittenModel(text, data: Self.table)
    let wide = try WrittenModel("tau ~ normal(0, 5)\ny ~ normal(tau, s)", data: Self.table)
    let export = RunExport(Self.manifest(), try Self.chains(wide, 4), model, reading.data)
    let array = try Self.array(export.dataset(likelihood: true), "log_likelihood", "y")
    #expect(throws: ReportError.self) { try Self.numbers(array) }
    let other = try WrittenModel("m ~ normal(0, 5)\ny ~ normal(m, s)", data: Self.table)
    let lacking = RunExport(Self.manifest(), try Self.chains(other, 4), model, reading.data)
    #expect(throws: ReportError("tau", "is not among the draws")) { try lacking.dataset(likelihood: true) }
  }
}
