import ArgumentParser
import PosteriorData
import PosteriorDiagnostics

private let samplersWithTwins = SamplerEntry.all.filter(\.facts.hasTwin).map(\.name).joined(separator: ", ")
private let integratorsWithTwins = IntegratorChoice.all.filter(\.hasTwin).map(\.name).joined(separator: ", ")

/// `posterior bias`.
struct BiasCommand: MeasuresBias {
  static let configuration = CommandConfiguration(
    commandName: "bias",
    abstract: "Measure how far a sampler's draws are from a posterior that need not be known, at one learning rate.",
    discussion: """
      Beside each chain runs one of the posterior itself, driven by the same noise and corrected by Metropolis and \
      Hastings' rule. The two hardly part, so that the difference of their moments is the sampler's bias, far below \
      the Monte Carlo error of either: the shift of each mean in posterior standard deviations, the ratio of each \
      standard deviation, KL and W₂ between the normals with the draws' and the posterior's moments, and a bound on \
      W₂ between the laws themselves, all with 95 % intervals. What speaks against the numbers is said below them.

      It is for samplers that add noise at each step: \(samplersWithTwins), and every product \
      BATCHING/GRADIENT/INTEGRATOR whose integrator is one of \(integratorsWithTwins). Draws are at the ends of epochs.

      Learning rates are absolute: θ ← θ − η ĝ + √(2η) ξ with ĝ an estimate of ∇U, U = −ln posterior. \
      Welling & Teh's ε is 2η.

      EXAMPLES
        posterior bias logistic-regression --data trial.csv --target cured --sampler sgworld --learning-rate 1e-3
        posterior bias counts.model --data counts.csv --sampler calm --batch-size 20 --learning-rate 1e-4
      """)

  @OptionGroup var argument: ModelArgument

  var model: ModelEntry { argument.entry }

  @OptionGroup(title: "Data, noise and prior")
  var source: ModelOptions

  @Option(
    help: "The sampler, or any BATCHING/GRADIENT/INTEGRATOR: see 'posterior samplers'.",
    completion: .list(SamplerEntry.all.map(\.name)), transform: SamplerEntry.init(named:))
  var sampler: SamplerEntry

  @Option(help: ArgumentHelp("η, absolute.", valueName: "η"))
  var learningRate: Double

  @OptionGroup var options: SamplerOptions

  @OptionGroup(title: "Chains")
  var running: RunOptions

  @Option(help: ArgumentHelp("A file for the result too, as JSON.", valueName: "file.json"), completion: .file())
  var output: String?

  @OptionGroup var common: CommonOptions

  var dataName: String? { model.dataName(source) }

  var unitsNote: String? { model.unitsNote(source) }

  func validate() throws {
    try checkFiles([("--output", output)], reading: source.data)
    try require("--learning-rate", positive: learningRate)
    try model.check(source)
    try options.check([sampler])
    try checkTwin()
  }

  func run() async throws {
    if let output { try AtomicFile.check(output) }
    let model = try model.model(source)
    var site = try SamplerSite(model, options, for: [sampler])
    if let order = try site.storedOrder(sampler, isAskedFor: options.choosesBatching(of: sampler)) {
      StandardError.say(order)
    }
    if sampler.facts.needsSmallestCurvature {
      site.smallestCurvature = try site.curvatures(isNeeded: false)?.smallest
    }
    let report = try await BiasStudy(self, on: site, words: model.words, learningRate: learningRate).run()
    try deliver(common.format == .json ? json(report.bias) : report.text(), andTo: output) { _ in
      try json(report.bias)
    }
  }
}
