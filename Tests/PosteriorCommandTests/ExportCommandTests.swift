import Foundation
import Testing

/// `posterior export`: a run in ArviZ's form.
@Suite struct ExportCommandTests {
  private static let models = DocumentationTests.root.appendingPathComponent("Examples/Models").path

  /// A whole chunk of a store as numbers.
  private static func numbers(_ path: String) throws -> [Double] {
    let bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    return stride(from: 0, to: bytes.count, by: 8).map { place in
      Double(bitPattern: (0..<8).reduce(0) { $0 | UInt64(bytes[place + $1]) << (8 * UInt64($1)) })
    }
  }

  @Test func exportsAModelFile() throws {
    let folder = try TemporaryFolder()
    let run = try folder.sample(
      [Self.models + "/eight_schools.model", "--data", Self.models + "/schools.csv"], draws: 40, warmUp: 50)
    let store = folder.file("run.zarr")
    let export = try Command(["export", run, "--to", "zarr", "--output", store, "--quiet", "--format", "json"])
    #expect(export.status == 0 && export.errors.isEmpty, "\(export.errors)")
    let variables = try #require(try export.json()["variables"] as? [[String: Any]])
    let names = variables.map { "\($0["group"] as? String ?? "")/\($0["name"] as? String ?? "")" }
    #expect(
      Set(["posterior/theta", "sample_stats/diverging", "log_likelihood/y", "observed_data/y", "constant_data/sigma"])
        .isSubset(of: names))
    let tau = try TemporaryFolder.column(run, "tau")
    #expect(try (0..<2).flatMap { try Self.numbers(store + "/posterior/tau/\($0).0") } == tau)
    let energy = try TemporaryFolder.column(run, "energy__")
    #expect(try (0..<2).flatMap { try Self.numbers(store + "/sample_stats/energy/\($0).0") } == energy)
    // The log density of Choate's effect, 28 with a standard error of 15.
    let theta = try TemporaryFolder.column(run, "theta[Choate]")
    let likelihood = try (0..<2).flatMap { try Self.numbers(store + "/log_likelihood/y/\($0).0.0") }
    for (draw, effect) in theta.enumerated() {
      let expected = -0.5 * log(2 * Double.pi) - log(15) - (28 - effect) * (28 - effect) / 450
      #expect(abs(likelihood[8 * draw] - expected) < 1e-12 * abs(expected))
    }
    let refused = try Command(["export", run, "--to", "zarr", "--output", store])
    #expect(refused.status == 73 && refused.errors.contains("--overwrite"), "\(refused.errors)")
    let again = try Command(["export", run, "--to", "zarr", "--output", store, "--overwrite", "--no-log-likelihood"])
    #expect(again.status == 0 && again.output.contains("school 8"), "\(again.errors)")
    #expect(!FileManager.default.fileExists(atPath: store + "/log_likelihood"))
    let archive = folder.file("run.npz")
    #expect(try Command(["export", run, "--to", "npz", "--output", archive]).status == 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: archive)).starts(with: [0x50, 0x4B, 3, 4]))
  }

  @Test func exportsEveryKindOfModel() throws {
    for (model, target, other) in [
      (["linear-regression", "--unknown-noise"], "progression", "bmi"), (["gaussian-mean"], "progression", nil),
      (["tanh-network"], "y", "x"),
      (["logistic-regression", "--data", Self.models + "/trial.csv", "--target", "cured"], "cured", nil),
    ] as [([String], String, String?)] {
      let folder = try TemporaryFolder()
      let run = try folder.sample(model, draws: 40, warmUp: 50)
      let store = folder.file("store")
      let export = try Command(["export", run, "--to", "zarr", "--output", store, "--quiet"])
      #expect(export.status == 0, "\(model): \(export.errors)")
      let paths = ["log_likelihood/" + target, "observed_data/" + target, other.map { "constant_data/" + $0 }]
      for path in paths.compactMap(\.self) {
        #expect(FileManager.default.fileExists(atPath: store + "/" + path + "/.zarray"), "\(model): \(path)")
      }
    }
  }

  @Test func saysWhatIsWrong() throws {
    let folder = try TemporaryFolder()
    let run = folder.file("run")
    let output = ["--output", folder.file("out")]
    let netCDF = try Command(["export", run, "--to", "netcdf"] + output)
    #expect(netCDF.status == 64 && netCDF.errors.contains("to_netcdf") && netCDF.errors.contains("--to zarr"))
    #expect(netCDF.errors.split(separator: "\n").count == 1)
    let missing = try Command(["export", run, "--to", "zarr"] + output)
    #expect(missing.status == 73 && missing.errors.contains("there is no run"), "\(missing.errors)")
    #expect(try Command(["export", run, "--to", "hdf5"] + output).status == 64)
    let sweep = folder.file("sweep")
    let small = ["--learning-rates", "0.1,0.2", "--draws", "200", "--chains", "1", "--quiet", "--run", sweep]
    #expect(try Command(["sweep"] + small).status == 0)
    let noDraws = try Command(["export", sweep, "--to", "npz"] + output)
    #expect(noDraws.status == 65 && noDraws.errors.contains("is a sweep"), "\(noDraws.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.file("out")))
  }
}
