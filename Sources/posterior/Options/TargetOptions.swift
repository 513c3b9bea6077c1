import ArgumentParser
import PosteriorDiagnostics

/// What `--learning-rate auto` allows.
struct TargetOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("The KL to the posterior that --learning-rate auto allows. Default: 0.001.", valueName: "kl"))
  var targetKl: Double?

  @Option(
    help: ArgumentHelp(
      "The error of every mean and standard deviation that --learning-rate auto allows, in posterior standard "
        + "deviations.", valueName: "sd"))
  var targetShift: Double?

  @Option(
    help: ArgumentHelp(
      "The W₂ to the posterior that --learning-rate auto allows, in the parameters' units.", valueName: "w2"))
  var targetW2: Double?

  func validate() throws {
    try require("--target-kl", positive: targetKl)
    try require("--target-shift", positive: targetShift)
    try require("--target-w2", positive: targetW2)
    if [targetKl, targetShift, targetW2].compactMap(\.self).count > 1 {
      throw ValidationError("give one of --target-kl, --target-shift and --target-w2")
    }
  }

  /// The one that was given.
  var target: BiasTarget {
    targetShift.map(BiasTarget.shift) ?? targetW2.map(BiasTarget.wasserstein2) ?? .kl(targetKl ?? 1e-3)
  }

  /// Refuses targets that cannot be held.
  func check(_ sampler: SamplerEntry) throws {
    let isGiven = [targetKl, targetShift, targetW2].contains { $0 != nil }
    guard isGiven, !sampler.facts.hasTwin else { return }
    if !sampler.facts.hasStationaryLaw {
      throw ValidationError(
        "the error of \(sampler) can be neither predicted nor measured beside a twin: --learning-rate auto takes the "
          + "rate of the smallest kernel Stein discrepancy, without a target")
    }
    if targetKl == nil {
      throw ValidationError(
        "--learning-rate auto takes --target-kl alone for \(sampler): its bias cannot be measured beside a twin")
    }
  }
}
