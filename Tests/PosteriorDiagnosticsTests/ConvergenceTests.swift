import Foundation
import PosteriorDiagnostics
import Testing

@Suite struct ConvergenceTests {
  @Test func knowsAnAutoregressiveChainsEffectiveSampleSize() {
    // AR(1) with coefficient 0.9 has τ = (1 + 0.9)/(1 − 0.9) = 19: of 8 × 20 000 draws 8421 are effective. Seen on
    // other seeds, the estimate's standard deviation is about 4 %.
    let ess = ConvergenceDiagnostics(Kind.ar.chains(8, draws: 20_000, seed: 99)).essMean
    #expect(abs(ess / (160_000 / 19) - 1) < 0.15)
  }

  @Test func isNaNForDrawsThatAreNotFinite() async throws {
    for bad in [Double.nan, .infinity, -.infinity] {
      var values = Kind.ar.chains(4, draws: 50, seed: 1).elements
      values[77] = bad
      let draws = Draws(
        parameterNames: ["bad", "good"], chainCount: 4,
        values: zip(values, Kind.ar.chains(4, draws: 50, seed: 2).elements).flatMap { [$0, $1] })
      let parameters = await draws.summary(threads: 2).parameters
      #expect(parameters.map(\.name) == ["bad", "good"])
      let numbers: [KeyPath<ParameterSummary, Double>] = [
        \.mean, \.sd, \.mcseMean, \.mcseSD, \.q5, \.median, \.q95, \.essBulk, \.essTail, \.rHat,
      ]
      #expect(numbers.allSatisfy { parameters[0][keyPath: $0].isNaN && parameters[1][keyPath: $0].isFinite })
    }
  }

