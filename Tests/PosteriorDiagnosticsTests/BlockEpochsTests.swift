import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// Epochs of blocks: which orders there are, what their law is, and what sorted rows cost.
@Suite struct BlockEpochsTests {
  private func epochs(_ count: Int, _ batching: BlockEpochs, of examples: Int, seed: UInt64 = 1) -> [[Int32]] {
    var random = GSLRandom(seed: seed)
    var minibatches = Minibatches(exampleCount: examples, batchSize: min(2, examples))
    return (0..<count).map { _ in
      var epoch: [Int32] = []
      repeat {
        batching.advance(&minibatches, using: &random)
        epoch += minibatches.examples[minibatches.current]
      } while !minibatches.isEpochEnd
      return epoch
    }
  }

  /// Every order that blocks allow comes, all equally often, and no other: ways to order the blocks of each stretch times
  /// ways to order the rows of the windows.
  @Test(arguments: [
    (5, 2, 1, 24), (4, 2, 2, 24), (4, 1, 1, 24), (4, 9, 1, 24), (5, 3, 1, 24), (6, 2, 1, 48), (5, 2, 3, 120),
    (1, 3, 2, 1), (4, 1, 2, 16), (6, 1, 2, 288), (8, 2, 2, 2304),
    (4, 1, 1 << 30, 24),
  ])
  func ordersAreEquallyLikely(_ count: Int, _ size: Int, _ window: Int, _ orderCount: Int) {
    let batching = BlockEpochs(blockSize: size, window: window)
    let orders = epochs(200 * orderCount, batching, of: count, seed: 3)
    let counts = Dictionary(orders.map { ($0, 1.0) }, uniquingKeysWith: +)
    #expect(counts.count == orderCount)
    let distance = counts.values.reduce(0) { $0 + ($1 - 200) * ($1 - 200) / 200 }
    let freedom = Double(orderCount - 1)
    #expect(distance <= freedom + 4.5 * (2 * freedom).squareRoot(), "\(distance)")
  }

  /// Each window has one block of each stretch, but for one at an end that has those of the longer stretches.
  @Test(arguments: [(100, 5, 4), (103, 5, 4), (100, 7, 3), (64, 1, 16), (12, 5, 4)])
  func windowsHaveBlocksFarApart(_ count: Int, _ size: Int, _ window: Int) {
    let blockCount = (count - 1) / size + 1
    let rest = blockCount % window
    var starts = Set<Bool>()
    for epoch in epochs(40, BlockEpochs(blockSize: size, window: window), of: count) {
      #expect(epoch.sorted() == (0..<Int32(count)).map { $0 })
      // The blocks in the order in which they first come, and the stretch of each.
      var (blocks, seen) = ([Int](), Set<Int>())
      for row in epoch where seen.insert(Int(row) / size).inserted { blocks.append(Int(row) / size) }
      let stretches = blocks.map { (($0 + 1) * window - 1) / blockCount }
      func areFull(from first: Int) -> Bool {
        stride(from: first, through: blockCount - window, by: window).allSatisfy {
          Set(stretches[$0..<$0 + window]).count == window
        }
      }
      let (isFirst, isLast) = (rest > 0 && areFull(from: rest), areFull(from: 0))
      #expect(isFirst || isLast, "\(stretches)")
      starts.insert(isLast)
    }
    #expect(starts.count == (rest > 0 && blockCount > window ? 2 : 1))
  }

  /// Blocks follow each other whole, and windows are of blocks that follow each other.
  @Test(arguments: [1, 3, 4]) func blocksStayTogether(_ window: Int) {
    for epoch in epochs(20, BlockEpochs(blockSize: 7, window: window), of: 100) {
      #expect(epoch.sorted() == (0..<100).map { $0 })
      let blocks = epoch.map { $0 / 7 }
      var place = 0
      while place < 100 {
        // As many rows as the next blocks have, whichever they are.
        let length = (place..<100).first { end in
          let these = Set(blocks[place...end])
          let rows = these.reduce(0) { $0 + ($1 == 14 ? 2 : 7) }
          return rows == end - place + 1
            && (these.count == window || end == 99 || place == 0 && these.count == 15 % window)
        }
        guard let end = length else {
          Issue.record("rows from \(place) on are no window of \(window) blocks: \(epoch)")
          break
        }
        place = end + 1
      }
    }
    #expect(BlockEpochs(blockSize: 7).name == "blocks:7" && BlockEpochs(blockSize: 7, window: 3).name == "blocks:7:3")
  }

