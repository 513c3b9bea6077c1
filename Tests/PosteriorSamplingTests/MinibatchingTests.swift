import Foundation
import PosteriorSampling
import Testing

@Suite struct MinibatchingTests {
  struct Kind: Sendable, CustomTestStringConvertible {
    let minibatching: any Minibatching
    var testDescription: String { minibatching.name }

    static let all = Minibatches.choices.map { Kind(minibatching: $0) }
  }

  /// N and B: one example, one a batch, all in one batch, and B that divides N or leaves 1, 2 or B − 1.
  static let sizes: [(count: Int, batchSize: Int)] = [
    (1, 1), (2, 1), (2, 2), (5, 1), (5, 5), (5, 2), (7, 4), (10, 5), (12, 3), (11, 3), (100, 7), (100, 10), (101, 100),
  ]

  /// The minibatches of a number of epochs, with where the epochs are said to end.
  private func epochs(
    _ count: Int, of minibatching: some Minibatching, exampleCount: Int, batchSize: Int, using random: inout GSLRandom
  ) -> [[[Int32]]] {
    var minibatches = Minibatches(exampleCount: exampleCount, batchSize: batchSize)
    #expect(!minibatches.isEpochEnd && minibatches.current.isEmpty)
    var epochs: [[[Int32]]] = []
    while epochs.count < count {
      var epoch: [[Int32]] = []
      repeat {
        minibatching.advance(&minibatches, using: &random)
        #expect(minibatches.epochCount == epochs.count)
        epoch.append(Array(minibatches.examples[minibatches.current]))
      } while !minibatches.isEpochEnd && epoch.count <= exampleCount
      epochs.append(epoch)
    }
    return epochs
  }

  @Test(arguments: Kind.all, sizes) func epochsAreWhole(_ kind: Kind, _ size: (count: Int, batchSize: Int)) {
    func check(_ minibatching: some Minibatching) {
      var random = GSLRandom(seed: 1)
      let (count, batchSize) = size
      let all = (0..<Int32(count)).map { $0 }
      let batchCount = (count + batchSize - 1) / batchSize
      for (number, epoch) in epochs(7, of: minibatching, exampleCount: count, batchSize: batchSize, using: &random)
        .enumerated()
      {
        #expect(epoch.count == batchCount)
        #expect(epoch.joined().allSatisfy { all.contains($0) })
        if kind.minibatching.law.usesEveryExampleOnce {
          #expect(epoch.joined().sorted() == all)
          var sizes = [Int](repeating: batchSize, count: batchCount)
          sizes[batchCount - 1] = count - (batchCount - 1) * batchSize
          let isBackwards = kind.minibatching.epochsPerCycle == 2 && number % 2 == 1
          #expect(epoch.map(\.count) == (isBackwards ? sizes.reversed() : sizes))
        } else {
          #expect(epoch.allSatisfy { $0.count == batchSize })
        }
      }
    }
    check(kind.minibatching)
  }

  @Test func facts() {
    let all = Minibatches.choices
    #expect(all.map(\.name) == ["with-replacement", "fresh", "reshuffled", "symmetric"])
    #expect(all.map(\.epochsPerCycle) == [1, 1, 1, 2])
    #expect(all.map(\.law.isIndependent) == [true, true, false, false])
    #expect(all.map(\.law.usesEveryExampleOnce) == [false, false, true, true])
    #expect(all.map(\.law.hasNoRepeats) == [false, true, true, true])
    #expect(MinibatchLaw.cycles(epochs: 3).epochsPerCycle == 3)
    #expect(!MinibatchLaw.cycles(epochs: 3).hasNoRepeats)
  }

