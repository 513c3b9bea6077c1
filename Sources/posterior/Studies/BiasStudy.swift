import PosteriorDiagnostics

/// What the options of `posterior bias` ask for: a model on its data, and the measurement on it.
struct BiasStudy {
  private let command: BiasCommand
  private let measurement: BiasMeasurement
  private let words: String

  init(_ command: BiasCommand) throws {
    self.command = command
    let model = try command.model.model(command.source)
    words = "\(command.model): \(model.words)"
    let site = try SamplerSite(model, command.options)
    let made = try command.sampler.make(site)
    // Some ten seconds on two cores for a small regression.
    let usual = made.epochs(ofWork: 60_000_000, on: site.model)
    let length = command.running.length.epochs(usual, perDraw: try made.sweep.epochsPerDraw())
    measurement = try BiasMeasurement(
      site.target, name: command.model.name, sampler: command.sampler.family(site), learningRate: command.learningRate,
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
