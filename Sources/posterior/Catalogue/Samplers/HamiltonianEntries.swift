import ArgumentParser
import PosteriorDiagnostics

extension SamplerEntry {
  private static let facts = SamplerFacts(
    needsLearningRate: false, isTuned: true, isExact: true,
    notSwept: "it takes no learning rate; --against cost sets it beside the others")

  static let nuts = SamplerEntry(
    "nuts", "no-U-turn sampler, tuned in the warm-up of each chain: exact, the default of sample", facts
  ) { site in
    MadeSampler("nuts", stepsPerEpoch: nil) { _ in NUTS(site.model, stepSize: 1).selfTuning(site.warmUp) }
  }

  static let hmc = SamplerEntry(
    "hmc", "Hamiltonian Monte Carlo over quarters of a period, tuned in the warm-up of each chain: exact", facts
  ) { site in
    MadeSampler("hmc", stepsPerEpoch: nil) { _ in
      let ofSteps = site.leapfrogSteps.map { HMC(site.model, stepSize: 1, path: .steps($0)) }
      return (ofSteps ?? HMC(overQuarterPeriodsOf: site.model)).selfTuning(site.warmUp)
    }
  }
}

extension Metric.Shape {
  /// What --metric names.
  init(option text: String) throws {
    guard let shape = Metric.Shape(rawValue: text), shape != .unit else {
      throw ValidationError("there is no metric '\(text)': auto, diagonal, low-rank or dense")
    }
    self = shape
  }
}