  /// Blocks of one example, one block of all, and a window of all blocks are reshuffled epochs, whose law is known.
  @Test func lawsThatAreKnown() throws {
    let model = StationaryLawSimulationTests.model
    let mode = try model.exactPosterior().mean
    func law(_ batching: some Minibatching) throws -> StationaryLaw {
      try AffineDynamics(
        MinibatchGradient(model, batching, batchSize: 2), LeimkuhlerMatthews(), mode: mode, orders: 4096
      ).stationaryLaw(learningRate: StationaryLawSimulationTests.rate)
    }
    let known = try law(ReshuffledEpochs())
    for batching in [BlockEpochs(blockSize: 1), BlockEpochs(blockSize: 50), BlockEpochs(blockSize: 2, window: 9)] {
      let sampled = try law(batching)
      #expect(sampled.error.kl > 0)
      for i in 0..<2 {
        for j in 0...i {
          let error = sampled.error.covariance[i, j]
          #expect(
            abs(sampled.covariance[i, j] - known.covariance[i, j]) < 4.5 * error
              && error < 0.02 * known.covariance[i, i])
        }
      }
    }
  }

  /// The model of the table of laws, its rows in another order.
  private static func model(sortedBy key: ((LinearRegression, Int) -> Double)?) -> LinearRegression {
    let model = StationaryLawTableTests.model
    var rows = Array(0..<1000)
    if let key { rows.sort { key(model, $0) < key(model, $1) } }
    return LinearRegression(
      design: Matrix(columnCount: 3, elements: rows.flatMap { i in (0..<3).map { model.design[i, $0] } }),
      responses: rows.map { model.responses[$0] }, noiseStandardDeviation: 1, prior: .normal(standardDeviation: 10))
  }

  /// Rows in the order of their labels move one direction of 60, the intercept: deff, which is over all, is small, and
  /// yet more than chance.
  @Test func oneDirectionOfMany() throws {
    var random = GSLRandom(seed: 17)
    let design = (0..<2000).map { _ in [1] + random.normals(59) }
    func effect(isSorted: Bool) throws -> DesignEffect {
      let model = LogisticRegression(
        design: Matrix(columnCount: 60, elements: design.flatMap(\.self)),
        labels: (0..<2000).map { isSorted ? $0 / 1000 : $0 * 777 % 2000 / 1000 }, prior: .normal(standardDeviation: 1))
      return try #require(try model.designEffect(of: BlockEpochs(blockSize: 100), at: model.mode()))
    }
    let (sorted, shuffled) = try (effect(isSorted: true), effect(isSorted: false))
    #expect(sorted.directionCount > 20 && sorted.gradients < 2.9 && sorted.isHarmful(isAnchored: false), "\(sorted)")
    #expect(!shuffled.isHarmful(isAnchored: false) && !shuffled.isHarmful(isAnchored: true), "\(shuffled)")
  }

  /// The KL of SGWORLD and CALM at ηN = 0.01, B = 10, for rows at random, sorted by y and sorted by x₁: of another
  /// implementation and other data of the same kind, so that they hold to their order. With blocks far apart in a
  /// window sorted rows are as good as others. Design effects say which are harmful.
  @Test func whatSortedRowsCost() throws {
    func check(
      _ model: LinearRegression, _ batching: BlockEpochs, _ sgworld: ClosedRange<Double>, _ calm: ClosedRange<Double>
    ) throws {
      let mode = try model.exactPosterior().mean
      func law(_ gradient: some GradientEstimator, _ integrator: some LinearIntegrator, orders: Int) throws
        -> StationaryLaw
      {
        try AffineDynamics(gradient, integrator, mode: mode, orders: orders).stationaryLaw(learningRate: 1e-5)
      }
      let plain = try law(MinibatchGradient(model, batching, batchSize: 10), EulerMaruyama(), orders: 64)
      let anchored = try law(
        MinibatchGradient(model.anchored(at: mode), batching, batchSize: 10), LeimkuhlerMatthews(),
        orders: batching.window == 1 ? 256 : 2048)
      for (law, expected) in [(plain, sgworld), (anchored, calm)] {
        // A KL from sampled orders is too large, by about its error.
        let range = expected.lowerBound / 3...3 * expected.upperBound
        #expect(range.contains(law.kl) && law.error.kl < law.kl, "\(batching.name): \(law.kl), \(law.error.kl)")
      }
    }
    let (blocks, window) = (BlockEpochs(blockSize: 50), BlockEpochs(blockSize: 10, window: 10))
    let random = Self.model(sortedBy: nil)
    let byResponse = Self.model { $0.responses[$1] }
    let byColumn = Self.model { $0.design[$1, 1] }
    try check(random, blocks, 1.5e-3...1.5e-3, 2.7e-7...2.7e-7)
    try check(byResponse, blocks, 0.37...0.37, 2.3e-5...2.3e-5)
    try check(byColumn, blocks, 2.7e-3...2.7e-3, 1.7e-4...1.7e-4)
    try check(byResponse, window, 8e-4...1.5e-3, 2.4e-7...2.9e-7)
    try check(byColumn, window, 1.4e-3...1.5e-3, 2e-7...2.9e-7)

    func effect(_ model: LinearRegression, _ blocks: BlockEpochs) throws -> DesignEffect {
      try #require(try model.designEffect(of: blocks, at: model.mode()))
    }
    let ofRandom = try effect(random, blocks)
    let (ofResponse, ofColumn) = (try effect(byResponse, blocks), try effect(byColumn, blocks))
    #expect(abs(ofRandom.gradients - 1) < 0.6 && abs(ofRandom.curvatures - 1) < 0.6 && ofRandom.blockCount == 20)
    #expect(!ofRandom.isHarmful(isAnchored: false) && !ofRandom.isHarmful(isAnchored: true))
    #expect(ofResponse.gradients > 5 && ofResponse.isHarmful(isAnchored: false))
    #expect(ofColumn.curvatures > 5 && ofColumn.isHarmful(isAnchored: true))
    for sorted in [byResponse, byColumn] {
      let ofWindows = try effect(sorted, window)
      #expect(!ofWindows.isHarmful(isAnchored: false) && !ofWindows.isHarmful(isAnchored: true), "\(ofWindows)")
      #expect(abs(ofWindows.gradients - 1) < 0.5 && abs(ofWindows.curvatures - 1) < 0.5, "\(ofWindows)")
    }
    #expect(try random.designEffect(of: BlockEpochs(blockSize: 501), at: random.mode()) == nil)
    #expect(try random.designEffect(of: BlockEpochs(blockSize: 50, window: 11), at: random.mode()) == nil)
  }
}
