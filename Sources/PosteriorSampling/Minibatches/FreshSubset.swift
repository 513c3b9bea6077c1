/// A new subset of the examples, without repeats, at every step: what most libraries call their default.
///
/// An example may still come in two consecutive minibatches, and be missed for many.
public struct FreshSubset: Minibatching, Hashable {
  /// Minibatching by fresh subsets.
  public init() {}

  /// The name `fresh`, which options and reports write.
  public var name: String { "fresh" }

  /// Independent minibatches, without repeats.
  @inlinable
  public var law: MinibatchLaw { .independent(hasRepeats: false) }

  /// Chooses B of the N examples.
  @inlinable
  public func advance(_ minibatches: inout Minibatches, using random: inout some RandomSource) {
    _ = minibatches.beginEpochIfNeeded()
    let batchSize = minibatches.batchSize
    var examples = minibatches.examples.mutableSpan
    random.shuffle(&examples, choosing: batchSize)
    minibatches.use(0..<batchSize)
  }
}
