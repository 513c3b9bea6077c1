/// A new permutation of the examples each epoch, cut into M minibatches: every example comes exactly once an epoch.
///
/// Called random reshuffling in optimisation, and sampling without replacement in arXiv:2306.03521. When B does not
/// divide N, an epoch's last minibatch is short.
public struct ReshuffledEpochs: Minibatching, Hashable {
  /// Minibatching by reshuffled epochs.
  public init() {}

  /// The name `reshuffled`, which options and reports write.
  public var name: String { "reshuffled" }

  /// A permutation an epoch.
  @inlinable
  public var law: MinibatchLaw { .shuffled(isMirrored: false) }

  /// Shuffles on until the permutation's next slice is chosen, and takes it: the shuffle of an epoch is spread over its
  /// steps.
  @inlinable
  public func advance(_ minibatches: inout Minibatches, using random: inout some RandomSource) {
    _ = minibatches.beginEpochIfNeeded()
    let places = minibatches.places(ofMinibatch: minibatches.usedInEpoch)
    minibatches.choose(places, using: &random)
    minibatches.use(places)
  }
}

extension Minibatches {
  /// Chooses the examples of some places at random among those of these places and all behind them.
  @inlinable
  mutating func choose(_ places: Range<Int>, using random: inout some RandomSource) {
    let count = examples.count
    var span = examples.mutableSpan
    // A part of a mutable span has no name without an underscore in Swift 6.2 and 6.3.
    var rest = span._mutatingExtracting(places.lowerBound..<count)
    random.shuffle(&rest, choosing: places.count)
  }
}
