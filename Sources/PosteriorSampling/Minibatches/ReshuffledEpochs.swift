/// A new permutation of the examples each epoch, cut into M minibatches: every example comes exactly once an epoch.
///
/// Called random reshuffling in optimisation, and sampling without replacement in arXiv:2306.03521. When B does not
/// divide N, an epoch's last minibatch is short.
public struct ReshuffledEpochs: Minibatching, Hashable {
  /// Minibatching by reshuffled epochs.
  public init() {}

  /// Takes the permutation's next slice, after a shuffle at an epoch's start.
  @inlinable
  public func advance(_ minibatches: inout Minibatches, using random: inout some RandomSource) {
    if minibatches.beginEpochIfNeeded() { minibatches.reshuffle(using: &random) }
    minibatches.use(minibatches.places(ofMinibatch: minibatches.usedInEpoch))
  }
}

extension Minibatches {
  /// Puts all examples in a new random order.
  @inlinable
  mutating func reshuffle(using random: inout some RandomSource) {
    let count = examples.count
    var span = examples.mutableSpan
    random.shuffle(&span, choosing: count)
  }
}
