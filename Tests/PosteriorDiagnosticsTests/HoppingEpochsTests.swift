import Foundation
import PosteriorModels
import Synchronization
import Testing

@testable import PosteriorDiagnostics

/// What was carried: the blocks, the hops and their steps.
private final class HopLog: Sendable {
  private let hops = Mutex<[(block: Int, steps: Int)]>([])

  func add(_ block: Int, _ steps: Int) { hops.withLock { $0.append((block, steps)) } }

  var count: Int { hops.withLock(\.count) }
  var blocks: [Int] { Set(hops.withLock { $0.map(\.block) }).sorted() }
  var steps: Int { hops.withLock { $0.reduce(0) { $0 + $1.steps } } }
}

/// Chains that hop over blocks of rows: their orders, their law, and steps that another process takes.
@Suite struct HoppingEpochsTests {
  /// Minibatches of a chain of several.
  private func minibatches(_ batching: HoppingEpochs, of count: Int, _ size: Int, chain: Int?) -> Minibatches {
    var minibatches = batching.minibatches(of: count, batchSize: size)
    if let chain { _ = minibatches.share(seed: 7, chain: chain) }
    return minibatches
  }

  /// Every minibatch is of one block, the one that was announced; every example comes once an epoch; and of K chains no
  /// two are at one block at a time, in a new square each epoch.
  @Test(arguments: [(24, 2, 4), (24, 3, 4), (1, 1, 3), (40, 1, 5)])
  func chainsNeverMeet(_ count: Int, _ size: Int, _ blockCount: Int) {
    let batching = HoppingEpochs(blockCount: blockCount)
    let blockSize = batching.blocks(of: count, batchSize: size).blockSize
    var chains = (0..<2 * blockCount).map { minibatches(batching, of: count, size, chain: $0) }
    var randoms = chains.indices.map { GSLRandom(seed: 1, stream: $0 + 1) }
    var squares: Set<[Int]> = []
    for _ in 0..<30 {
      var (taken, square) = ([[Int32]](repeating: [], count: chains.count), [Int]())
      repeat {
        var places: [Int] = []
        for c in chains.indices {
          let next = chains[c].nextHop
          batching.advance(&chains[c], using: &randoms[c])
          let examples = chains[c].examples[chains[c].current]
          taken[c] += examples
          let blocks = Set(examples.map { Int($0) / blockSize })
          #expect(blocks.count == 1 && next?.block == blocks.first && (next?.steps ?? 0) >= 1)
          places.append(blocks.first ?? 0)
        }
        if count.isMultiple(of: size * blockCount) {
          for group in [places.prefix(blockCount), places.suffix(blockCount)] {
            #expect(Set(group).count == blockCount)
          }
        }
        square += places
      } while !chains[0].isEpochEnd
      for c in chains.indices { #expect(chains[c].isEpochEnd && taken[c].sorted() == (0..<Int32(count)).map { $0 }) }
      squares.insert(square)
    }
    #expect(count == 1 || squares.count > 20)
  }

  /// A chain that hops with others has the law of one that orders blocks for itself: all orders come equally often.
  @Test(arguments: [nil, 0, 1, 5]) func ordersAreEquallyLikely(_ chain: Int?) {
    let batching = HoppingEpochs(blockCount: 3)
    var (own, random) = (minibatches(batching, of: 5, 1, chain: chain), GSLRandom(seed: 3))
    // 3! orders of blocks of 2, 2 and 1 examples.
    var counts: [[Int32]: Double] = [:]
    for _ in 0..<4800 {
      var epoch: [Int32] = []
      repeat {
        batching.advance(&own, using: &random)
        epoch += own.examples[own.current]
      } while !own.isEpochEnd
      counts[epoch, default: 0] += 1
    }
    #expect(counts.count == 24)
    let distance = counts.values.reduce(0) { $0 + ($1 - 200) * ($1 - 200) / 200 }
    #expect(distance <= 23 + 4.5 * 46.0.squareRoot(), "\(distance)")
  }

  /// Of whole minibatches the law is that of blocks of N/K rows, and chains that hop together follow it: here of three
  /// blocks of two rows, one step each, with plain gradients and with control variates.
  @Test(arguments: [false, true]) func chainsFollowTheLawOfBlocks(_ isAnchored: Bool) async throws {
    let full = StationaryLawSimulationTests.model
    let model = LinearRegression(
      design: Matrix(columnCount: 2, elements: (0..<6).flatMap { i in (0..<2).map { full.design[i, $0] } }),
      responses: Array(full.responses[..<6]), noiseStandardDeviation: 1, prior: .normal(standardDeviation: 1))
    let (mode, rate) = (try model.exactPosterior().mean, StationaryLawSimulationTests.rate)
    func check(_ model: some Posterior) async throws {
      let law = try AffineDynamics(
        MinibatchGradient(model, BlockEpochs(blockSize: 2), batchSize: 2), EulerMaruyama(), mode: mode, orders: 8192
      ).stationaryLaw(learningRate: rate)
      let hopping = LangevinSampler(
        gradient: MinibatchGradient(model, HoppingEpochs(blockCount: 3), batchSize: 2), integrator: EulerMaruyama(),
        learningRate: .constant(rate), stepsPerDraw: 3)
      let draws = try await hopping.draws(
        from: [[Double]](repeating: mode, count: 3), count: 40_000, burnIn: 2000, seed: 5, threads: 2)
      let reference = try MultivariateNormal(mean: law.mean, covariance: law.covariance)
      let chains = (0..<3).map { chain in
        var moments = BatchedMoments(reference: reference, drawCount: 40_000)
        for draw in 0..<40_000 { moments.add((0..<2).map { draws[chain, draw, $0] }) }
        return moments
      }
      let estimate = MomentEstimate(chains, reference: reference)
      for i in 0..<2 {
        for j in 0...i {
          let spread = [estimate.covarianceStandardError[i, j], law.error.covariance[i, j]]
          let error = spread.dot(spread).squareRoot()
          #expect(abs(estimate.covariance[i, j] - law.covariance[i, j]) < 4.5 * error)
          #expect(error < 0.02 * law.covariance[i, i])
        }
      }
    }
    if isAnchored { try await check(model.anchored(at: mode)) } else { try await check(model) }
  }

  /// A short minibatch where a short block comes first, on chains of the samplers themselves.
  @Test(arguments: [0, 2]) func shortBlocksAnywhere(_ integrator: Int) throws {
    let tests = StationaryLawSimulationTests()
    let gradient = MinibatchGradient(StationaryLawSimulationTests.model, HoppingEpochs(blockCount: 2), batchSize: 2)
    func check(_ integrator: some LinearIntegrator) throws { try tests.compare(gradient, integrator, isExact: false) }
    try check(StationaryLawSimulationTests.integrators[integrator])
  }

  /// Minibatches that were saved anywhere in an epoch go on as they would have, and damaged ones are refused.
  @Test func savedMinibatchesGoOn() throws {
    let batching = HoppingEpochs(blockCount: 3)
    var (own, random) = (minibatches(batching, of: 23, 2, chain: 4), GSLRandom(seed: 1))
    for _ in 0..<30 {
      batching.advance(&own, using: &random)
      let data = try JSONEncoder().encode(own)
      var (again, same) = (try JSONDecoder().decode(Minibatches.self, from: data), random)
      var (other, stream) = (own, random)
      for _ in 0..<20 {
        batching.advance(&again, using: &same)
        batching.advance(&other, using: &stream)
        #expect(again.examples[again.current] == other.examples[other.current])
        #expect(again.nextHop?.block == other.nextHop?.block && again.nextHop?.steps == other.nextHop?.steps)
      }
      let text = String(decoding: data, as: UTF8.self)
      for (part, damage) in [("\"chain\":4", "\"chain\":-4"), ("\"usedInEpoch\":", "\"usedInEpoch\":1")] {
        #expect(text.contains(part))
        #expect(throws: DecodingError.self) {
          try JSONDecoder().decode(Minibatches.self, from: Data(text.replacing(part, with: damage).utf8))
        }
      }
    }
  }

