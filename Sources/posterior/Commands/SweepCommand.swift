import ArgumentParser
import Foundation
import PosteriorData
import PosteriorDiagnostics

/// `posterior sweep`.
struct SweepCommand: RecordedCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Measure how far samplers are from a posterior, as a function of the learning rate.",
    discussion: """
      Each sampler runs at each learning rate. For every such point the \
      table gives KL(draws ‖ posterior) and the 2-Wasserstein distance W₂ between the normals with the draws' and \
      the posterior's moments, with 95 % intervals, and whether the value is resolved above its Monte Carlo floor: \
      what exact draws as many and as correlated would show. Where chains are too short for their error to be told, \
      the table says how many epochs they need at least, and there is no interval. Where the posterior is not \
      known exactly, errors are measured beside chains of it under the same noise, as 'posterior bias' does, \
      or against a run of nuts where a \
      sampler has no such chain. Exit codes are those of sysexits.h.

      Learning rates are absolute: θ ← θ − η ĝ + √(2η) ξ with ĝ an estimate of ∇U, U = −ln posterior. \
      Welling & Teh's ε, and the step of Turing, R's sgmcmc and TensorFlow Probability, is 2η.

      SAMPLERS
      \(SamplerEntry.help)

      Any other point of minibatching × gradient × integrator is named by the three, as symmetric/control-variate/baoab:
      \(LangevinProduct.help)

      smoothed is for models with a linear predictor. For baoab and ubu η means a time step of √(2η).

      EXAMPLES
        posterior sweep --plot sweep.svg --report sweep.html
        posterior sweep --data houses.csv --target price --features area,rooms --standardize
        posterior sweep gaussian-mean --samplers sgld,ula --learning-rates geometric:1e-3:1:7
        posterior sweep --batching with-replacement --samplers sgld --format json --output sgld.json
        posterior sweep --samplers sgld,sgworld,calm --estimator coupled --theory --plot calm.svg
        posterior sweep --samplers sgworld,calm --theory-only --learning-rates geometric:1e-7:1e-4:20
        posterior sweep --samplers sgld,sgworld,calm --against cost --plot cost.svg
      """)

  static let formats = Set(Format.allCases)

  static let isShared = true

  @Argument(
    help: "The model: see 'posterior models', or a model file, NAME.model. Default: linear-regression.",
    completion: .file(extensions: ["model"]), transform: ModelEntry.init(named:))
  var model = ModelEntry.linearRegression

  @OptionGroup(title: "Data, noise and prior")
  var source: ModelOptions

  @Option(
    help: ArgumentHelp("The samplers to compare, separated by commas. Default: sgld,sgworld.", valueName: "a,b,..."),
    transform: SamplerEntry.list)
  var samplers = SamplerEntry.all.filter { ["sgld", "sgworld"].contains($0.name) }

  @Option(
    help: """
      How divergences are estimated: plug-in (from the draws alone), coupled (from their difference to a chain on \
      the exact gradient under the same noise, orders of magnitude below the plug-in's floor; for normal posteriors), \
      twin (from their difference to a chain of the posterior itself under the same noise; for all) \
      or reference (from the draws alone, against those of --reference, whose own error counts). Default: \
      plug-in where the posterior is known exactly, otherwise twin, or reference where a sampler has no twin.
      """)
  var estimator: DivergenceEstimator?

  @Option(
    help: ArgumentHelp(
      """
      What --estimator reference, or --against cost where the posterior is not known exactly, compares with: \
      nuts, or a folder or file of draws in Stan CSV.
      """,
      valueName: "nuts|draws"), completion: .file(),
    transform: ReferenceChoice.init)
  var reference = ReferenceChoice.nuts

  @Option(
    help: """
      What errors are set against: learning-rate, or cost (gradients and seconds, with NUTS and HMC beside the \
      samplers, each of these at its best rate).
      """)
  var against = AgainstChoice.learningRate

  @Option(
    help: ArgumentHelp(
      "Gradients of single examples that a chain makes with --against cost. Default: 200 N, at least 5000000.",
      valueName: "g"))
  var evaluations: Int?

  @Option(
    help: ArgumentHelp(
      """
      With --against cost: draws of another program in Stan CSV, the gradients of single examples that each \
      chain took, and its seconds. May be given several times.
      """, valueName: "name=path:gradients:seconds"),
    transform: OutsideChoice.init)
  var also: [OutsideChoice] = []

  @Option(
    help: ArgumentHelp(
      """
      η, absolute: a list such as 1e-6,1e-5 or geometric:LOW:HIGH:COUNT. Default: seven rates around the point where \
      SGWORLD's advantage fades, from the posterior's largest curvature.
      """, valueName: "rates"),
    transform: LearningRates.init)
  var learningRates: LearningRates?

  @OptionGroup var options: SamplerOptions

  @OptionGroup(title: "Chains")
  var running: RunOptions

  @OptionGroup var parting: PartOption

  @Option(
    help: ArgumentHelp(
      "A file for the result too: as JSON or CSV by its name's ending, otherwise in the format of --format.",
      valueName: "file"), completion: .file())
  var output: String?

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp(
      """
      A folder that keeps each point as soon as it is finished, so that 'posterior resume' goes on after any end, \
      made if it is \
      not there.
      """, valueName: "dir"), completion: .directory)
  var runFolder: String?

  @Option(
    help: ArgumentHelp(
      """
      Also draw KL and W₂ against the learning rate, or KL against cost: SVG, or by the name's ending PDF or PNG, \
      which need rsvg-convert.
      """, valueName: "file.svg|.pdf|.png"),
    completion: .file())
  var plot: String?

  @Option(
    help: ArgumentHelp(
      "Also write a page that shows the sweep: what was found, curves, the table and the settings.",
      valueName: "file.html"), completion: .file())
  var report: String?

  @Flag(
    help: """
      Also give each sampler's stationary law, computed without a chain, where it is affine and the posterior normal: \
      exact, or averaged over random orders of the examples with a standard error.
      """)
  var theory = false

  @Flag(help: "The same, and run no chain.")
  var theoryOnly = false

  @Option(help: ArgumentHelp("How many random orders a law without a closed form is averaged over.", valueName: "n"))
  var orders = 512

  @OptionGroup var common: CommonOptions

  var dataName: String? { model.dataName(source) }

  var unitsNote: String? { model.unitsNote(source) }

  func validate() throws {
    try checkFiles(
      [("--output", output), ("--plot", plot), ("--report", report), ("--run", runFolder)], reading: source.data)
    try checkCost()
    try parting.check(runFolder, "--run")
    try require("--orders", atLeast: 1, orders)
    if runFolder != nil, against == .cost || theoryOnly {
      throw ValidationError("--run keeps points of --against learning-rate alone: leave it out")
    }
    try model.check(source)
    try checkEstimator()
    try options.check(samplers, countsEpochs: true)
    for sampler in samplers where against == .learningRate {
      if let reason = sampler.facts.notSwept { throw ValidationError("\(sampler) cannot be swept: \(reason)") }
      if estimator == .coupled, !sampler.facts.canBeCoupled {
        throw ValidationError("--estimator coupled has no meaning for the sampler \(sampler): leave it out")
      }
      if chosenEstimator == .twin, !sampler.facts.hasTwin {
        throw ValidationError(BiasError.notDriven(sampler.name).description)
      }
    }
    if let plot, PictureFile.Kind(plot) == nil {
      throw ValidationError("--plot writes .svg, .pdf or .png, not '\(plot)'")
    }
  }
}

extension Format {
  /// The format that a file's name asks for.
  init?(file: String) {
    self.init(rawValue: (file as NSString).pathExtension.lowercased())
  }
}
