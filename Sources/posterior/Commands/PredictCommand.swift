import ArgumentParser
import Foundation
import PosteriorData
import PosteriorDiagnostics

/// `posterior predict`.
struct PredictCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predict the responses of new rows from a run's draws, as CSV.",
    discussion: """
      For each row of --data, which needs the columns that explain: mean, standard deviation and quantiles of the \
      response, and of its mean given the parameters (fit_mean, …), which is empty where no mean is known. A response \
      that is a class has a line for each. Features are shifted and scaled as they were for the run; a level of a \
      factor that the run has not seen is refused.

      EXAMPLES
        posterior predict run --data new.csv
        posterior predict run --data new.csv --output predictions.csv
        posterior predict run --data new.csv --all-draws --output draws.csv
      """)

  static var formats: Set<Format> { [.table, .csv] }

  @Argument(
    help: ArgumentHelp("The folder of a run of 'posterior sample --output'.", valueName: "run"), completion: .directory)
  var folder: String

  @Option(
    help: ArgumentHelp("The new rows: CSV or NPY, as for the run.", valueName: "file.csv|.npy"), completion: .file())
  var data: String

  @Flag(name: .customLong("decimal-comma"), help: "The numbers of --data have decimal commas.")
  var decimalComma = false

  @Flag(
    name: .customLong("all-draws"),
    help: "In place of summaries, a response of every row at every draw: a line for each draw, a column for each row.")
  var allDraws = false

  @Option(
    help: ArgumentHelp("A file for the result, in place of standard output.", valueName: "file.csv"),
    completion: .file())
  var output: String?

  @OptionGroup var seeding: SeedOption

  @OptionGroup var threading: ThreadsOption

  @OptionGroup var common: CommonOptions

  func validate() throws {
    try refuseEmpty("RUN", folder)
    try checkFiles([("--output", output)], reading: data)
  }

  func run() async throws {
    let output = output.map { URL(fileURLWithPath: $0).path }
    if let output { try AtomicFile.check(output) }
    // Reading a run goes to the folder in which it was begun, and standard input may be its own then.
    let table = try Table(contentsOf: data, decimalCommas: decimalComma)
    let study = try PredictionStudy(SampledRun.all([folder])[0], table, seed: seeding.seed, threads: threading.threads)
    if allDraws {
      try await underProgress(quiet: common.quiet) { _ in
        func write(to put: (String) throws -> Void) throws {
          try study.writeDraws {
            try Task.checkCancellation()
            try put($0)
          }
        }
        guard let output else { return try write { try printResult($0) } }
        try AtomicFile.replace(output, by: { file in try write { try file.append(Data($0.utf8)) } })
      }
    } else {
      let text = try await underProgress(quiet: common.quiet) { progress in
        try await study.summaries { progress.show($0) }
      }
      if let output { try AtomicFile.write(Data(text.utf8), to: output) } else { try printResult(text) }
    }
  }
}
