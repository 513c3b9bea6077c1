import Foundation
import PosteriorData
import PosteriorDiagnostics
import Testing

@Suite struct DiagnoseCommandTests {
  /// A chain's file; its energies follow an autoregression, so that E-BFMI is 2(1 − ρ) on average.
  static func chain(_ folder: TemporaryFolder, _ seed: UInt64, correlation: Double, divergent: Int = 0) throws -> String
  {
    var random = GSLRandom(seed: seed)
    var energy = random.normal()
    let rows = (0..<1000).map { i in
      energy = correlation * energy + (1 - correlation * correlation).squareRoot() * random.normal()
      return "\(energy),\(i < divergent ? 1 : 0),\(random.normal())"
    }
    return try folder.write((["energy__,divergent__,a"] + rows).joined(separator: "\n"), to: "\(seed).csv")
  }

  @Test func energiesAndDivergences() throws {
    let folder = try TemporaryFolder()
    let files = [
      try Self.chain(folder, 1, correlation: 0), try Self.chain(folder, 2, correlation: 0.95, divergent: 3),
    ]
    let summary = try SampleCommandTests.summary(Command(["diagnose", "--format", "json"] + files))
    #expect(summary.divergences == [0, 3])
    let fractions = try #require(summary.eBFMI)
    // The standard errors are about 0.06 and 0.02.
    #expect(abs(fractions[0] - 2) < 0.25 && abs(fractions[1] - 0.1) < 0.08)
    let energies = try #require(try StanCSV(contentsOf: files).statistics).column(0, chain: 1)
    #expect(fractions[1] == energyFractionOfMissingInformation(energies))
    let table = try Command(["diagnose"] + files)
    #expect(table.output.contains("E-BFMI below 0.3: chain 2.") && table.output.contains("3 trajectories diverged"))
  }

  @Test func othersAreLeftOut() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<100).map { "\($0 * 37 % 101)" }
    let file = try folder.write((["a"] + rows).joined(separator: "\n"), to: "plain.csv")
    let json = try Command(["diagnose", "--format", "json", file]).json()
    #expect(Set(json.keys) == ["chains", "drawsPerChain", "parameters"])
    #expect(try !Command(["diagnose", file]).output.contains("E-BFMI"))
    // Energies that never change have no fraction.
    let equal = try folder.write((["energy__,a"] + rows.map { "1,\($0)" }).joined(separator: "\n"), to: "equal.csv")
    let command = try Command(["diagnose", "--format", "json", equal])
    #expect(try command.json()["eBFMI"] as? [NSNull] == [NSNull()])
    #expect(try SampleCommandTests.summary(command).eBFMI?.first?.isNaN == true)
  }
}
