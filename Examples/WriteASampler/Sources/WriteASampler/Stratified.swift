import PosteriorSampling

/// A minibatching that the library does not have: the examples are cut into B strata of M = N/B neighbours each, and a minibatch takes
/// one example of every stratum. Every example comes once an epoch.
///
/// Where neighbours are alike, a minibatch is a small copy of the data, and its gradient has little noise.
struct Stratified: Minibatching {
  let name = "stratified"
  /// An epoch says nothing of the next. The library knows no more, and averages laws over epochs that it asks for.
  let law = MinibatchLaw.cycles(epochs: 1)

  func advance(_ minibatches: inout Minibatches, using random: inout some RandomSource) {
    let (strata, count) = (minibatches.batchSize, minibatches.countPerEpoch)
    precondition(strata * count == minibatches.examples.count, "the batch size must divide the number of examples")
    let isFirst = minibatches.beginEpochIfNeeded() && minibatches.epochCount == 0
    if isFirst {
      // Place kB + s is for an example of stratum s, which stays there for good.
      for place in minibatches.examples.indices {
        minibatches.examples[place] = Int32(place % strata * count + place / strata)
      }
    }
    // One step of Fisher and Yates's shuffle in every stratum.
    let current = minibatches.usedInEpoch
    for stratum in 0..<strata {
      let chosen = current + Int(random.next(upperBound: UInt64(count - current)))
      minibatches.examples.swapAt(current * strata + stratum, chosen * strata + stratum)
    }
    minibatches.use(minibatches.places(ofMinibatch: current))
  }
}
