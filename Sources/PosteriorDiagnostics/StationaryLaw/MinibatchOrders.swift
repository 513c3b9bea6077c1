import Foundation

/// The orders of an epoch's minibatches that a stationary law is averaged over: every one where they are few, otherwise
/// random ones, each with its reversal.
///
/// Reversed, the effect of the order that is of second order in the learning rate changes its sign, so that a pair's
/// mean is free of it. A short minibatch stays the last: no other order occurs.
struct MinibatchOrders: Sendable {
  /// Examples in the order in which they are cut into minibatches.
  let permutations: [[Int32]]
  /// Whether these are all orders, so that the average over them is exact.
  let isExhaustive: Bool

  /// All orders if they are no more than `limit`, otherwise `count`, rounded to whole pairs.
  init(exampleCount: Int, batchSize: Int, count: Int, limit: Int) {
    let sizes = stride(from: 0, to: exampleCount, by: batchSize).map { min(batchSize, exampleCount - $0) }
    let logCount =
      sizes.reduce(SpecialFunctions.logGamma(Double(exampleCount + 1))) {
        $0 - SpecialFunctions.logGamma(Double($1 + 1))
      }
    isExhaustive = logCount < log(Double(limit) + 0.5)
    if isExhaustive {
      var all: [[Int32]] = []
      Self.extend([], sizes[...], from: (0..<Int32(exampleCount)).map { $0 }, into: &all)
      permutations = all
    } else {
      // The same orders at every learning rate, so that a curve is smooth.
      var random = GSLRandom(stream: StreamSeed(1).child("stationary law"))
      permutations = (0..<max(Self.groupCount, (count + 1) / 2)).flatMap { _ in
        let order = random.permutation(exampleCount)
        let whole = exampleCount / batchSize * batchSize
        let reversed = stride(from: whole - batchSize, through: 0, by: -batchSize).flatMap {
          order[$0..<$0 + batchSize]
        }
        return [order, reversed + order[whole...]]
      }
    }
  }

  /// Batches of orders from whose spread the average's error is taken.
  static let groupCount = 16

  /// Ranges of ``permutations``: one where they are all, otherwise as many as ``groupCount``, pairs kept together.
  var groups: [Range<Int>] {
    guard !isExhaustive else { return [0..<permutations.count] }
    let pairs = permutations.count / 2
    return (0..<Self.groupCount).map {
      2 * ($0 * pairs / Self.groupCount)..<2 * (($0 + 1) * pairs / Self.groupCount)
    }
  }

  private static func extend(
    _ order: [Int32], _ sizes: ArraySlice<Int>, from rest: [Int32], into all: inout [[Int32]]
  ) {
    guard let size = sizes.first else { return all.append(order) }
    /// Chooses the minibatch's examples in ascending order.
    func choose(_ chosen: [Int32], _ from: Int) {
      if chosen.count == size {
        return extend(order + chosen, sizes.dropFirst(), from: rest.filter { !chosen.contains($0) }, into: &all)
      }
      for i in from..<rest.count { choose(chosen + [rest[i]], i + 1) }
    }
    choose([], 0)
  }
}
