import ArgumentParser
import Foundation
import PosteriorDiagnostics

/// `posterior diagnose`.
struct DiagnoseCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "diagnose",
    abstract: "Say how far draws in Stan CSV files can be trusted.",
    discussion: """
      Each file is one chain, as CmdStan or 'posterior sample --output' writes it; a folder stands for its .csv files. \
      Prints a line for each parameter: mean, standard deviation, their Monte Carlo standard errors, quantiles, bulk \
      and tail effective sample sizes and rank-normalised R-hat, as Vehtari et al. (2021) define them and ArviZ \
      computes them. Of Stan's own columns, whose names end in __, energy__ gives each chain's energy Bayesian \
      fraction of missing information (E-BFMI, Betancourt 2016) and divergent__ the number of divergences; the others \
      are left out. Below the table is the verdict: whether the draws may be used, what speaks against it, and what to \
      do. 'posterior report' shows the same with pictures. Of draws beyond --memory some parameters are read at a time.

      EXAMPLE
        posterior diagnose draws
        posterior diagnose chain-1.csv chain-2.csv --format json
      """)

  @Argument(
    help: ArgumentHelp("Stan CSV files, one a chain, or folders of them.", valueName: "files"), completion: .file())
  var files: [String]

  @Option(
    help: ArgumentHelp(
      """
      Memory that draws may take, such as 512M or 2G. Files that may hold more are read several times, for some of the \
      parameters each time. Default: half of the machine's.
      """, valueName: "size"))
  var memory: ByteCount?

  @OptionGroup var threading: ThreadsOption

  @OptionGroup var common: CommonOptions

  func validate() throws {
    for file in files { try refuseEmpty("FILES", file) }
  }

  func run() async throws {
    let drawn = try DrawsFiles(files, memory: memory?.bytes ?? ByteCount.usual)
    let report = try await drawn.report(threads: threading.threads)
    try printResult(common.format == .json ? json(report.summary) : report.table())
  }
}
