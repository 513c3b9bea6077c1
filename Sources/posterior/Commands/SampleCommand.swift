import ArgumentParser
import Foundation
import PosteriorData
import PosteriorDiagnostics

/// `posterior sample`.
struct SampleCommand: RecordedCommand, MeasuresBias {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Draw from a model's posterior with several chains, and say how far the draws can be trusted.",
    discussion: """
      Prints a line for each parameter: mean, standard deviation, their Monte Carlo standard errors, quantiles, bulk \
      and tail effective sample sizes and rank-normalised R-hat (Vehtari et al. 2021). With --output the draws are \
      written as they are made, a Stan CSV file a chain, which ArviZ, CmdStanPy and R's posterior read.

      'posterior models' and 'posterior samplers' list what there is. Learning rates are absolute: \
      θ ← θ − η ĝ + √(2η) ξ, ĝ an estimate of ∇U, U = −ln posterior (η, not ε/2).

      EXAMPLES
        posterior sample linear-regression --unknown-noise
        posterior sample logistic-regression --data trial.csv --target cured --standardize --output draws
        posterior sample linear-regression --sampler sgworld --learning-rate 0.05 --draws 20000 --warm-up 2000
        posterior sample linear-regression --sampler calm --learning-rate auto --target-kl 1e-4 --bias
      """)

  static let isShared = true

  @OptionGroup var argument: ModelArgument

  var model: ModelEntry { argument.entry }

  @OptionGroup(title: "Data, noise and prior")
  var source: ModelOptions

  @Option(
    help: "The sampler, or any BATCHING/GRADIENT/INTEGRATOR: see 'posterior samplers'. Default: nuts.",
    completion: .list(SamplerEntry.all.map(\.name)), transform: SamplerEntry.init(named:))
  var sampler = SamplerEntry.nuts

  @Option(
    help: ArgumentHelp(
      """
      η, absolute; every sampler but nuts, hmc and exact needs one. auto: the largest that meets a target, predicted \
      from the stationary law at the mode where the posterior is normal, and otherwise measured as by \
      'posterior bias'; for sgnht, psgld and cyclical-sgld the one of the smallest kernel Stein discrepancy.
      """, valueName: "η|auto"))
  var learningRate: LearningRateOption?

  @OptionGroup var target: TargetOptions

  @OptionGroup var options: SamplerOptions

  @OptionGroup var hamiltonian: HamiltonianOptions

  @OptionGroup(title: "Chains")
  var running: RunOptions

  @OptionGroup var parting: PartOption

  @Option(help: ArgumentHelp("Keep one draw in so many.", valueName: "k"))
  var thin = 1

  @Flag(
    help: """
      Write the draws of the warm-up too, before the others in the files of --output. CmdStanPy reads such \
      files of nuts alone, ArviZ of every sampler.
      """)
  var saveWarmUp = false

  @Option(
    help: ArgumentHelp(
      """
      Chains start uniformly within this distance of 0 in every parameter; for regressions around the mode, in \
      units of how far one example leaves the parameter open.
      """, valueName: "r"))
  var startRadius = 1.0

  @Option(
    help: ArgumentHelp(
      """
      A folder for the run, made if it is not there: manifest.json, which says what it is, and the draws in Stan's \
      format, \
      chain-1.csv, chain-2.csv, … 'posterior resume' goes on with it after any end.
      """, valueName: "dir"), completion: .directory)
  var output: String?

  @Flag(help: "Replace the run in the folder of --output, as soon as the new one is whole.")
  var overwrite = false

  @Flag(
    name: .customLong("no-summary"),
    help: "Print nothing and keep no draws in memory: with --output, for runs that memory does not hold.")
  var noSummary = false

  @Flag(
    help: """
      Also measure how far the sampler's law is from the posterior at its learning rate, as 'posterior bias' with the \
      same options does. It is kept with the run.
      """)
  var bias = false

  @Flag(help: "Draw nothing: say what --batching hopping:K or stratified:K costs on K machines, and other forms.")
  var explain = false

  @OptionGroup var common: CommonOptions

  var dataName: String? { model.dataName(source) }

  var unitsNote: String? { model.unitsNote(source) }

  func validate() throws {
    try require("--thin", atLeast: 1, thin)
    try hamiltonian.check(sampler)
    try refuseEmpty("--output", output)
    if explain { try MachinesStudy.check(self) } else { try parting.check(output, "--output") }
    try parting.part.check(running.chains, "chains")
    if sampler.facts.isTuned, let warmUp = running.length.warmUp, warmUp < 20 {
      throw ValidationError("--warm-up must be at least 20 for \(sampler), which is tuned in it")
    }
    if !(startRadius >= 0 && startRadius.isFinite) {
      throw ValidationError("--start-radius must be a finite number from 0, not \(startRadius)")
    }
    if learningRate == .auto { try target.check(sampler) }
    if sampler.facts.needsLearningRate, learningRate == nil {
      throw ValidationError(
        "--sampler \(sampler) needs --learning-rate: about 0.1 over the posterior's largest curvature to "
          + "start with, less for less bias")
    }
    try options.check([sampler])
    if overwrite, output == nil { throw ValidationError("--overwrite needs --output, the folder to be replaced") }
    if saveWarmUp, output == nil { throw ValidationError("--save-warm-up needs --output, where they are written") }
    if bias {
      try checkTwin()
      if !parting.part.isWhole {
        throw ValidationError("--bias has chains of its own, which --part does not share: give it to 'posterior bias'")
      }
      if noSummary { throw ValidationError("--bias is printed below the summary: leave out --no-summary") }
    }
    if noSummary, output == nil { throw ValidationError("--no-summary needs --output: there would be no result") }
    try model.check(source)
  }

  func run() async throws {
    try RunRecording.check(output, replacing: overwrite, source)
    try await run(nil, words: Array(CommandLine.arguments.dropFirst()))
  }

  /// Runs the chains.
  ///
  /// - Parameters:
  ///   - earlier: A run to go on with; nil for a new one.
  ///   - words: The command line behind the program's name.
  func run(_ earlier: RunRecording?, words: [String]) async throws {
    let chains = parting.part.places(of: running.chains)
    let model = try model.model(source, threads: max(1, running.threads / max(1, Ranks.share(of: chains).count)))
    let setting = try await SamplerSetting(self, model)
    setting.report()
    if explain {
      let report = try await MachinesStudy(command: self, model: model, setting: setting).report()
      if Ranks.isFirst { try printResult(common.format == .json ? json(report) : report.table()) }
      return
    }
    let plan = plan(words, model, setting)
    let recording = try await RunRecording.begin(plan, earlier, at: output, replacing: overwrite)
    let run = SamplingRun(
      command: self, model: model.posterior, setting: setting, recording: recording, chains: chains)
    if Ranks.count > 1 { try await run.makeShare() }
    guard Ranks.isFirst else { return }
    let made = try await run.make()
    var report: SampleReport?
    if let (draws, statistics) = try made.draws() {
      report = SampleReport(
        model: self.model, sampler: sampler, words: model.words,
        summary: await draws.summary(statistics: statistics, threads: running.threads), measuresBias: bias,
        known: RateUnits.findings(model.posterior, self.model, sampler, learningRate: setting.learningRate))
    }
    // The draws are safe before the measurement begins.
    try recording?.finish(tuning: made.tuning, warnings: setting.words + (report?.verdict.findings.map(\.text) ?? []))
    guard var report else { return }
    if bias, let rate = setting.learningRate {
      let measured = try await BiasStudy(self, on: setting.site, words: model.words, learningRate: rate).run()
      try recording?.keep(measured.bias)
      report.bias = measured
    }
    try printResult(common.format == .json ? json(report) : report.table())
  }
}