  /// Steps that go through a file's bytes and come back, as from rank to rank, are the chain's own, a block at a time.
  @Test(arguments: [1, 8]) func carriedStepsAreTheSame(_ stepsPerDraw: Int) async throws {
    let model = StationaryLawTableTests.model
    let sampler = AnySampler(
      LangevinSampler(
        gradient: MinibatchGradient(model, HoppingEpochs(blockCount: 4), batchSize: 130),
        integrator: LeimkuhlerMatthews(), learningRate: 1e-5, stepsPerDraw: stepsPerDraw))
    let hops = HopLog()
    let carried = sampler.carried { hop in
      guard hop.block != 2 else { return nil }
      hops.add(hop.block, hop.steps)
      guard let data = try? hop.chain.data(), let chain = try? Checkpoint(data, of: sampler) else { return nil }
      #expect(data.count < 20_000)
      return try? sampler.take(AnySampler.Hop(block: hop.block, chain: chain, steps: hop.steps, isTraced: hop.isTraced))
    }
    let starts = [[Double]](repeating: [0, 0, 0], count: 3)
    let own = try await sampler.draws(from: starts, count: 64, burnIn: 16, thinning: 1, seed: 2)
    let others = try await carried.draws(from: starts, count: 64, burnIn: 16, thinning: 1, seed: 2)
    #expect(own.values == others.values)
    // An epoch has eight steps, two on a block of four, of which three go elsewhere.
    #expect(hops.steps == 3 * 80 * stepsPerDraw * 3 / 4 && hops.blocks == [0, 1, 3])
    if stepsPerDraw == 8 { #expect(hops.count == 3 * 80 * 3) }
  }
}
