import ArgumentParser
import Foundation
import PosteriorData
import StochasticThermodynamics

/// `posterior stationary`.
struct StationaryCommand: Subcommand {
  static let configuration = CommandConfiguration(
    commandName: "stationary",
    abstract: "Hold the stationary state of stochastic gradient descent against theory: its currents and fluctuations.",
    discussion: """
      Trains a model by stochastic gradient descent, θ ← θ − η ĝ, around a minimum of U = −ln posterior, and \
      compares what it does there with what is predicted (arXiv:2306.03521): the minimum of the effective landscape \
      that reshuffled epochs feel, the diffusion matrix, the covariance, the circulating current, the entropy \
      production σ and its fluctuation theorems ⟨e^−σ⟩ = 1 and ln P(σ)/P(−σ) = σ. Time is counted in \
      ticks: steps, or epochs with --batching reshuffled.

      Learning rates are absolute: ĝ estimates ∇U, a sum over all examples. --temperature adds the noise √(2ηT) \
      ξ of SGLD and, with --batching reshuffled, of SGWORLD.

      EXAMPLES
        posterior stationary --draws 7500000 --plot figures
        posterior stationary --batching reshuffled --minimum-only
        posterior stationary tanh-network --data points.csv --target y --noise-sd 0.1 --prior-sd 0.2 --output state.json
        posterior stationary linear-regression --temperature 1 --learning-rate 0.02 --batch-size 13
      """)

  @Argument(
    help: "The model: see 'posterior models', or a model file, NAME.model. Default: tanh-network.",
    completion: .file(extensions: ["model"]), transform: ModelEntry.init(named:))
  var model = ModelEntry.tanhNetwork

  @OptionGroup(title: "Data, noise and prior")
  var source: ModelOptions

  @OptionGroup var minibatches: MinibatchOptions

  @Option(
    help: ArgumentHelp(
      "η, absolute. Default: a tenth over the largest curvature and the steps of an epoch; 1e-7 for the paper's data.",
      valueName: "η"))
  var learningRate: Double?

  @Option(help: ArgumentHelp("T of the noise √(2ηT) ξ injected at every step.", valueName: "T"))
  var temperature = 0.0

  @OptionGroup(title: "Chains: a draw is a tick")
  var running: RunOptions

  @Option(
    help: ArgumentHelp("Ticks of a segment whose entropy production is tested, for each length.", valueName: "a,b,..."))
  var segments = "1,2,3,10,100,1000"

  @Flag(name: .customLong("minimum-only"), help: "Only the minimum and the effective minimum: no simulation.")
  var minimumOnly = false

  @Option(help: ArgumentHelp("A file for the result too, as JSON.", valueName: "file.json"), completion: .file())
  var output: String?

  @Option(
    help: ArgumentHelp("A folder for four pictures too, made if it is not there.", valueName: "dir"),
    completion: .directory)
  var plot: String?

  @Option(
    help: ArgumentHelp(
      "What the pictures are written as: pdf and png need rsvg-convert. Default: svg.", valueName: "svg,pdf,png"))
  var plotAs: String?

  @Option(
    help: ArgumentHelp(
      "The two parameters of the picture of density and current. Default: the plane of the strongest current.",
      valueName: "a,b"))
  var plane: String?

  @OptionGroup var common: CommonOptions

  var dataName: String? { model.dataName(source) }

  var unitsNote: String? { model.unitsNote(source) }

  /// The segments' lengths.
  var segmentLengths: [Int] {
    segments.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
  }

  /// What the pictures are written as.
  private var pictureKinds: [PictureFile.Kind] {
    (plotAs ?? "svg").split(separator: ",").compactMap {
      PictureFile.Kind(rawValue: $0.trimmingCharacters(in: .whitespaces))
    }
  }

  func validate() throws {
    if let plotAs, plot == nil { throw ValidationError("--plot-as \(plotAs) needs --plot, the folder of the pictures") }
    let plotAs = plotAs ?? "svg"
    if pictureKinds.isEmpty
      || pictureKinds.count != plotAs.split(separator: ",", omittingEmptySubsequences: false).count
    {
      throw ValidationError("--plot-as takes svg, pdf and png, separated by commas, not '\(plotAs)'")
    }
    try require("--learning-rate", positive: learningRate)
    if !(temperature >= 0 && temperature.isFinite) {
      throw ValidationError("--temperature must be a finite number from 0, not \(temperature)")
    }
    let lengths = segments.split(separator: ",", omittingEmptySubsequences: false)
    if lengths.count != segmentLengths.count || segmentLengths.contains(where: { $0 < 1 }) {
      throw ValidationError("--segments takes whole numbers from 1, separated by commas, not '\(segments)'")
    }
    try checkFiles([("--output", output), ("--plot", plot)], reading: source.data)
    if let plot, let kind = PictureFile.Kind(plot) {
      throw ValidationError(
        "--plot is a folder for four pictures here, not the file '\(plot)': give --plot \(plot.dropLast(4)) "
          + "--plot-as \(kind.rawValue)")
    }
    if source.unknownNoise { throw ValidationError("--unknown-noise has no meaning here: the noise is known") }
    if let batching = minibatches.batching, !batching.base.hasKnownDiffusion {
      let known = MinibatchingChoice.all.filter(\.base.hasKnownDiffusion).map(\.name).joined(separator: ", ")
      throw ValidationError(
        "--batching \(batching.name) has no meaning here: the diffusion of its noise is not known; take one of \(known)"
      )
    }
    try model.check(source)
  }

  func run() async throws {
    if let output { try AtomicFile.check(output) }
    let figures = try plot.map { try StationaryFigures(folder: $0, kinds: pictureKinds) }
    let (report, measurement) = try await StationaryStudy(self).run()
    try deliver(common.format == .json ? json(report) : report.text(), andTo: output) { _ in try json(report) }
    if let measurement { try figures?.draw(report, measurement) }
  }
}
