import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// What smoothed control variates are for: the bias of CALM with them and with those at the mode, on posteriors that are
/// not normal.
@Suite struct SmoothedBiasTests {
  private static func model(_ coefficients: [Double], count: Int, seed: UInt64, prior: Double) -> LogisticRegression {
    var random = GSLRandom(seed: seed)
    let d = coefficients.count
    let design = Matrix(columnCount: d, elements: (0..<count).flatMap { _ in [1] + random.normals(d - 1) })
    let labels = (design * coefficients).map { random.uniform() < 1 / (1 + exp(-$0)) ? 1 : 0 }
    return LogisticRegression(design: design, labels: labels, prior: .normal(standardDeviation: prior))
  }

  /// KL by the twin at hM = ηλM, with control variates at the mode and with smoothed ones.
  private static func measured(
    _ model: LogisticRegression, batchSize: Int, length: Double, epochs: Int
  ) async throws -> (mode: DivergenceEstimate, smoothed: DivergenceEstimate) {
    let largest = try SymmetricEigen(try model.mode().hessian).values.last ?? 1
    func kl<Gradient: GradientEstimator>(
      _ gradient: @escaping @Sendable (ModelSite<LogisticRegression>) throws(SamplingError) -> Gradient
    ) async throws -> DivergenceEstimate {
      let bias = try await BiasMeasurement(
        model: model, sampler: .langevin("calm", batchSize: batchSize, LeimkuhlerMatthews(), gradient: gradient),
        learningRate: length / largest / Double(model.exampleCount / batchSize), settings: .init(epochs: epochs)
      ).run(threads: 2)
      return try #require(bias.kl)
    }
    return try await (
      kl { (site) throws(SamplingError) in
        MinibatchGradient(site.model.anchored(at: try site.mode()), ReshuffledEpochs(), batchSize: batchSize)
      },
      kl { (site) throws(SamplingError) in
        MinibatchGradient(try site.model.smoothed(at: try site.mode()), ReshuffledEpochs(), batchSize: batchSize)
      }
    )
  }

  @Test func commonEvents() async throws {
    let model = Self.model([-0.5, 1.2, -0.8, 0.3, 0.1], count: 1000, seed: 2, prior: 10)
    let (mode, smoothed) = try await Self.measured(model, batchSize: 20, length: 12, epochs: 1500)
    #expect(mode.lower > 3e-4 && smoothed.upper < 1e-4, "\(mode), \(smoothed)")
  }

  @Test func threeEvents() async throws {
    let model = Self.model([-5, 1, 1], count: 400, seed: 2, prior: 3)
    #expect(model.labels.reduce(0, +) == 3)
    let (mode, smoothed) = try await Self.measured(model, batchSize: 8, length: 4, epochs: 1500)
    #expect(mode.lower > 5 * smoothed.upper, "\(mode), \(smoothed)")
  }
}
