import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

@Suite struct SweepTheoryTests {
  typealias Closed = StationaryVarianceTests

  private static func sweep(_ samplers: [SamplerFamily<GaussianMean>], rates: [Double]) throws -> LearningRateSweep {
    try LearningRateSweep(
      model: Closed.model, samplers: samplers, learningRates: rates, settings: .init(epochs: 2000))
  }

  @Test func isAddedToEveryPoint() async throws {
    let samplers: [SamplerFamily<GaussianMean>] = [
      .sgld(batchSize: 6),
      .langevin("saga-ld", batchSize: 6, EulerMaruyama()) {
        SAGAGradient($0.model, FreshSubset(), batchSize: $0.batchSize)
      },
      .langevin("svrg-2", batchSize: 6, EulerMaruyama()) {
        SVRGGradient($0.model, FreshSubset(), batchSize: $0.batchSize, epochsPerAnchor: 2)
      },
      .exact,
    ]
    let rates = [0.4 / Closed.curvature, 6 / Closed.curvature, 0.02 / Closed.curvature]
    let sweep = try Self.sweep(samplers, rates: rates)
    let curves = await sweep.theory(threads: 2)
    #expect(curves.map(\.label) == ["sgld", "saga-ld", "svrg-2", "exact"])
    #expect(curves.map { $0.reason != nil } == [true, true, true, true])
    #expect(curves[0].reason?.contains("unstable past about") == true)
    let result = await sweep.run(threads: 2).adding(curves)
    for point in result.points {
      let h = point.learningRate * Closed.curvature
      guard point.sampler == "sgld", h < 2 else {
        #expect(point.theory == nil)
        continue
      }
      let theory = try #require(point.theory)
      #expect(abs(theory.covariance[0, 0] / Closed.sgld(h) - 1) < 1e-9 && theory.error == 0)
      let kl = try #require(point.kl)
      #expect(kl.lower <= theory.kl && theory.kl <= kl.upper)
    }
    let data = try JSONEncoder().encode(result)
    #expect(try JSONDecoder().decode(SweepResult.self, from: data) == result)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let points = try #require(object["points"] as? [[String: Any]])
    let theory = try #require(points[0]["theory"] as? [String: Any])
    #expect(Set(theory.keys) == ["kl", "wasserstein2", "mean", "covariance", "error", "wasserstein2Error"])
    #expect(points.last?["theory"] is NSNull)
  }

  @Test func needsNoChains() async throws {
    let sweep = try Self.sweep([.sgld(batchSize: 6), .ula], rates: [1e-3, 1e-2])
    let result = sweep.withoutChains(theory: await sweep.theory())
    #expect(result.points.map(\.status) == [.notRun, .notRun, .notRun, .notRun])
    #expect(result.points.allSatisfy { $0.theory != nil && $0.kl == nil && $0.draws == 0 })
    #expect(try JSONDecoder().decode(SweepResult.self, from: JSONEncoder().encode(result)) == result)
  }

  @Test func onlyForNormalPosteriors() async throws {
    var random = GSLRandom(seed: 3)
    let model = LinearRegressionUnknownNoise(
      design: Matrix(columnCount: 1, elements: [Double](repeating: 1, count: 20)), responses: random.normals(20))
    let sweep = try LearningRateSweep(
      model: model, samplers: [.sgld(batchSize: 2)], learningRates: [1e-3], settings: .init(epochs: 10))
    let curves = await sweep.theory()
    #expect(curves[0].theory == [nil])
    #expect(curves[0].reason == "the posterior is not normal")
  }
}
