/// Epochs in which every minibatch has as many examples of each of K strata, the examples of a stratum in a new order
/// each epoch: for one chain over data that are spread over K machines.
///
///     ĝ_b(θ) = −∇ln p(θ) − Σ_k (N/|b|) Σ_{i∈b_k} ∇ln p(yᵢ | θ)
///
/// Strata are consecutive examples, N_k of them, as equal in number as can be; b_k is B/K examples of stratum k. What
/// differs between strata makes no noise: with C_k the covariance of an example's gradient within stratum k, that of
/// ĝ_b is
///
///     Σ_k (N_k²/b_k)(1 − b_k/N_k) C_k
///
/// (Cochran, Sampling Techniques, 3rd ed., 1977, theorem 5.3; exact where K divides N.) So the order of the rows does
/// no harm. An epoch's last minibatch, which may be short, has what is left of each stratum. The sum over k is taken in
/// the order of the strata, so that its bits do not depend on who computes which terms.
public struct StratifiedEpochs: Minibatching, Hashable {
  /// K: the strata that examples are cut into.
  package let strataCount: Int
  /// Who computes the strata's terms of a gradient; nil where this process computes all.
  package var sums: (any StratumSums)?

  /// Minibatching over `strataCount` strata; B must be a multiple of it.
  public init(strataCount: Int) {
    precondition(strataCount >= 1, "there is a stratum at least")
    self.strataCount = strataCount
  }

  /// The name `stratified:K`, by which the command takes it.
  public var name: String { "stratified:\(strataCount)" }

  /// A permutation an epoch, as likely as its reversal, of which not all are equally likely.
  public var law: MinibatchLaw { .permutations }

  /// K: a minibatch has as many examples of each stratum.
  public var batchSizeUnit: Int { strataCount }

  /// The same minibatches, whoever computes their gradients.
  public static func == (a: StratifiedEpochs, b: StratifiedEpochs) -> Bool { a.strataCount == b.strataCount }

  /// Hashes K, on which alone equality rests.
  public func hash(into hasher: inout Hasher) { hasher.combine(strataCount) }

  /// Minibatches one after another, each stratum by stratum.
  public func minibatches(of exampleCount: Int, batchSize: Int) -> Minibatches {
    let strata = strata(of: exampleCount, batchSize: batchSize)
    var minibatches = Minibatches(exampleCount: exampleCount, batchSize: batchSize)
    for stratum in 0..<strataCount {
      let rows = strata.rows(stratum)
      for row in rows { minibatches.examples[strata.place(row - rows.lowerBound, of: stratum)] = Int32(row) }
    }
    return minibatches
  }

  /// Chooses the minibatch's examples of each stratum among those that the epoch has left, and takes them.
  public func advance(_ minibatches: inout Minibatches, using random: inout some RandomSource) {
    let strata = strata(of: minibatches.exampleCount, batchSize: minibatches.batchSize)
    _ = minibatches.beginEpochIfNeeded()
    let index = minibatches.usedInEpoch
    // Compiled for the generator that chains have.
    let isChosen: Void? = random.asGSLRandom { strata.choose(index, &minibatches.examples, using: &$0) }
    if isChosen == nil { strata.choose(index, &minibatches.examples, using: &random) }
    minibatches.use(minibatches.places(ofMinibatch: index))
  }

  /// The strata of so many examples, of which each minibatch has as many of each.
  package func strata(of exampleCount: Int, batchSize: Int) -> Strata {
    precondition(
      batchSize.isMultiple(of: strataCount),
      "minibatches of \(strataCount) strata take a multiple of so many examples, not \(batchSize)")
    return Strata(exampleCount: exampleCount, batchSize: batchSize, count: strataCount)
  }
}

/// Examples cut into strata, and minibatches that have as many of each.
package struct Strata: Sendable {
  /// N.
  let exampleCount: Int
  /// B, a multiple of the strata's number.
  let batchSize: Int
  /// K.
  package let count: Int

  /// The examples of a stratum: N/K of them, of the first ones one more where that is no whole number.
  package func rows(_ stratum: Int) -> Range<Int> {
    let (each, rest) = exampleCount.quotientAndRemainder(dividingBy: count)
    let first = stratum * each + min(stratum, rest)
    return first..<first + each + (stratum < rest ? 1 : 0)
  }

  /// The places of a stratum's examples in a minibatch of an epoch.
  package func places(of stratum: Int, inMinibatch index: Int) -> Range<Int> {
    let (taken, left) = (index * batchSize, exampleCount - index * batchSize)
    // A short minibatch has what is left, N_k − b_k times the minibatches before.
    let (each, rest) = min(left, batchSize).quotientAndRemainder(dividingBy: count)
    let first = taken + stratum * each + min(stratum, rest)
    return first..<first + each + (stratum < rest ? 1 : 0)
  }

  /// The place of the example that comes as a stratum's `number`-th in an epoch, from 0.
  func place(_ number: Int, of stratum: Int) -> Int {
    let (index, offset) = number.quotientAndRemainder(dividingBy: batchSize / count)
    return places(of: stratum, inMinibatch: index).lowerBound + offset
  }

  /// Chooses a minibatch's examples of each stratum at random among those that no minibatch before has had (Fisher and
  /// Yates).
  fileprivate func choose(_ index: Int, _ examples: inout [Int32], using random: inout some RandomSource) {
    for stratum in 0..<count {
      let (number, places) = (index * (batchSize / count), places(of: stratum, inMinibatch: index))
      let rows = rows(stratum).count
      for (offset, place) in places.enumerated() {
        let left = UInt64(rows - number - offset)
        examples.swapAt(place, self.place(number + offset + Int(random.next(upperBound: left)), of: stratum))
      }
    }
  }
}

/// Who computes the strata's terms of a minibatch's gradient.
package protocol StratumSums: AnyObject, Sendable {
  /// The strata, of K, whose terms are this process's to compute.
  func own(of count: Int) -> Range<Int>

  /// Completes the terms of all strata, one after another, of which this process has written its own.
  func complete(_ terms: inout MutableSpan<Double>)
}
