/// A way to choose the examples of each step.
///
/// A conforming type chooses, and declares the law of what it chooses. Samplers need nothing else of it. Stationary
/// laws and diffusion matrices follow from ``law``.
public protocol Minibatching: Sendable {
  /// Its name, as options and reports write it.
  var name: String { get }

  /// The law of a chain's minibatches.
  var law: MinibatchLaw { get }

  /// What B must be a multiple of: 1, unless a minibatch has as many examples of each of several groups.
  var batchSizeUnit: Int { get }

  /// Minibatches of `batchSize` examples out of `exampleCount`, none used so far: all examples in their order, unless
  /// the minibatching holds fewer at a time.
  func minibatches(of exampleCount: Int, batchSize: Int) -> Minibatches

  /// Moves to the next minibatch.
  ///
  /// A conforming type calls ``Minibatches/beginEpochIfNeeded()``, orders ``Minibatches/examples`` as it likes, and
  /// ends with ``Minibatches/use(_:)``.
  func advance(_ minibatches: inout Minibatches, using random: inout some RandomSource)
}

extension Minibatching {
  /// Any B will do.
  @inlinable
  public var batchSizeUnit: Int { 1 }

  /// Refuses a B that the minibatching cannot have on so many examples.
  package func check(batchSize: Int, of exampleCount: Int) throws(SamplingError) {
    guard exampleCount > 0 else { throw .noExamples }
    guard batchSize.isMultiple(of: batchSizeUnit), 1...exampleCount ~= batchSize else {
      throw .invalidBatchSize(batchSize, unit: batchSizeUnit, exampleCount: exampleCount)
    }
  }

  /// All examples in their order.
  @inlinable
  public func minibatches(of exampleCount: Int, batchSize: Int) -> Minibatches {
    Minibatches(exampleCount: exampleCount, batchSize: batchSize)
  }

  /// How many epochs pass before the choice begins anew.
  @inlinable
  package var epochsPerCycle: Int { law.epochsPerCycle }
}

/// A chain's minibatches: the examples in their present order, and which of them are the current minibatch.
public struct Minibatches: Sendable, Hashable {
  /// The examples' indices, in the order the minibatching has given them: all of them, or those of the present.
  public var examples: [Int32]
  /// N, the number of examples in an epoch.
  public let exampleCount: Int
  /// B, the number of examples in a full minibatch.
  public let batchSize: Int
  /// M = ⌈N/B⌉: the minibatches of an epoch.
  public let countPerEpoch: Int
  /// The place of the current minibatch in `examples`; empty before the first.
  public var current = 0..<0
  /// The number of epochs completed before the current one.
  public var epochCount = 0
  /// The number of minibatches used in the current epoch, the current one included.
  public var usedInEpoch = 0
  /// The order of blocks, where examples are taken by blocks.
  package var blockOrder: BlockOrder?

  /// Minibatches of `batchSize` examples out of `exampleCount`, none used so far.
  public init(exampleCount: Int, batchSize: Int) {
    self.init(exampleCount: exampleCount, batchSize: batchSize, blockOrder: nil)
    examples = (0..<Int32(exampleCount)).map { $0 }
  }

  /// Minibatches that hold no example yet.
  package init(exampleCount: Int, batchSize: Int, blockOrder: BlockOrder?) {
    precondition(exampleCount <= Int32.max, "at most \(Int32.max) examples can be indexed, not \(exampleCount)")
    precondition(batchSize >= 1 && batchSize <= exampleCount, "a minibatch takes 1 to \(exampleCount) examples")
    self.exampleCount = exampleCount
    self.batchSize = batchSize
    countPerEpoch = (exampleCount + batchSize - 1) / batchSize
    examples = []
    self.blockOrder = blockOrder
  }

  /// Whether the current minibatch is its epoch's last.
  @inlinable
  public var isEpochEnd: Bool { usedInEpoch == countPerEpoch }

  /// Begins a new epoch where the current one has ended; returns whether the next minibatch is an epoch's first.
  @inlinable
  public mutating func beginEpochIfNeeded() -> Bool {
    if isEpochEnd {
      epochCount += 1
      usedInEpoch = 0
    }
    return usedInEpoch == 0
  }

  /// Makes the examples in a range of places the current minibatch.
  @inlinable
  public mutating func use(_ places: Range<Int>) {
    current = places
    usedInEpoch += 1
  }

  /// The places of minibatch `index` of an epoch, when `examples` is cut into minibatches: the last may be short.
  @inlinable
  public func places(ofMinibatch index: Int) -> Range<Int> {
    index * batchSize..<min((index + 1) * batchSize, exampleCount)
  }
}
