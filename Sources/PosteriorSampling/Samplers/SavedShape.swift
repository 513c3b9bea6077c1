extension EstimatorSampler {
  /// A saved state needs to be built like that of a new chain: its arrays as long, its counts not negative.
  public func accepts(_ saved: State) -> Bool {
    guard saved.position.count == dimension else { return false }
    var random = GSLRandom(seed: 0)
    guard let new = try? start(at: saved.position, using: &random) else { return false }
    return isBuilt(saved, like: new)
  }
}

/// Whether two values of a type have arrays of the same lengths throughout, and counts that can be counted on.
private func isBuilt(_ saved: Any, like new: Any) -> Bool {
  switch (saved, new) {
  case (let saved as [Double], let new as [Double]): return saved.count == new.count
  case (let saved as [Int32], let new as [Int32]): return saved.count == new.count
  case (let saved as Minibatches, let new as Minibatches): return saved.isBuilt(like: new)
  // Steps read its increments unchecked, each of as many numbers.
  case (let saved as NoiseBuffer, let new as NoiseBuffer):
    return saved.dimension == new.dimension && saved.values.count == new.values.count
  case (let saved as Int, _): return saved >= 0 && saved < 1 << 62
  default: break
  }
  let (parts, others) = (Mirror(reflecting: saved).children, Mirror(reflecting: new).children)
  return parts.count == others.count && zip(parts, others).allSatisfy { isBuilt($0.value, like: $1.value) }
}

extension Minibatches {
  /// Whether these are minibatches of as many examples, taken in the same way.
  fileprivate func isBuilt(like new: Minibatches) -> Bool {
    guard exampleCount == new.exampleCount, batchSize == new.batchSize else { return false }
    guard let order = blockOrder, let other = new.blockOrder else {
      return blockOrder == nil && new.blockOrder == nil && examples.count == new.examples.count
    }
    return order.blockSize == other.blockSize && order.window == other.window
      && (order.hops == nil) == (other.hops == nil)
  }
}
