/// Cycles of minibatches as a minibatching makes them: what a stationary law is averaged over where the minibatching's
/// law says no more.
struct SampledCycles: Sendable {
  /// The examples of each step, cycle by cycle.
  let cycles: [[[Int32]]]

  /// The cycles that stay together in a group: a permutation and its reversal, or one.
  private let together: Int

  /// The first `count` cycles of a chain, no fewer than there are groups; of permutations half of them, each with its
  /// reversal, unless an epoch's last minibatch is short. See ``MinibatchOrders`` for what this gains.
  init(_ minibatching: some Minibatching, exampleCount: Int, batchSize: Int, count: Int) {
    // The same cycles at every learning rate, so that a curve is smooth.
    var random = GSLRandom(stream: StreamSeed(1).child("stationary law"))
    var minibatches = minibatching.minibatches(of: exampleCount, batchSize: batchSize)
    let steps = minibatching.epochsPerCycle * minibatches.countPerEpoch
    together = minibatching.law == .permutations && exampleCount.isMultiple(of: batchSize) ? 2 : 1
    let isPaired = together == 2
    cycles = (0..<max(MinibatchOrders.groupCount, (count + together - 1) / together)).flatMap { _ in
      let cycle = (0..<steps).map { _ in
        minibatching.advance(&minibatches, using: &random)
        return Array(minibatches.examples[minibatches.current])
      }
      return isPaired ? [cycle, cycle.reversed()] : [cycle]
    }
  }

  /// The averages over groups of cycles, at most `first` of them; `cycle` gives the steps of minibatches of some
  /// lengths.
  func groups(
    first: Int, _ quadratic: WhitenedQuadratic, _ scheme: AffineScheme, cycle: ([Int]) -> AffineCycle
  ) -> [CycleAverages] {
    var (lengths, steps) = ([Int](), cycle([scheme.batchSize]))
    var workspace = AffineWorkspace(quadratic, scheme)
    let (groupCount, together) = (MinibatchOrders.groupCount, together)
    func start(_ group: Int) -> Int { group * (cycles.count / together) / groupCount * together }
    return (0..<min(first, groupCount)).map { group in
      var averages = CycleAverages(size: steps.carried * quadratic.dimension)
      for minibatches in cycles[start(group)..<start(group + 1)] {
        let these = minibatches.map(\.count)
        if these != lengths { (lengths, steps) = (these, cycle(these)) }
        steps.add(minibatches, to: &averages, &workspace)
      }
      return averages
    }
  }
}
