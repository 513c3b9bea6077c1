internal import CPosteriorKernels

extension FusedSteps {
  /// The full minibatches that come next in an epoch.
  struct Stretch {
    /// How many they are, or how many of them are wanted.
    let count: Int
    /// Where the first begins.
    let firstPlace: Int
    private let order: Order
    private let isBackwards: Bool
    private let isNewEpoch: Bool
    /// The number of minibatches used before in the epoch.
    private let used: Int

    /// The next ones, `most` at the most; nil where a short one comes next.
    init?(of minibatches: Minibatches, _ order: Order, most: Int) {
      let (n, size, perEpoch) = (minibatches.examples.count, minibatches.batchSize, minibatches.countPerEpoch)
      self.order = order
      isNewEpoch = minibatches.isEpochEnd
      used = isNewEpoch ? 0 : minibatches.usedInEpoch
      isBackwards = order == .symmetricEpochs && !(minibatches.epochCount + (isNewEpoch ? 1 : 0)).isMultiple(of: 2)
      switch order {
      case .withReplacement, .freshSubsets:
        count = min(most, perEpoch - used)
        firstPlace = 0
      case .reshuffledEpochs, .symmetricEpochs:
        // The short one, if there is one, is the last, and the first on the way back.
        let isShort = isBackwards && used == 0 && !n.isMultiple(of: size)
        count = isShort ? 0 : min(most, (isBackwards ? perEpoch : n / size) - used)
        firstPlace = (isBackwards ? perEpoch - 1 - used : used) * size
      }
      if count <= 0 { return nil }
    }

    /// The order by which C takes them.
    var code: Int32 {
      switch order {
      case .withReplacement: Int32(CPK_WITH_REPLACEMENT)
      case .freshSubsets: Int32(CPK_FRESH_SUBSETS)
      case .reshuffledEpochs: Int32(CPK_RESHUFFLED_EPOCHS)
      case .symmetricEpochs: Int32(isBackwards ? CPK_BACKWARDS : CPK_RESHUFFLED_EPOCHS)
      }
    }

    /// Notes that some have been used.
    func use(_ taken: Int, of minibatches: inout Minibatches) {
      guard taken > 0 else { return }
      if isNewEpoch { minibatches.epochCount += 1 }
      minibatches.usedInEpoch = used + taken
      let last = used + taken - 1
      minibatches.current =
        switch order {
        case .withReplacement, .freshSubsets: 0..<minibatches.batchSize
        case .reshuffledEpochs, .symmetricEpochs:
          minibatches.places(ofMinibatch: isBackwards ? minibatches.countPerEpoch - 1 - last : last)
        }
    }
  }
}
