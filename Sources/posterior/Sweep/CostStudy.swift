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
  init<Model: ConjugatePosterior>(
    _ command: SweepCommand, _ model: Model, name: String, rates: [Double], factory: SamplerFactory
  ) throws {
    let exact = try model.exactPosterior()
    let samplers = command.samplers.flatMap { choice in
      rates.map { rate in
        CostSampler(learningRate: rate, named: choice.name) { counted throws(SamplingError) in
          let mode = choice.hasAnchor ? try counted.countedMode() : factory.mode
          return SamplerFactory(
            model: AnyPosterior(counted), mode: mode, batchSize: factory.batchSize, friction: factory.friction,
            batching: factory.batching
          ).sampler(choice, exact: exact)
        }
      }
    }
    self.init(
      model: model, name: name, reference: try GaussianReference(exact), samplers: samplers + [.nuts(), .hmc()],
      largestBudget: command.evaluations ?? max(200 * model.exampleCount, 5_000_000), replicates: command.chains,
      seed: command.seed)
  }
}

extension SamplerChoice {
  /// Whether it needs the mode, the search for which is part of its cost.
  fileprivate var hasAnchor: Bool {
    if case .langevin(_, let point) = self { point.gradient == .controlVariate } else { false }
  }
}

extension SweepCommand {
  /// Refuses what has no meaning for the comparison asked for.
  func checkCost() throws {
    if let evaluations, evaluations < 2 {
      throw ValidationError("--evaluations must be at least 2, not \(evaluations)")
    }
    guard against == .cost else {
      if evaluations != nil { throw ValidationError("--evaluations needs --against cost") }
      return
    }
    if estimator == .coupled {
      throw ValidationError("--against cost measures what a user's draws show: leave out --estimator coupled")
    }
    if samplers.contains(.exact) {
      throw ValidationError("the sampler exact takes no gradients: leave it out with --against cost")
    }
    if theory || theoryOnly {
      throw ValidationError("--theory is a function of the learning rate: leave it out with --against cost")
    }
    if epochs != nil || burnIn != nil {
      throw ValidationError("--against cost runs for --evaluations gradients: leave out --epochs and --burn-in")
    }
  }

  /// Runs and reports a comparison at equal cost.
  func run(_ comparison: CostComparison, description: [String]) async throws {
    let progress = ProgressDisplay(isQuiet: quiet)
    let task = Task {
      await comparison.run(threads: threads, onProgress: { progress.bar($0, "of the gradients") })
    }
    let interrupt = Interrupt { task.cancel() }
    let result = await task.value
    interrupt.stop()
    progress.end()

    let report = CostReport(description: description, result: result)
    try printResult(report.text(format))
    if let output { try OutputFile.write(report.text(ReportFormat(file: output) ?? format), to: output) }
    if let plot { try CostFigure(path: plot).draw(result) }
    let pointCount = comparison.samplers.count * comparison.budgets.count
    if result.points.count < pointCount {
      throw Failure(
        .interrupted, "interrupted: \(result.points.count) of \(pointCount) points were finished and written")
    }
  }
}
