import ArgumentParser
import Foundation
import PosteriorData
import PosteriorDiagnostics

/// `posterior export`.
struct ExportCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a run as ArviZ's InferenceData: a store of Zarr, or an archive for numpy.load.",
    discussion: """
      Draws, what the sampler says of each, the data, and the log likelihood of each example at each draw, by which \
      arviz.loo compares models. Vectors are arrays whose levels are coordinates. The files that the run was made from \
      must be what they were. Docs/Data.md has the names.

      EXAMPLES
        posterior export run --to zarr --output run.zarr
        posterior export run --to npz --no-log-likelihood --output run.npz
      """)

  /// What an export may be.
  enum Form: String, ExpressibleByArgument, CaseIterable { case zarr, npz, netcdf }

  @Argument(
    help: ArgumentHelp("The folder of a run of 'posterior sample --output'.", valueName: "run"), completion: .directory)
  var folder: String

  @Option(help: "What to write.")
  var to: Form

  @Option(
    help: ArgumentHelp("The folder of the store, or the file of the archive.", valueName: "path"), completion: .file())
  var output: String

  @Flag(help: "Replace the export at the path of --output, as soon as the new one is whole.")
  var overwrite = false

  @Flag(name: .customLong("no-log-likelihood"), help: "Leave out the log likelihood, a number an example and draw.")
  var noLogLikelihood = false

  @OptionGroup var common: CommonOptions

  func validate() throws {
    try refuseEmpty("RUN", folder)
    try refuseEmpty("--output", output)
    if to == .netcdf {
      throw ValidationError(
        "--to netcdf is xarray's to write, from the store that ArviZ reads: give --to zarr, and then python3 -c "
          + "'import xarray; xarray.open_datatree(\"run.zarr\", engine=\"zarr\").to_netcdf(\"run.nc\")'")
    }
  }

  func run() async throws {
    // Reading a run goes to the folder in which it was begun.
    let path = URL(fileURLWithPath: output).path
    let destination = try ExportDestination(path, to == .npz ? .npz : .zarr, replacing: overwrite)
    let sampled = try SampledRun.all([folder])[0]
    let run = RunExport(sampled.manifest, sampled.draws.chains, sampled.model.posterior, try sampled.data())
    let dataset = try run.dataset(likelihood: !noLogLikelihood)
    try await underProgress(quiet: common.quiet) { progress in
      try destination.write(dataset) { fraction in
        try Task.checkCancellation()
        progress.show(fraction)
      }
    }
    let report = ExportReport(path: output, dataset)
    try printResult(common.format == .json ? json(report) : report.table())
  }
}
