import ArgumentParser
import PosteriorData
import PosteriorDiagnostics

/// What `--against` sets errors against.
enum AgainstChoice: String, ExpressibleByArgument, CaseIterable {
  case learningRate = "learning-rate"
  case cost
}

/// The comparison at equal cost that the options ask for: their samplers at every learning rate, and NUTS and HMC.
struct CostStudy: Sendable {
  /// The most gradients of single examples that a chain makes.
  let largestBudget: Int
  private let command: SweepCommand
  private let site: SamplerSite
  private let measure: SweepStudy.Measure
  private let learningRates: [Double]
  private let also: [OutsideDraws]

  init(_ command: SweepCommand, _ site: SamplerSite, _ measure: SweepStudy.Measure, _ learningRates: [Double]) throws {
    (self.command, self.site, self.measure, self.learningRates) = (command, site, measure, learningRates)
    largestBudget = command.evaluations ?? max(200 * site.model.exampleCount, 5_000_000)
    also = try command.also.map { try $0.draws(of: site.model) }
  }

  /// Finds what the posterior is known by, which may take a run of NUTS.
  func comparison(threads: Int) async throws -> CostComparison {
    let (model, name) = (site.model.base, command.model.name)
    let samplers = command.samplers.filter(\.facts.needsLearningRate).map { $0.family(site) } + [.nuts(), .hmc()]
    let settings = CostComparison.Settings(
      largestBudget: largestBudget, replicates: command.running.chains, seed: command.running.seed)
    var comparison =
      switch measure {
      case .known(let sweep):
        CostComparison(
          model: model, name: name, reference: sweep.reference, samplers: samplers, learningRates: learningRates,
          settings: settings)
      case .draws(let sweep):
        CostComparison(
          model: model, name: name, reference: try await sweep.reference(threads), samplers: samplers,
          learningRates: learningRates, settings: settings)
      case .twins: preconditionFailure("validation refuses twins beside costs")
      }
    for draws in also { comparison.add(draws) }
    return comparison
  }
}

extension SweepCommand {
  /// Refuses what has no meaning for the comparison asked for.
  func checkCost() throws {
    try require("--evaluations", atLeast: 2, evaluations)
    guard against == .cost else {
      if evaluations != nil { throw ValidationError("--evaluations needs --against cost") }
      if !also.isEmpty { throw ValidationError("--also needs --against cost") }
      return
    }
    if let estimator, [.coupled, .twin].contains(estimator) {
      throw ValidationError(
        "--against cost measures what a user's draws show: leave out --estimator \(estimator.rawValue)")
    }
    let names = also.map(\.name)
    let taken = samplers.map(\.name) + ["nuts", "hmc"]
    if let twice = names.enumerated().first(where: { (taken + names[..<$0.offset]).contains($0.element) }) {
      throw ValidationError("--also: there is another '\(twice.element)': give the draws a name of their own")
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
  func run(
    _ cost: CostStudy, _ description: [String], _ picture: PictureFile?, _ command: [String]
  ) async throws {
    let (result, pointCount) = try await underProgress(quiet: common.quiet) { [running] progress in
      let comparison = try await cost.comparison(threads: running.threads)
      let result = await comparison.run(
        threads: running.threads, onProgress: { progress.bar($0, "of the gradients") })
      return (result, comparison.pointCount)
    }
    for warning in result.warnings ?? [] { StandardError.say("warning: \(warning)") }

    let (words, figure) = (CostReport(description: description, result: result), CostFigure(result).figure)
    try deliver(words.text(common.format), andTo: output) { try words.text(Format(file: $0) ?? common.format) }
    try picture?.write(figure)
    if let report { try StudyPage(words, figure, command: command).write(to: report) }
    let own = result.points.count { point in !also.contains { $0.name == point.sampler } }
    if own < pointCount {
      throw Failure(
        .interrupted, "interrupted: \(own) of \(pointCount) points were finished and written"
      )
    }
  }
}
