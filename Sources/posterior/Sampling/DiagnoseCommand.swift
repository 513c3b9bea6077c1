import ArgumentParser
import Foundation
import PosteriorData
import PosteriorDiagnostics

/// `posterior diagnose`.
struct DiagnoseCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Say how far draws in Stan CSV files can be trusted.",
    discussion: """
      Each file is one chain, as CmdStan or 'posterior sample --output' writes it. Prints a line for each parameter: mean, \
      standard deviation, their Monte Carlo standard errors, quantiles, bulk and tail effective sample sizes and \
      rank-normalised R-hat, as Vehtari et al. (2021) define them and ArviZ computes them. Of Stan's own columns, whose \
      names end in __, energy__ gives each chain's energy Bayesian fraction of missing information (E-BFMI, Betancourt \
      2016) and divergent__ the number of divergences; the others are left out.

      EXAMPLE
        posterior diagnose draws/*.csv --format json
      """)

  @Argument(help: ArgumentHelp("Stan CSV files, one a chain.", valueName: "files"))
  var files: [String]

  @Option(help: "What standard output holds.")
  var format = TableFormat.table

  @Option(help: ArgumentHelp("Threads. Default: all processors.", valueName: "t"))
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    if threads < 1 { throw ValidationError("--threads must be at least 1, not \(threads)") }
    for file in files { try refuseEmpty("FILES", file) }
  }

  func run() async throws {
    do {
      let chains = try StanCSV(contentsOf: files)
      let report = SampleReport(summary: await chains.draws.summary(statistics: chains.statistics, threads: threads))
      try printResult(format == .json ? json(report.summary) : report.table())
    } catch let error as DataError {
      throw Failure(.data, "\(error)")
    }
  }
}