  @Test(arguments: sizes) func everySecondSymmetricEpochRunsBackwards(_ size: (count: Int, batchSize: Int)) {
    var random = GSLRandom(seed: 2)
    let epochs = epochs(
      8, of: SymmetricReshuffledEpochs(), exampleCount: size.count, batchSize: size.batchSize, using: &random)
    for there in stride(from: 0, to: 8, by: 2) { #expect(epochs[there + 1] == epochs[there].reversed()) }
    if size.count >= 10 {
      let orders = stride(from: 0, to: 8, by: 2).map { Array(epochs[$0].joined()) }
      #expect(Set(orders).count == 4)
    }
  }

  @Test(arguments: sizes) func freshSubsetsHaveNoRepeats(_ size: (count: Int, batchSize: Int)) {
    var random = GSLRandom(seed: 3)
    let epochs = epochs(20, of: FreshSubset(), exampleCount: size.count, batchSize: size.batchSize, using: &random)
    #expect(epochs.joined().allSatisfy { Set($0).count == size.batchSize })
  }

  /// Consecutive minibatches are independent: the pairs of the 10 subsets of 2 of 5 are equally likely.
  @Test func freshSubsetsAreIndependent() {
    var random = GSLRandom(seed: 4)
    let batches = epochs(14_000, of: FreshSubset(), exampleCount: 5, batchSize: 2, using: &random).joined().map {
      Set($0)
    }
    expectUniform(batches, outcomes: 10)
    expectUniform(pairs(batches), outcomes: 100)
  }

  /// 25 ordered pairs of 5 examples are equally likely, so that a fifth are repeats.
  @Test func withReplacementIsUniform() {
    var random = GSLRandom(seed: 5)
    let batches = Array(epochs(10_000, of: WithReplacement(), exampleCount: 5, batchSize: 2, using: &random).joined())
    expectUniform(batches, outcomes: 25)
    let repeats = Double(batches.filter { $0[0] == $0[1] }.count)
    let n = Double(batches.count)
    #expect(abs(repeats - n / 5) < 4 * (n * 0.2 * 0.8).squareRoot())
    expectUniform(pairs(batches.map { $0[0] }), outcomes: 25)
    expectUniform(pairs(batches.map { $0[1] }), outcomes: 25)
  }

  /// An epoch's order says nothing of the next one's: all pairs of the 3! orders, and all orders of 4, are equally likely.
  @Test(arguments: [1, 2, 3]) func reshufflesAreIndependent(_ batchSize: Int) {
    var random = GSLRandom(seed: 6)
    let orders = epochs(30_000, of: ReshuffledEpochs(), exampleCount: 3, batchSize: batchSize, using: &random)
      .map { Array($0.joined()) }
    expectUniform(orders, outcomes: 6)
    expectUniform(pairs(orders), outcomes: 36)
    let cycles = epochs(20_000, of: SymmetricReshuffledEpochs(), exampleCount: 3, batchSize: batchSize, using: &random)
    let first = stride(from: 0, to: cycles.count, by: 2).map { Array(cycles[$0].joined()) }
    expectUniform(pairs(first), outcomes: 36)
  }

  /// Neighbours in pairs that do not overlap.
  private func pairs<T>(_ values: [T]) -> [[T]] {
    stride(from: 0, to: values.count - 1, by: 2).map { [values[$0], values[$0 + 1]] }
  }

  /// A chi-square test of equally likely outcomes: within four standard deviations of Wilson and Hilferty's normal.
  private func expectUniform<T: Hashable>(
    _ values: [T], outcomes: Int, _ location: SourceLocation = #_sourceLocation
  ) {
    let counts = values.reduce(into: [T: Int]()) { $0[$1, default: 0] += 1 }
    #expect(counts.count == outcomes, sourceLocation: location)
    let (mean, degrees) = (Double(values.count) / Double(outcomes), Double(outcomes - 1))
    let statistic = counts.values.reduce(0) { $0 + (Double($1) - mean) * (Double($1) - mean) / mean }
    let deviation = (pow(statistic / degrees, 1 / 3) - (1 - 2 / (9 * degrees))) / (2 / (9 * degrees)).squareRoot()
    #expect(abs(deviation) < 4, sourceLocation: location)
  }
}
