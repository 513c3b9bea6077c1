import ArgumentParser
import Foundation
import PosteriorData
import PosteriorDiagnostics
import PosteriorModels

/// `posterior loo`.
struct LooCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "loo",
    abstract: "Say how well a run's model predicts examples that it has not seen, or which of several does best.",
    discussion: """
      Each example is left out in turn by weighting the draws: Pareto smoothed importance sampling (PSIS-LOO), with \
      k̂ for each example, and WAIC beside it. elpd_loo is the sum of log predictive densities: the higher the better. \
      Of several runs on the same examples, differences from the best have their standard errors. Of many examples a \
      sample is enough: --examples 1000.

      EXAMPLES
        posterior loo run
        posterior loo normal student --output loo.json
        posterior loo run --examples 1000
      """)

  @Argument(
    help: ArgumentHelp("Folders of runs of 'posterior sample --output'.", valueName: "run"), completion: .directory)
  var runs: [String]

  @Option(
    help: ArgumentHelp(
      "Look at so many examples, at random, and estimate the sums from their differences to the log likelihood at the "
        + "posterior mean. Default: all.", valueName: "m"))
  var examples: Int?

  @Option(
    help: ArgumentHelp("A file for the same in JSON, with every example's numbers.", valueName: "file.json"),
    completion: .file())
  var output: String?

  @OptionGroup var seeding: SeedOption

  @OptionGroup var threading: ThreadsOption

  @OptionGroup var common: CommonOptions

  func validate() throws {
    for run in runs { try refuseEmpty("RUN", run) }
    try refuseEmpty("--output", output)
    try require("--examples", atLeast: 2, examples)
  }

  func run() async throws {
    let output = output.map { URL(fileURLWithPath: $0).path }
    if let output { try AtomicFile.check(output) }
    let runs = try SampledRun.all(runs)
    for run in runs where run.model.posterior.exampleCount == 0 {
      throw Failure(.data, "'\(run.folder)': no statement of its model goes by example, so that none can be left out")
    }
    let data = try runs.map { try $0.data() }
    var notes = try zip(runs, data).dropFirst().flatMap { try runs[0].checkExamples(data[0], of: $0, $1) }
    for run in runs where try await run.draws.report(threads: threading.threads).verdict.trust == .no {
      notes.append("The draws of '\(run.folder)' must not be used yet: 'posterior diagnose \(run.folder)' says why.")
    }
    let settings = LeaveOneOut.Settings(examples: examples, seed: seeding.seed, threads: threading.threads)
    let results = try await underProgress(quiet: common.quiet) { progress in
      var results: [LeaveOneOut] = []
      for (place, run) in runs.enumerated() {
        results.append(
          try await LeaveOneOut(of: run.model.posterior, at: run.draws.chains.draws, settings) { fraction in
            progress.show((Double(place) + fraction) / Double(runs.count))
          })
      }
      return results
    }
    let report = LooReport(runs.indices.map { LooReport.Run(runs[$0], data[$0], results[$0]) }, notes)
    try deliver(common.format == .json ? json(report) : report.text(), andTo: output) { _ in try json(report) }
  }
}

extension SampledRun {
  /// Refuses to compare runs on other examples; what is to be said of those that can be compared.
  fileprivate func checkExamples(_ data: ModelData, of other: SampledRun, _ otherData: ModelData) throws -> [String] {
    let counts = (model.posterior.exampleCount, other.model.posterior.exampleCount)
    guard counts.0 == counts.1 else {
      throw Failure(
        .data,
        "'\(folder)' has \(counts.0) examples and '\(other.folder)' \(counts.1): models are compared on the same ones")
    }
    let isOneFile = tables == other.tables
    let differing = data.examplesWithOtherResponses(than: otherData)
    if let first = differing?.first ?? (differing == nil && !isOneFile ? 0 : nil) {
      throw Failure(
        .data,
        "'\(folder)' and '\(other.folder)' have different data (the response of example \(first + 1)): models are "
          + "compared on the same responses")
    }
    return isOneFile
      ? [] : ["'\(folder)' and '\(other.folder)' have their data from different files, with the same responses."]
  }

  /// The checksums of the tables.
  private var tables: [String] { manifest.inputs.filter { $0.option == "--data" }.map(\.sha256) }
}

extension ModelData {
  /// The examples whose responses are not those of other data of as many; nil where that is not known.
  fileprivate func examplesWithOtherResponses(than other: ModelData) -> [Int]? {
    guard !targets.isEmpty, targets.count == other.targets.count else { return nil }
    var places: [Int] = []
    for (own, its) in zip(targets, other.targets) {
      switch (own.cells, its.cells) {
      case (.numbers(let a, _), .numbers(let b, _)):
        places += zip(a, b).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
      case (.text(let a), .text(let b)): places += zip(a, b).enumerated().filter { $1.0 != $1.1 }.map(\.offset)
      default: return nil
      }
    }
    return places.sorted()
  }
}