  @Test func isNaNForTooFewDraws() {
    let diagnostics = ConvergenceDiagnostics(Matrix(columnCount: 3, elements: [1, 2, 3, 4, 5, 9]))
    #expect(
      diagnostics.mean == 4 && diagnostics.quantile(0.5) == 3.5 && diagnostics.standardDeviation == 8.0.squareRoot())
    #expect(diagnostics.rHat.isNaN && diagnostics.essBulk.isNaN && diagnostics.essTail.isNaN)
    #expect(diagnostics.mcseMean.isNaN && diagnostics.mcseSD.isNaN && diagnostics.mcseQuantile(0.5).isNaN)
    #expect(ConvergenceDiagnostics(Matrix(columnCount: 1, elements: [7])).quantile(0.95) == 7)
  }

  @Test func doesNotDependOnUnits() {
    // ArviZ takes a parameter whose draws are all within 10⁻¹⁵ for constant, whatever its scale.
    let chains = Kind.ar.chains(4, draws: 100, seed: 5)
    let scaled = Matrix(columnCount: 100, elements: chains.elements.map { $0 * 0x1p-70 })
    #expect(ConvergenceDiagnostics(scaled).essMean == ConvergenceDiagnostics(chains).essMean)
    #expect(ConvergenceDiagnostics(scaled).mcseSD == 0x1p-70 * ConvergenceDiagnostics(chains).mcseSD)
  }

  /// Where squares of draws, or fourth powers, are no numbers.
  @Test(arguments: [0x1p-1000, 0x1p-500, 0x1p-260, 0x1p260, 0x1p500, 0x1p1000]) func squaresOfAnySize(_ unit: Double) {
    let chains = Kind.ar.chains(4, draws: 100, seed: 5)
    let plain = ConvergenceDiagnostics(chains)
    let scaled = ConvergenceDiagnostics(Matrix(columnCount: 100, elements: chains.elements.map { $0 * unit }))
    #expect(scaled.mean == unit * plain.mean && scaled.standardDeviation == unit * plain.standardDeviation)
    #expect(scaled.mcseMean == unit * plain.mcseMean && scaled.mcseSD == unit * plain.mcseSD)
    #expect(scaled.essMean == plain.essMean && scaled.essTail == plain.essTail && scaled.rHat == plain.rHat)
    #expect(scaled.quantile(0.05) == unit * plain.quantile(0.05))
  }

  @Test func chainsThatNeverMoveDisagreeInfinitely() {
    let diagnostics = ConvergenceDiagnostics(Kind.constants.chains(3, draws: 20, seed: 1))
    #expect(diagnostics.rHat == .infinity)
    // Six halves of ten draws that correlate fully as far as the sequence runs: τ = −1 + 2 · 6 + 1.
    #expect(diagnostics.essBulk == 5)
  }

  @Test func doesNotDependOnThreads() async {
    let columns = (0..<5).map { Kind.ar.chains(4, draws: 101, seed: $0).elements }
    let draws = Draws(
      parameterNames: ["a", "b", "c", "d", "e"], chainCount: 4,
      values: (0..<404).flatMap { i in columns.map { $0[i] } })
    #expect(await draws.summary(threads: 1) == draws.summary(threads: 3))
    #expect(draws.column(3, chain: 0) == Array(columns[3][..<101]))
  }

  @Test func writesItsKeysAndNullForNaN() async throws {
    let draws = Draws(parameterNames: ["β[1]"], chainCount: 1, values: [1, 1, 1, 1])
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(await draws.summary())
    #expect(
      String(decoding: json, as: UTF8.self)
        == #"{"chains":1,"drawsPerChain":4,"parameters":[{"essBulk":4,"essTail":4,"mcseMean":0,"mcseSD":null,"mean":1,"#
        + #""median":1,"name":"β[1]","q5":1,"q95":1,"rHat":null,"sd":0}]}"#)
    let decoded = try JSONDecoder().decode(Summary.self, from: json)
    #expect(decoded.parameters[0].rHat.isNaN && decoded.parameters[0].essTail == 4)
  }

  /// JSON has no infinity, and null would be a constant's.
  @Test func writesAnInfiniteRHatAsTheLargestNumber() async throws {
    let draws = Draws(parameterNames: ["x"], chainCount: 2, values: [1, 1, 1, 1, 2, 2, 2, 2])
    let summary = await draws.summary()
    #expect(summary.parameters[0].rHat == .infinity)
    let json = try JSONEncoder().encode(summary)
    #expect(String(decoding: json, as: UTF8.self).contains("\"rHat\":1.7976931348623157e+308"))
    #expect(try JSONDecoder().decode(Summary.self, from: json).parameters[0].rHat == .infinity)
  }

  /// By numpy from the definition of Margossian et al., superchains {0, 2} and {1, 3}.
  @Test func computesNestedRHat() {
    let diagnostics = ConvergenceDiagnostics(Kind.shifted.chains(4, draws: 250, seed: 12))
    #expect(ConvergenceArviZTests.agree(diagnostics.nestedRHat(superchains: [7, 3, 7, 3]), 1.042404551105659))
    #expect(ConvergenceArviZTests.agree(diagnostics.nestedRHat(superchains: [0, 0, 1, 1]), 1.566406782153121))
    // Superchains of one chain: √(1 + B/W), without the (n − 1)/n of plain R̂.
    #expect(ConvergenceArviZTests.agree(diagnostics.nestedRHat(superchains: [0, 1, 2, 3]), 1.5404991227668485))
    // Two superchains of two chains of one draw: means 1 and 5, variances 2 within: √(1 + 8/2).
    let single = ConvergenceDiagnostics(Matrix(columnCount: 1, elements: [0, 2, 4, 6]))
    #expect(single.nestedRHat(superchains: [0, 0, 1, 1]) == 5.0.squareRoot())
  }

  @Test func computesTheEnergyFraction() {
    // az.bfmi; the energies of an AR(1) chain with coefficient 0.9 have 2(1 − 0.9) = 0.2 in the limit.
    #expect(
      ConvergenceArviZTests.agree(
        energyFractionOfMissingInformation(Kind.ar.chains(1, draws: 1000, seed: 1).elements), 0.1882383208620315))
    #expect(energyFractionOfMissingInformation([1, 1, 1]).isNaN && energyFractionOfMissingInformation([1]).isNaN)
  }
}
