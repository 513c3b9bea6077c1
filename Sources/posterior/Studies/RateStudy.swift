import PosteriorDiagnostics

/// How `posterior sample --learning-rate auto` finds a learning rate η.
struct RateStudy {
  private let command: SampleCommand
  private let site: SamplerSite
  private let made: MadeSampler

  /// A rate, and what there is to say of it.
  struct Found {
    let learningRate: Double
    let words: [String]
  }

  init(_ command: SampleCommand, _ site: SamplerSite, _ made: MadeSampler) {
    (self.command, self.site, self.made) = (command, site, made)
  }

  /// Looks for a rate, until one is found or the user interrupts: by what theory predicts where it is exact, otherwise
  /// by what is measured beside a twin, and for samplers with neither by the draws' Stein discrepancy.
  func run() async throws -> Found {
    try site.model.requireDense(for: "--learning-rate auto")
    if let problem = RateUnits(site.model, command.model)?.problem {
      throw Failure(.data, "--learning-rate auto: \(problem)")
    }
    let facts = command.sampler.facts
    if case .kl(let target) = command.target.target, facts.hasStationaryLaw,
      !facts.hasTwin || site.target.exactPosterior is MultivariateNormal
    {
      return try await predicted(target)
    }
    do {
      return facts.hasTwin ? try await measured() : try await tuned()
    } catch let error as BiasError { throw Failure(.data, "--learning-rate auto: \(error)") }
  }

  /// The rate at which the law at the mode's curvature meets a target, checked by halving it.
  private func predicted(_ targetKL: Double) async throws -> Found {
    let (mode, seed) = (try site.target.mode(), command.running.seed)
    let (found, check) = try await underProgress(quiet: command.common.quiet) { [made] progress in
      try await made.automaticLearningRate(targetKL: targetKL, mode: mode, seed: seed, onProgress: progress.show)
    }
    return Found(
      learningRate: found.learningRate,
      words: [
        "learning rate \(shortened(found.learningRate)): predicted KL \(shortened(found.law.kl)), "
          + "W₂ \(shortened(found.law.wasserstein2)), from the curvature at the mode",
        "check by halving it, \(check.epochs) epochs: \(check.words(target: found.targetKL))",
      ])
  }

  /// The largest rate that is measured to meet the target. The law at the mode says where to begin.
  private func measured() async throws -> Found {
    let first: Double? =
      if case .kl(let kl) = command.target.target, let law = made.law, let mode = try? site.target.mode() {
        try? AutomaticLearningRate(law.gradient, law.integrator, mode: mode, targetKL: kl).learningRate
      } else { nil }
    let search = try LearningRateSearch(
      site.target, name: command.model.name, sampler: command.sampler.family(site), target: command.target.target,
      first: first, settings: .init(epochs: epochs, chains: command.running.chains, seed: command.running.seed))
    let found = try await searching { try await search.run(threads: $0, onProgress: $1) }
    return Found(learningRate: found.learningRate, words: found.words)
  }

  /// The rate of the smallest kernel Stein discrepancy.
  private func tuned() async throws -> Found {
    let search = try SteinTuning(
      site.target, sampler: command.sampler.family(site), epochs: epochs, seed: command.running.seed)
    let found = try await searching { try await search.run(threads: $0, onProgress: $1) }
    return Found(learningRate: found.learningRate, words: [found.words])
  }

  /// The length of a chain: a second or two a rate on two cores for a small regression.
  private var epochs: Int { made.epochs(ofWork: 5_000_000, on: site.model) }

  private func searching<Value: Sendable>(
    _ work:
      @escaping @Sendable (_ threads: Int, _ onProgress: @escaping @Sendable (Double) -> Void) async throws -> Value
  ) async throws -> Value {
    let threads = command.running.threads
    return try await underProgress(
      quiet: command.common.quiet, interrupted: "interrupted: no learning rate was found yet"
    ) { progress in try await work(threads, progress.show) }
  }
}

extension LearningRateSearch.Result {
  /// The rate, and what was measured at it.
  fileprivate var words: [String] {
    func worst(_ size: (BiasEstimate.Quantity) -> Double) -> BiasEstimate.Quantity? {
      bias.quantities.max { size($0) < size($1) }
    }
    let shift = worst { $0.meanShift.size(from: 0).estimate }
    let spread = worst { $0.standardDeviationRatio.size(from: 1).estimate }
    let measured = [
      bias.kl.map { "KL \(shortened($0.estimate)) [\(shortened($0.lower)), \(shortened($0.upper))]" },
      shift.map { "the largest shift of a mean \(shortened($0.meanShift.estimate)) sd (\($0.name))" },
      spread.map { "sd at worst \(shortened($0.standardDeviationRatio.estimate)) times as large (\($0.name))" },
      bias.upperBound.map { "W₂ at most \(shortened($0.upper))" },
    ]
    let rates = "\(ratesTried) rate\(ratesTried == 1 ? "" : "s")"
    return [
      "learning rate \(shortened(learningRate)) meets the target, of \(rates) measured beside the posterior itself: "
        + measured.compactMap(\.self).joined(separator: ", ")
    ] + bias.warnings.map { "WARNING: \($0)" }
  }
}

extension SteinTuning.Result {
  /// The rate, and what it was chosen by.
  var words: String {
    "learning rate \(shortened(learningRate)) of \(ratesTried) has the smallest kernel Stein discrepancy: "
      + "\(shortened(discrepancy)), where as many draws of nuts have \(shortened(ofThePosterior))"
  }
}

extension HalvingCheck {
  fileprivate func words(target: Double) -> String {
    let size =
      "the moments' change is predicted to be worth a KL of \(shortened(predicted)), and misses that by "
      + "\(shortened(unexplained)) (\(shortened(interval.lowerBound)) to \(shortened(interval.upperBound)))"
    return switch verdict {
    case .agrees: "agrees; \(size)"
    case .disagrees:
      "DISAGREES; \(size): more than a quarter of the target \(shortened(target)), so the posterior is not normal "
        + "enough for the prediction"
    case .unresolved: "not resolved; \(size), against a quarter of the target \(shortened(target))"
    }
  }
}
