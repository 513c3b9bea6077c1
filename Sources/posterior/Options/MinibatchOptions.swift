import ArgumentParser
import PosteriorDiagnostics

/// How many examples a step takes, and which.
struct MinibatchOptions: ParsableArguments {
  @Option(help: ArgumentHelp("Examples in a minibatch. Default: N/34, at least 1.", valueName: "b"))
  var batchSize: Int?

  @Option(
    help: ArgumentHelp(
      """
      How minibatches are chosen: with replacement, as fresh subsets, by reshuffled epochs, or by symmetric ones (an \
      epoch forwards, then backwards), or blocks:L and blocks:L:W: epochs of blocks of L rows in random order, W \
      blocks shuffled together, as rows on a disk are best read, or hopping:K: epochs of K blocks of N/K rows, at \
      one of which K chains never are together: with mpirun a rank needs its own blocks alone in memory, or \
      stratified:K: each minibatch has B/K of each N/K consecutive rows: with mpirun ranks compute the gradients of \
      one chain together, each of its own rows. Default: each sampler's own; in stationary fresh.
      """, valueName: "batching"))
  var batching: MinibatchingChoice?

  func validate() throws { try require("--batch-size", atLeast: 1, batchSize) }

  /// B on a model's data, for all of some ways to choose minibatches.
  func batchSize(for model: ModelOnData, _ batchings: [any Minibatching]) throws(Failure) -> Int {
    let exampleCount = model.posterior.exampleCount
    let usual = model.isPaperExample ? 10 : max(1, exampleCount / 34)
    let unit = batchings.map(\.batchSizeUnit).max() ?? 1
    let size = batchSize ?? max(1, usual / unit) * unit
    // A model without examples has minibatches of no sampler, which the sampler says.
    guard exampleCount > 0 || batchSize != nil else { return size }
    for batching in batchings {
      do throws(SamplingError) { try batching.check(batchSize: size, of: exampleCount) } catch {
        throw Failure(.usage, "\(batching.batchSizeUnit > 1 ? batching.name : "--batch-size \(size)"): \(error)")
      }
    }
    return size
  }
}
