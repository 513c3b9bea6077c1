import ArgumentParser
import Foundation
import PosteriorData
import StochasticThermodynamics

/// `posterior stationary`.
struct StationaryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stationary",
    abstract: "Hold the stationary state of stochastic gradient descent against theory: its currents and fluctuations.",
    discussion: """
      Trains a model by stochastic gradient descent, θ ← θ − η ĝ, around a minimum of U = −ln posterior, and compares what \
      it does there with what is predicted (arXiv:2306.03521): the minimum of the effective landscape that reshuffled epochs \
      feel, the diffusion matrix, the covariance, the circulating current, the entropy production σ and its fluctuation \
      theorems ⟨e^−σ⟩ = 1 and ln P(σ)/P(−σ) = σ. Time is counted in ticks: steps, or epochs with --batching reshuffled.

      Learning rates are absolute: ĝ estimates ∇U, a sum over all examples. --temperature adds the noise √(2ηT) ξ of SGLD \
      and, with --batching reshuffled, of SGWORLD.

      MODELS
        nonlinear-regression  y ~ N(f(x), σ²), f a network of --hidden tanh units; without --data that of the paper:
                              x = −3, −2.97, …, 2.97, y = exp(−x²) + 0.1 ξ with ξ from a fixed seed of our own
        mlp                   the target is a class, 0 to K − 1: softmax of a network of --hidden tanh units
        logistic              the target is 0 or 1
        linear-regression     y ~ N(xᵀβ, σ²)

      EXAMPLES
        posterior stationary --model nonlinear-regression --steps 30000000 --plot figures
        posterior stationary --model nonlinear-regression --batching reshuffled --minimum-only
        posterior stationary --data points.csv --feature x --target y --noise-sd 0.1 --l2 0.001 --output state.json
        posterior stationary --model linear-regression --temperature 1 --learning-rate 0.02 --batch-size 13
      """)

  @Option(help: "The model.")
  var model = StationaryModelKind.nonlinearRegression

  @OptionGroup(title: "Data, noise and prior")
  var source: DataOptions

  @Option(help: ArgumentHelp("A column of features; may be given several times.", valueName: "x"))
  var feature: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      For regressions: the weight λ in U = (N/2σ²)(mean squared residual + λ|w|²), in place of --prior-sd. Default for \
      nonlinear-regression: 0.001.
      """, valueName: "λ"))
  var l2: Double?

  @Option(help: ArgumentHelp("Units in a network's hidden layer. Default: 2, or 4 for mlp.", valueName: "h"))
  var hidden: Int?

  @Option(help: "How minibatches are chosen: fresh (subsets), reshuffled (epochs) or with-replacement.")
  var batching = StationaryBatching.fresh

  @Option(
    help: ArgumentHelp(
      "η, absolute. Default: a tenth over the largest curvature and the steps of an epoch; 1e-7 for the paper's data.",
      valueName: "η"))
  var learningRate: Double?

  @Option(help: ArgumentHelp("Examples in a minibatch. Default: N/20, at least 1.", valueName: "b"))
  var batchSize: Int?

  @Option(help: ArgumentHelp("T of the noise √(2ηT) ξ injected at every step.", valueName: "T"))
  var temperature = 0.0

  @Option(
    help: ArgumentHelp(
      "Steps recorded, over all chains. Default: 40 relaxation times a chain, at least 200000, at most 30000000.",
      valueName: "n"))
  var steps: Int?

  @Option(
    help: ArgumentHelp(
      "Steps of each chain thrown away first. Default: three relaxation times, at most a third of the chain.",
      valueName: "n"))
  var burnIn: Int?

  @Option(help: ArgumentHelp("Chains. They start at draws of the predicted law.", valueName: "c"))
  var chains = 2

  @Option(
    help: ArgumentHelp("Ticks of a segment whose entropy production is tested, for each length.", valueName: "a,b,..."))
  var segments = "1,2,3,10,100,1000"

  @Flag(name: .customLong("minimum-only"), help: "Only the minimum and the effective minimum: no simulation.")
  var minimumOnly = false

  @Option(help: ArgumentHelp("The seed of every random stream: the same seed gives the same numbers.", valueName: "s"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Threads; the result does not depend on it. Default: all processors.", valueName: "t"))
  var threads = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: "What standard output holds.")
  var format = TableFormat.table

  @Option(help: ArgumentHelp("Also write the result to a file, as JSON.", valueName: "file.json"))
  var output: String?

  @Option(help: ArgumentHelp("Also draw four pictures with gnuplot, into a folder.", valueName: "dir"))
  var plot: String?

  @Option(
    help: ArgumentHelp(
      "The two parameters of the picture of density and current. Default: the plane of the strongest current.",
      valueName: "a,b"))
  var plane: String?

  @Flag(help: "No progress on standard error.")
  var quiet = false

  /// The segments' lengths.
  var segmentLengths: [Int] {
    segments.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) }
  }

  func validate() throws {
    for (name, value) in [
      ("--steps", steps), ("--chains", chains), ("--threads", threads), ("--batch-size", batchSize),
      ("--hidden", hidden),
    ] {
      if let value, value < 1 { throw ValidationError("\(name) must be at least 1, not \(value)") }
    }
    for (name, value) in [("--learning-rate", learningRate), ("--l2", l2)] {
      if let value, !(value > 0 && value.isFinite) {
        throw ValidationError("\(name) must be a positive finite number, not \(value)")
      }
    }
    if !(temperature >= 0 && temperature.isFinite) {
      throw ValidationError("--temperature must be a finite number from 0, not \(temperature)")
    }
    if let burnIn, burnIn < 0 { throw ValidationError("--burn-in must not be negative, not \(burnIn)") }
    let lengths = segments.split(separator: ",", omittingEmptySubsequences: false)
    if lengths.count != segmentLengths.count || segmentLengths.contains(where: { $0 < 1 }) {
      throw ValidationError("--segments takes whole numbers from 1, separated by commas, not '\(segments)'")
    }
    if l2 != nil, source.priorStandardDeviation != nil || source.flatPrior {
      throw ValidationError("--l2 is a prior: give it, or --prior-sd, or --flat-prior")
    }
    if l2 != nil, !model.isRegression {
      throw ValidationError("--l2 has no meaning for \(model.rawValue): give --prior-sd")
    }
    if !feature.isEmpty, source.features != nil {
      throw ValidationError("--feature and --features exclude each other: give one of them")
    }
    if source.unknownNoise { throw ValidationError("--unknown-noise has no meaning here: the noise is known") }
    if source.noiseStandardDeviation != nil, !model.isRegression {
      throw ValidationError("--noise-sd has no meaning for \(model.rawValue)")
    }
    if hidden != nil, !model.isNetwork { throw ValidationError("--hidden has no meaning for \(model.rawValue)") }
    if source.flatPrior, model.isNetwork {
      throw ValidationError("\(model.rawValue) has no proper posterior under --flat-prior: its units saturate")
    }
    if source.data == nil {
      if model == .mlp || model == .logistic {
        throw ValidationError("\(model.rawValue) needs --data: the embedded data have no such target")
      }
      if model == .nonlinearRegression, source.target != nil || source.features != nil || !feature.isEmpty {
        throw ValidationError("--target and --feature need --data: the paper's data have no other columns")
      }
    }
  }

  func run() async throws {
    if let output { try OutputFile.check(output) }
    let figures = try plot.map { try StationaryFigures(folder: $0) }
    do {
      var source = source
      if !feature.isEmpty { source.features = feature.joined(separator: ",") }
      let (report, measurement) = try await StationaryModel(self, source).study(self)
      try printResult(format == .json ? json(report) : report.text())
      if let output { try OutputFile.write(json(report), to: output) }
      if let measurement { try figures?.draw(report, measurement) }
    } catch let error as StationaryStateError {
      throw Failure(.data, "\(error)")
    } catch let error as ChainError {
      throw Failure(.data, "\(error)")
    } catch let error as SamplingError {
      throw Failure(.data, "\(error)")
    } catch let error as DataError {
      throw Failure(.data, "\(error)")
    } catch is CancellationError {
      throw Failure(.interrupted, "interrupted: nothing was measured")
    }
  }
}
