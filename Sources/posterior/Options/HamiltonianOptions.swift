import ArgumentParser
import PosteriorDiagnostics

/// What nuts and hmc are made with.
struct HamiltonianOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Leapfrog steps of an hmc trajectory. Default: what makes a quarter of a period in the tuned metric.",
      valueName: "l"))
  var leapfrogSteps: Int?

  @Option(
    help: ArgumentHelp(
      """
      What the warm-up of nuts and hmc learns of the posterior's shape: the variances alone (diagonal), with the \
      directions that they do not explain (low-rank), or the whole covariance (dense). auto, the default: low-rank, \
      for regressions around the shape at the mode.
      """, valueName: "auto|diagonal|low-rank|dense"), transform: Metric.Shape.init(option:))
  var metric: Metric.Shape?

  func validate() throws { try require("--leapfrog-steps", atLeast: 1, leapfrogSteps) }

  /// Refuses what means nothing for a sampler.
  func check(_ sampler: SamplerEntry) throws {
    if leapfrogSteps != nil, sampler.name != SamplerEntry.hmc.name {
      throw ValidationError("--leapfrog-steps has no meaning for \(sampler): it is hmc's")
    }
    if metric != nil, !sampler.facts.isTuned {
      throw ValidationError("--metric has no meaning for \(sampler), which has no warm-up to tune it")
    }
  }
}
