import PosteriorDiagnostics

/// What `posterior sample --learning-rate auto` measures, where the posterior is not normal.
struct RateStudy {
  private let command: SampleCommand
  private let search: LearningRateSearch

  init(_ command: SampleCommand, _ site: SamplerSite, _ made: MadeSampler) throws {
    self.command = command
    // A second or two a rate on two cores for a small regression.
    let epochs = made.epochs(ofWork: 5_000_000, on: site.model)
    // The law at the mode says where to begin.
    let predicted: Double? =
      if case .kl(let kl) = command.target.target, let law = made.law, let mode = try? site.target.mode() {
        try? AutomaticLearningRate(law.gradient, law.integrator, mode: mode, targetKL: kl).learningRate
      } else { nil }
    search = try LearningRateSearch(
      site.target, name: command.model.name, sampler: command.sampler.family(site), target: command.target.target,
      first: predicted, settings: .init(epochs: epochs, chains: command.running.chains, seed: command.running.seed))
  }

  /// Measures, until a rate is found or the user interrupts.
  func run() async throws -> (learningRate: Double, words: [String]) {
    let threads = command.running.threads
    do {
      let found = try await underProgress(
        quiet: command.common.quiet, interrupted: "interrupted: no learning rate was found yet"
      ) { [search] progress in try await search.run(threads: threads, onProgress: progress.show) }
      return (found.learningRate, found.words)
    } catch let error as BiasError { throw Failure(.data, "--learning-rate auto: \(error)") }
  }
}

extension LearningRateSearch.Result {
  /// The rate, and what was measured at it.
  fileprivate var words: [String] {
    let shift = bias.quantities.max { abs($0.meanShift.estimate) < abs($1.meanShift.estimate) }
    let measured = [
      bias.kl.map { "KL \(shortened($0.estimate)) [\(shortened($0.lower)), \(shortened($0.upper))]" },
      shift.map { "the largest shift of a mean \(shortened($0.meanShift.estimate)) sd (\($0.name))" },
      bias.upperBound.map { "W₂ at most \(shortened($0.upper))" },
    ]
    let rates = "\(ratesTried) rate\(ratesTried == 1 ? "" : "s")"
    return [
      "learning rate \(shortened(learningRate)) meets the target, of \(rates) measured beside the posterior itself: "
        + measured.compactMap(\.self).joined(separator: ", ")
    ] + bias.warnings.map { "WARNING: \($0)" }
  }
}

extension SampleCommand {
  /// The rate of the smallest kernel Stein discrepancy, for samplers whose error can be neither predicted nor measured.
  func steinTuning(_ site: SamplerSite, _ made: MadeSampler) async throws -> SteinTuning.Result {
    let search = try SteinTuning(
      site.target, sampler: sampler.family(site), epochs: made.epochs(ofWork: 5_000_000, on: site.model),
      seed: running.seed)
    let threads = running.threads
    do {
      return try await underProgress(
        quiet: common.quiet, interrupted: "interrupted: no learning rate was found yet"
      ) { progress in try await search.run(threads: threads, onProgress: progress.show) }
    } catch let error as BiasError { throw Failure(.data, "--learning-rate auto: \(error)") }
  }
}

extension SteinTuning.Result {
  /// The rate, and what it was chosen by.
  var words: String {
    "learning rate \(shortened(learningRate)) of \(ratesTried) has the smallest kernel Stein discrepancy: "
      + "\(shortened(discrepancy)), where as many draws of nuts have \(shortened(ofThePosterior))"
  }
}
