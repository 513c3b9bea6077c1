import Foundation
import PosteriorDiagnostics
import Testing

/// `posterior sweep --against cost`, as a user runs it.
@Suite struct CostCommandTests {
  static let quick = [
    "sweep", "--against", "cost", "--samplers", "sgworld,calm", "--learning-rates", "0.05,0.2", "--evaluations",
    "2000000", "--chains", "2", "--quiet",
  ]

  @Test func writesEverySamplerBesideNUTSAndHMC() throws {
    let folder = try TemporaryFolder()
    let (file, picture) = (folder.file("cost.json"), folder.file("cost.svg"))
    let table = try Command(Self.quick + ["--output", file, "--plot", picture])
    #expect(table.status == 0, "\(table.errors)")
    for word in ["evaluations", "seconds", "sgworld", "calm", "nuts", "hmc"] { #expect(table.output.contains(word)) }
    let result = try JSONDecoder().decode(CostResult.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    // Two samplers at two rates, NUTS and HMC, at each budget.
    #expect(result.points.count == 6 * Set(result.points.map(\.evaluations)).count)
    #expect(result.points.filter { $0.evaluations == 2_000_000 }.allSatisfy { ($0.kl ?? 0) > 0 })
    #expect(result.points.allSatisfy { $0.failures == 0 })
    if table.errors.contains("gnuplot is not installed") { return }
    let drawing = try String(contentsOfFile: picture, encoding: .utf8)
    #expect(drawing.contains("seconds of processor time") && drawing.contains("calm"))
  }

  /// All but the times.
  @Test func doesNotDependOnThreads() throws {
    func columns(_ threads: String) throws -> [[Substring]] {
      let command = try Command(Self.quick + ["--format", "csv", "--threads", threads])
      #expect(command.status == 0)
      return command.output.split(separator: "\n").map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        #expect(cells.count == 9)
        return Array(cells[..<3] + cells[4...])
      }
    }
    #expect(try columns("1") == columns("2"))
  }
}
