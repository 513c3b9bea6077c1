import ArgumentParser
import PosteriorData
import PosteriorDiagnostics

/// What `--against` sets errors against.
enum AgainstChoice: String, ExpressibleByArgument, CaseIterable {
  case learningRate = "learning-rate"
  case cost
}

extension CostComparison {
  /// The comparison at equal cost that the options ask for: their samplers at every learning rate, and NUTS and HMC.
  init(
    _ command: SweepCommand, _ model: ModelOnData, _ site: SamplerSite, _ sweep: LearningRateSweep
  ) {
    let samplers = command.samplers.filter(\.facts.needsLearningRate).map { $0.family(site) }
    self.init(
      model: model.posterior.base, name: model.entry.name, reference: sweep.reference,
      samplers: samplers + [.nuts(), .hmc()], learningRates: sweep.learningRates,
      settings: .init(
        largestBudget: command.evaluations ?? max(200 * model.posterior.exampleCount, 5_000_000),
        replicates: command.running.chains, seed: command.running.seed))
  }
}

extension SweepCommand {
  /// Refuses what has no meaning for the comparison asked for.
  func checkCost() throws {
    try require("--evaluations", atLeast: 2, evaluations)
    guard against == .cost else {
      if evaluations != nil { throw ValidationError("--evaluations needs --against cost") }
      return
    }
    if estimator == .coupled {
      throw ValidationError("--against cost measures what a user's draws show: leave out --estimator coupled")
    }
    for sampler in samplers {
      if let reason = sampler.facts.notCosted {
        throw ValidationError("\(sampler) cannot be set against cost: \(reason)")
      }
    }
    if theory || theoryOnly {
      throw ValidationError("--theory is a function of the learning rate: leave it out with --against cost")
    }
    let length = running.length
    let given = [
      ("--epochs", length.epochs), ("--draws", length.draws), ("--warm-up", length.warmUp),
      ("--warm-up-epochs", length.warmUpEpochs),
    ]
    if let (option, _) = given.first(where: { $0.1 != nil }) {
      throw ValidationError("--against cost runs for --evaluations gradients: leave out \(option)")
    }
  }

  /// Runs and reports a comparison at equal cost.
  func run(_ comparison: CostComparison, description: [String]) async throws {
    let result = try await underProgress(quiet: common.quiet) { [running] progress in
      await comparison.run(threads: running.threads, onProgress: { progress.bar($0, "of the gradients") })
    }

    let report = CostReport(description: description, result: result)
    try deliver(report.text(common.format), andTo: output) { try report.text(Format(file: $0) ?? common.format) }
    if let plot { try CostFigure(path: plot).draw(result) }
    if result.points.count < comparison.pointCount {
      throw Failure(
        .interrupted, "interrupted: \(result.points.count) of \(comparison.pointCount) points were finished and written"
      )
    }
  }
}
