import Foundation
import PosteriorDiagnostics
import PosteriorModels
import Synchronization
import Testing

@Suite struct LearningRateSweepTests {
  typealias Closed = StationaryVarianceTests
  static let model = StationaryVarianceTests.model

  static func sweep(
    _ samplers: [SamplerFamily<GaussianMean>], rates: [Double], epochs: Int = 2000, seed: UInt64 = 1
  ) throws -> LearningRateSweep {
    try LearningRateSweep(
      model: model, name: "gaussian-mean", samplers: samplers, learningRates: rates,
      settings: .init(epochs: epochs, seed: seed))
  }

  static let pair = [SamplerFamily<GaussianMean>.sgld(batchSize: 6), .sgworld(batchSize: 6)]

  /// KL(N(0, v) ‖ N(0, 1/a)), the mean being exact by symmetry of the minibatches.
  static func kl(variance: Double) -> Double {
    let excess = variance * Closed.curvature - 1
    return 0.5 * (excess - log1p(excess))
  }

  @Test func measuresTheExactDivergence() async throws {
    let steps = [0.05, 0.2, 0.8]
    let samplers = Self.pair + [.ula]
    let result = await (try Self.sweep(samplers, rates: steps.map { $0 / Closed.curvature }, epochs: 40_000)).run()
    let laws = [{ Closed.sgld($0) }, { Closed.sgworld($0) }, Closed.ula]
    for (index, point) in result.points.enumerated() {
      let truth = Self.kl(variance: laws[index / 3](steps[index % 3]))
      let kl = try #require(point.kl)
      // Nine intervals: three times the width of one.
      let slack = kl.upper - kl.lower
      #expect(kl.lower - slack <= truth && truth <= kl.upper + slack, "\(point.sampler) at \(point.learningRate)")
    }
    // The headline: at the smallest rate where both are resolved SGWORLD is far closer to the posterior.
    let (sgld, sgworld) = (try #require(result.points[0].kl), try #require(result.points[3].kl))
    #expect(sgld.resolved && sgworld.resolved)
    #expect(sgld.lower > 10 * sgworld.upper)
  }

  @Test func doesNotDependOnThreadsNorOnItsOtherPoints() async throws {
    let rates = [1e-3, 1e-2]
    let one = await (try Self.sweep(Self.pair, rates: rates)).run(threads: 1)
    let two = await (try Self.sweep(Self.pair, rates: rates)).run(threads: 2)
    let alone = await (try Self.sweep([.sgworld(batchSize: 6)], rates: [1e-2])).run(threads: 2)
    let reseeded = await (try Self.sweep(Self.pair, rates: rates, seed: 2)).run(threads: 2)
    #expect(one == two)
    #expect(alone.points == [one.points[3]])
    #expect(reseeded.points[0] != one.points[0])
  }

  @Test func reportsADivergingPointAndGoesOn() async throws {
    // h = 6 is past the stability bound of 2.
    let result = await (try Self.sweep(Self.pair, rates: [6 / Closed.curvature, 1e-3])).run(threads: 2)
    #expect(result.points.map(\.status) == [.diverged, .ok, .diverged, .ok])
    let step = try #require(result.points[0].divergedAtStep)
    // |1 − h| = 5 reaches 1.8e308 from order one after about 308/log₁₀5 = 441 steps.
    #expect(abs(step - 441) < 10)
    #expect(result.points[0].kl == nil)
  }

  @Test func exactDrawsAreNotResolved() async throws {
    let result = await (try Self.sweep([.exact], rates: [1, 2, 3, 4, 5], epochs: 5000)).run()
    #expect(result.points.filter { $0.kl?.resolved == true }.count <= 1)
    #expect(result.points.allSatisfy { ($0.effectiveSampleSize ?? 0) > 10_000 })
  }

  @Test func returnsWhatIsFinishedWhenCancelled() async throws {
    let sweep = try Self.sweep(Self.pair, rates: [1e-3, 2e-3, 3e-3, 4e-3], epochs: 20_000)
    let whole = await sweep.run()
    let task = Mutex<Task<SweepResult, Never>?>(nil)
    let running = Task {
      await sweep.run { progress in
        if progress.finishedCount == 2 { task.withLock { $0?.cancel() } }
      }
    }
    task.withLock { $0 = running }
    let part = await running.value
    #expect(part.points.count >= 2 && part.points.count < whole.points.count)
    #expect(part.points == Array(whole.points.prefix(part.points.count)))
  }

  @Test func takesAnySampler() async throws {
    /// Half of each step towards zero, which is not a sampler of anything.
    struct Shrinking: PosteriorSampler {
      struct State: SamplerState { var position: [Double] }
      var dimension: Int { 1 }
      func start(at position: [Double], using random: inout some RandomSource) -> State { State(position: position) }
      func step(_ state: inout State, using random: inout some RandomSource) {
        state.position[0] = 0.5 * state.position[0] + 0.1 * random.normal()
      }
    }
    let result = await (try Self.sweep([SamplerFamily("shrinking") { _, _ in Shrinking() }], rates: [1])).run()
    let kl = try #require(result.points.first?.kl)
    #expect(kl.resolved)
  }

  @Test func symmetricEpochsAreDrawnInPairs() async throws {
    let symmetric = SamplerFamily<GaussianMean>.langevin("sgworld", batchSize: 6, EulerMaruyama()) { site in
      MinibatchGradient(site.model, SymmetricReshuffledEpochs(), batchSize: site.batchSize)
    }
    let result = await (try Self.sweep([symmetric], rates: [1e-3], epochs: 100)).run()
    #expect(result.points[0].draws == 4 * 50)
  }

  /// A search for a mode that fails breaks the sweeps that need one, and no others; one search serves all samplers.
  @Test func looksForAModeOnlyWhereOneIsNeeded() throws {
    let searches = Mutex(0)
    let exact = try Self.model.exactPosterior()
    func sweep(_ samplers: [SamplerFamily<GaussianMean>], finds: Bool) throws {
      let site = ModelSite(Self.model, exactPosterior: exact) { () throws(SamplingError) in
        searches.withLock { $0 += 1 }
        guard finds else { throw .noMode("none here") }
        return exact.mean
      }
      _ = try LearningRateSweep(
        site, name: "any", samplers: samplers, learningRates: [1e-3], settings: .init(epochs: 10))
    }
    func anchored(_ name: String) -> SamplerFamily<GaussianMean> {
      .langevin(name, batchSize: 6, EulerMaruyama()) { (site) throws(SamplingError) in
        MinibatchGradient(site.model.anchored(at: try site.mode()), FreshSubset(), batchSize: site.batchSize)
      }
    }
    try sweep(Self.pair + [.ula, .exact, .nuts()], finds: false)
    #expect(searches.withLock { $0 } == 0)
    #expect(throws: SamplingError.self) { try sweep(Self.pair + [anchored("cv")], finds: false) }
    #expect(searches.withLock { $0 } == 1)
    try sweep([anchored("cv"), anchored("cv-2")], finds: true)
    #expect(searches.withLock { $0 } == 2)
  }

  @Test func theBatchSizeIsSaidOnce() throws {
    func batchSize(_ samplers: [SamplerFamily<GaussianMean>]) throws -> Int {
      try Self.sweep(samplers, rates: [1]).withoutChains(theory: []).batchSize
    }
    #expect(try batchSize(Self.pair + [.ula]) == 6)
    #expect(try batchSize([.ula]) == Self.model.exampleCount)
  }

  @Test func roundTripsThroughJSON() async throws {
    let result = await (try Self.sweep(Self.pair, rates: [6 / Closed.curvature, 1e-2])).run()
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(SweepResult.self, from: data) == result)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(
      Set(object.keys) == [
        "model", "exampleCount", "batchSize", "parameterNames", "posterior", "settings", "points",
      ])
    let points = try #require(object["points"] as? [[String: Any]])
    #expect(
      points.allSatisfy { Set($0.keys).isSuperset(of: ["sampler", "learningRate", "status", "kl", "wasserstein2"]) })
  }

  @Test func progressReachesTheEnd() async throws {
    let last = Mutex((fraction: 0.0, finished: 0))
    _ = await (try Self.sweep(Self.pair, rates: [1e-3, 1e-2])).run(threads: 2) { progress in
      last.withLock { $0 = (max($0.fraction, progress.fraction), max($0.finished, progress.finishedCount)) }
    }
    #expect(last.withLock { $0 } == (1, 4))
  }

  @Test func geometricRatesHitBothEnds() {
    let rates = LearningRateSweep.geometric(from: 1e-6, to: 1e-2, count: 5)
    #expect(rates.first == 1e-6 && rates.last == 1e-2)
    for (a, b) in zip(rates, rates.dropFirst()) { #expect(abs(b / a - 10) < 1e-12) }
    #expect(LearningRateSweep.geometric(from: 3, to: 7, count: 1) == [3])
  }
}
