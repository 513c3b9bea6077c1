/// A new permutation of the examples every second epoch, used forwards and then backwards.
///
/// The palindrome cancels the leading term of the order's effect (symmetric minibatch splitting: Paulin, Whalley,
/// Chada & Leimkuhler, arXiv:2410.19780).
public struct SymmetricReshuffledEpochs: Minibatching, Hashable {
  /// Minibatching by symmetric reshuffled epochs.
  public init() {}

  /// The name `symmetric`, which options and reports write.
  public var name: String { "symmetric" }

  /// A permutation every two epochs: there and back.
  @inlinable
  public var law: MinibatchLaw { .shuffled(isMirrored: true) }

  /// Takes the permutation's next slice, from the front in even epochs and from the back in odd ones.
  @inlinable
  public func advance(_ minibatches: inout Minibatches, using random: inout some RandomSource) {
    _ = minibatches.beginEpochIfNeeded()
    let isBackwards = !minibatches.epochCount.isMultiple(of: 2)
    let index = minibatches.usedInEpoch
    let places = minibatches.places(ofMinibatch: isBackwards ? minibatches.countPerEpoch - 1 - index : index)
    if !isBackwards { minibatches.choose(places, using: &random) }
    minibatches.use(places)
  }
}
