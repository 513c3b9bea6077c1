import ArgumentParser

/// What samplers are made with, beside their learning rates.
struct SamplerOptions: ParsableArguments {
  @OptionGroup var minibatches: MinibatchOptions

  @Option(
    help: ArgumentHelp(
      """
      γ of the samplers with a momentum, in 1/time. Default: 2√λ, λ the posterior's smallest curvature, for baoab \
      and ubu; for sghmc and sgnht what takes a tenth of the momentum in a step.
      """, valueName: "γ"))
  var friction: Double?

  var batching: MinibatchingChoice? { minibatches.batching }

  /// Whether it was said how a sampler's minibatches are chosen, by --batching or by the name of a product.
  func choosesBatching(of sampler: SamplerEntry) -> Bool { batching != nil || sampler.namesBatching }

  func validate() throws { try require("--friction", positive: friction) }

  /// Refuses what means nothing for any of the samplers, or breaks one.
  ///
  /// - Parameter countsEpochs: Whether the batch size says how many steps an epoch has, whatever the sampler.
  func check(_ samplers: [SamplerEntry], countsEpochs: Bool = false) throws {
    let names = samplers.map(\.name).joined(separator: ", ")
    if friction != nil, !samplers.contains(where: \.facts.hasFriction) {
      throw ValidationError("--friction has no meaning for \(names), without a momentum")
    }
    let given = [("--batching", batching != nil), ("--batch-size", !countsEpochs && minibatches.batchSize != nil)]
    if let (option, _) = given.first(where: \.1), samplers.allSatisfy({ $0.facts.batching == nil }) {
      throw ValidationError("\(option) has no meaning for \(names): every step takes all examples")
    }
    for sampler in samplers { try sampler.check(batching: batching) }
  }
}
