/// Every example of a minibatch drawn independently: an example may come twice.
public struct WithReplacement: Minibatching, Hashable {
  /// Minibatching in which an example may come twice.
  public init() {}

  /// The name `with-replacement`, which options and reports write.
  public var name: String { "with-replacement" }

  /// Independent minibatches, with repeats.
  @inlinable
  public var law: MinibatchLaw { .independent(hasRepeats: true) }

  /// Draws B of the N indices, each by itself.
  @inlinable
  public func advance(_ minibatches: inout Minibatches, using random: inout some RandomSource) {
    _ = minibatches.beginEpochIfNeeded()
    let (count, batchSize) = (minibatches.examples.count, minibatches.batchSize)
    var examples = minibatches.examples.mutableSpan
    random.fillIndices(&examples, first: batchSize, below: count)
    minibatches.use(0..<batchSize)
  }
}
