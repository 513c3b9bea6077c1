import ArgumentParser
import Foundation
import PosteriorData
import PosteriorDiagnostics

/// `posterior sample`.
struct SampleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Draw from a model's posterior with several chains, and say how far the draws can be trusted.",
    discussion: """
      Prints a line for each parameter: mean, standard deviation, their Monte Carlo standard errors, quantiles, bulk and \
      tail effective sample sizes and rank-normalised R-hat (Vehtari et al. 2021). With --output the draws are written \
      as they are made, a Stan CSV file a chain, which ArviZ, CmdStanPy and R's posterior read.

      'posterior models' and 'posterior samplers' list what there is. Learning rates are absolute: \
      θ ← θ − η ĝ + √(2η) ξ, ĝ an estimate of ∇U, U = −ln posterior (η, not ε/2).

      EXAMPLES
        posterior sample linear-regression --unknown-noise
        posterior sample logistic-regression --data trial.csv --target cured --standardize --output draws
        posterior sample linear-regression --sampler sgworld --learning-rate 0.05 --draws 20000 --warm-up 2000
        posterior sample linear-regression --sampler calm --learning-rate auto --target-kl 1e-4
      """)

  @Argument(help: "The model: see 'posterior models'.")
  var model: ModelKind

  @OptionGroup(title: "Data, noise and prior")
  var source: DataOptions

  @Option(help: ArgumentHelp("Units in a network's hidden layer.", valueName: "h"))
  var hidden = 4

  @Option(help: "The sampler: see 'posterior samplers'.")
  var sampler = SamplerKind.nuts

  @Option(
    help: ArgumentHelp(
      """
      η, absolute; every sampler but nuts and hmc needs one. auto: the largest that is predicted to keep KL within --target-kl, \
      from the stationary law at the mode; for ula, sgld, sgworld, sgworld-cv and calm.
      """, valueName: "η|auto"))
  var learningRate: LearningRateOption?

  @Option(help: ArgumentHelp("The KL to the posterior that --learning-rate auto allows.", valueName: "kl"))
  var targetKl = 1e-3

  @Option(help: ArgumentHelp("Examples in a minibatch. Default: N/34, at least 1.", valueName: "b"))
  var batchSize: Int?

  @Option(help: ArgumentHelp("Leapfrog steps of an hmc trajectory.", valueName: "l"))
  var leapfrogSteps = 16

  @Option(help: ArgumentHelp("Draws that each chain keeps.", valueName: "n"))
  var draws = 1000

  @Option(help: ArgumentHelp("Draws thrown away first; nuts and hmc are tuned in them.", valueName: "n"))
  var warmUp = 1000

  @Option(help: ArgumentHelp("Keep one draw in so many.", valueName: "k"))
  var thin = 1

  @Option(help: ArgumentHelp("Chains.", valueName: "c"))
  var chains = 4

  @Option(help: ArgumentHelp("Chains start uniformly within this distance of 0 in every parameter.", valueName: "r"))
  var startRadius = 1.0

  @Option(help: ArgumentHelp("The seed of every random stream: the same seed gives the same draws.", valueName: "s"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Threads; the draws do not depend on it. Default: all processors.", valueName: "t"))
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "What standard output holds.")
  var format = TableFormat.table

  @Option(help: ArgumentHelp("A folder for the draws: chain-1.csv, chain-2.csv, … in Stan's format.", valueName: "dir"))
  var output: String?

  @Flag(
    name: .customLong("no-summary"),
    help: "Print nothing and keep no draws in memory: with --output, for runs that memory does not hold.")
  var noSummary = false

  @Flag(help: "No progress on standard error.")
  var quiet = false

  func validate() throws {
    for (name, value) in [
      ("--draws", draws), ("--chains", chains), ("--threads", threads), ("--thin", thin),
      ("--leapfrog-steps", leapfrogSteps), ("--batch-size", batchSize ?? 1),
    ] where value < 1 { throw ValidationError("\(name) must be at least 1, not \(value)") }
    try refuseEmpty("--output", output)
    if warmUp < 0 { throw ValidationError("--warm-up must not be negative, not \(warmUp)") }
    if !sampler.needsLearningRate, warmUp < 20 {
      throw ValidationError("--warm-up must be at least 20 for \(sampler.rawValue), which is tuned in it")
    }
    if !(startRadius >= 0 && startRadius.isFinite) {
      throw ValidationError("--start-radius must be a finite number from 0, not \(startRadius)")
    }
    if !(targetKl > 0 && targetKl.isFinite) {
      throw ValidationError("--target-kl must be a positive finite number, not \(targetKl)")
    }
    if learningRate == .auto, !sampler.hasStationaryLaw {
      throw ValidationError(
        "--learning-rate auto is for ula, sgld, sgworld, sgworld-cv and calm, not \(sampler.rawValue)")
    }
    if sampler.needsLearningRate, learningRate == nil {
      throw ValidationError(
        "--sampler \(sampler.rawValue) needs --learning-rate: about 0.1 over the posterior's largest curvature to "
          + "start with, less for less bias")
    }
    if noSummary, output == nil { throw ValidationError("--no-summary needs --output: there would be no result") }
    try model.check(source, hiddenCount: hidden)
  }

  func run() async throws {
    do {
      let (model, words) = try model.model(source, hiddenCount: hidden)
      if let batchSize, batchSize > model.exampleCount {
        throw Failure(.usage, "--batch-size \(batchSize) exceeds the \(model.exampleCount) examples")
      }
      let setting = try SamplerSetting(self, model: model)
      setting.report()
      let folder = try output.map(OutputFolder.init)
      let progress = ProgressDisplay(isQuiet: quiet)
      let run = SamplingRun(
        command: self, model: model, setting: setting, folder: folder, onProgress: progress.show)
      let task = Task { try await run.draws() }
      let interrupt = Interrupt { task.cancel() }
      let (draws, statistics) = try await task.value
      interrupt.stop()
      progress.end()
      if noSummary { return }

      let report = SampleReport(
        model: self.model, sampler: sampler, words: words,
        summary: await draws.summary(statistics: statistics, threads: threads))
      try printResult(format == .json ? json(report.summary) : report.table())
    } catch let error as ChainError {
      throw Failure(.data, "\(error)")
    } catch let error as SamplingError {
      throw Failure(.data, "\(source.data ?? "diabetes"): \(error)")
    } catch let error as StationaryLawError {
      throw Failure(.data, "--learning-rate auto: \(error)")
    } catch let error as DataError {
      throw Failure(.data, "\(error)")
    } catch is CancellationError {
      throw Failure(.interrupted, "interrupted" + (output.map { "; the draws made so far are in '\($0)'" } ?? ""))
    }
  }
}
