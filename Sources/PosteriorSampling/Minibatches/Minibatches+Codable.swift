extension Minibatches: Codable {
  private enum CodingKeys: CodingKey {
    case examples, exampleCount, batchSize, current, epochCount, usedInEpoch, blockOrder
  }

  /// Saves the order of the examples, and the place in it. Of blocks, examples are left out that are used up.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    let usedUp = blockOrder == nil ? 0 : current.lowerBound
    try container.encode(Array(examples[usedUp...]), forKey: .examples)
    if let blockOrder {
      try container.encode(exampleCount, forKey: .exampleCount)
      try container.encode(blockOrder, forKey: .blockOrder)
    }
    try container.encode(batchSize, forKey: .batchSize)
    try container.encode(current.lowerBound - usedUp..<current.upperBound - usedUp, forKey: .current)
    try container.encode(epochCount, forKey: .epochCount)
    try container.encode(usedInEpoch, forKey: .usedInEpoch)
  }

  /// Restores minibatches that were saved.
  ///
  /// - Throws: `DecodingError` where they cannot be a chain's: kernels read examples at these indices unchecked.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func damaged(_ key: CodingKeys, _ reason: String) -> DecodingError {
      DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: reason)
    }
    let examples = try container.decode([Int32].self, forKey: .examples)
    let batchSize = try container.decode(Int.self, forKey: .batchSize)
    let blockOrder = try container.decodeIfPresent(BlockOrder.self, forKey: .blockOrder)
    let count = blockOrder == nil ? examples.count : try container.decode(Int.self, forKey: .exampleCount)
    guard count <= Int32.max, examples.count <= max(count, 0), examples.allSatisfy({ $0 >= 0 && Int($0) < count })
    else {
      throw damaged(.examples, "an index is not that of one of \(count) examples")
    }
    guard batchSize >= 1, batchSize <= count else {
      throw damaged(.batchSize, "a minibatch takes 1 to \(count) examples, not \(batchSize)")
    }
    self.init(exampleCount: count, batchSize: batchSize, blockOrder: blockOrder)
    self.examples = examples
    current = try container.decode(Range<Int>.self, forKey: .current)
    epochCount = try container.decode(Int.self, forKey: .epochCount)
    usedInEpoch = try container.decode(Int.self, forKey: .usedInEpoch)
    guard current.lowerBound >= 0, current.upperBound <= examples.count else {
      throw damaged(.current, "a minibatch cannot be at the places \(current) of \(examples.count)")
    }
    guard epochCount >= 0, epochCount < 1 << 62, (0...countPerEpoch).contains(usedInEpoch) else {
      throw damaged(.usedInEpoch, "epoch \(epochCount) has no minibatch \(usedInEpoch) of \(countPerEpoch)")
    }
    guard let blockOrder else { return }
    let left = isEpochEnd ? 0 : count - usedInEpoch * batchSize
    let isUnused = epochCount == 0 && usedInEpoch == 0 && examples.isEmpty
    let blocks = (blockOrder.rowsLeft(count) ?? [0..<count + 1]).map(\.count) + [examples.count - current.upperBound]
    let isComplete =
      blockOrder.hops == nil
      ? blocks.reduce(0, +) == left
      : blocks.reduce(0) { $0 + ($1 + batchSize - 1) / batchSize } == countPerEpoch - usedInEpoch
    guard isUnused || isComplete else {
      throw damaged(.blockOrder, "the order is not one of blocks of \(count) examples")
    }
  }
}
