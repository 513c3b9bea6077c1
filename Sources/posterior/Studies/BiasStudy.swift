import ArgumentParser
import PosteriorDiagnostics

/// A subcommand that can measure a sampler's bias.
protocol MeasuresBias: Subcommand {
  var model: ModelEntry { get }
  var sampler: SamplerEntry { get }
  var options: SamplerOptions { get }
  var running: RunOptions { get }
}

extension MeasuresBias {
  /// Refuses samplers that have no bias, or none that can be measured beside a twin.
  func checkTwin() throws {
    if sampler.facts.isExact {
      throw ValidationError("the draws of \(sampler) follow the posterior itself: there is no bias to measure")
    }
    if !sampler.facts.hasTwin { throw ValidationError(BiasError.notDriven(sampler.name).description) }
  }
}

/// What options ask for: a model on its data, and the measurement of a sampler's bias on it.
struct BiasStudy<Command: MeasuresBias> {
  private let command: Command
  private let measurement: BiasMeasurement
  private let words: String

  /// - Parameter words: The model and its data.
  init(_ command: Command, on site: SamplerSite, words: String, learningRate: Double) throws {
    try site.model.requireDense(for: "the measurement of a bias")
    self.command = command
    self.words = "\(command.model): \(words)"
    let made = try command.sampler.make(site)
    // Some ten seconds on two cores for a small regression.
    let usual = made.epochs(ofWork: 60_000_000, on: site.model)
    let length = command.running.length.epochs(usual, perDraw: try made.sweep.epochsPerDraw())
    measurement = try BiasMeasurement(
      site.target, name: command.model.name, sampler: command.sampler.family(site), learningRate: learningRate,
      settings: .init(
        epochs: length.epochs, burnIn: length.warmUp, chains: command.running.chains, seed: command.running.seed))
  }

  /// Runs the chains, until they end or the user interrupts.
  func run() async throws -> BiasReport {
    let threads = command.running.threads
    let bias = try await underProgress(
      quiet: command.common.quiet, interrupted: "interrupted: nothing was measured"
    ) { [measurement] progress in try await measurement.run(threads: threads, onProgress: progress.show) }
    return BiasReport(words: words, bias: bias)
  }
}
