import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// KL to the posterior on 1000 examples of a constant and two standard normals, unit noise, prior N(0, 100 I), B = 10.
///
/// The figures are of another implementation and other data of the same kind, so they hold to their order.
@Suite struct StationaryLawTableTests {
  static let model: LinearRegression = {
    var random = GSLRandom(seed: 1000)
    let design = Matrix(
      columnCount: 3, elements: (0..<1000).flatMap { _ in [1, random.normal(), random.normal()] })
    return LinearRegression(
      design: design, responses: (0..<1000).map { design[$0, 1] + random.normal() }, noiseStandardDeviation: 1,
      prior: .normal(standardDeviation: 10))
  }()

  private func curve(_ gradient: some GradientEstimator, _ integrator: some LinearIntegrator) throws -> [Double] {
    let sampler = try AffineDynamics(gradient, integrator, mode: Self.model.exactPosterior().mean, orders: 128)
    return try [0.001, 0.01, 0.03, 0.1].map { try sampler.stationaryLaw(learningRate: $0 / 1000).kl }
  }

  @Test func theTableIsReproduced() throws {
    let model = Self.model
    let anchored = model.anchored(at: try model.exactPosterior().mean)
    let reshuffled = MinibatchGradient(model, ReshuffledEpochs(), batchSize: 10)
    let controlled = MinibatchGradient(anchored, ReshuffledEpochs(), batchSize: 10)
    let sgld = try curve(MinibatchGradient(model, FreshSubset(), batchSize: 10), EulerMaruyama())
    let sgworld = try curve(reshuffled, EulerMaruyama())
    let controlVariate = try curve(controlled, EulerMaruyama())
    let calm = try curve(controlled, LeimkuhlerMatthews())
    for (measured, expected) in [
      (sgld, [2.1e-3, 0.15, 0.94, 5.4]), (sgworld, [1.5e-7, 1.5e-3, 0.22, 4.2]),
      (controlVariate, [9.4e-8, 1.5e-5, 2.3e-4, 3.6e-3]), (calm, [1.7e-8, 3e-7, 3e-6, 2.9e-4]),
    ] {
      for (a, b) in zip(measured, expected) { #expect(abs(log(a / b)) < log(3), "\(a) is not of the order of \(b)") }
    }
    // CALM against SGWORLD and SGLD.
    #expect(sgworld[2] / calm[2] > 1e4 && sgld[2] / calm[2] > 1e4)
    #expect(sgworld[1] / calm[1] > 1e3 && sgworld[0] / calm[0] > 5)
  }

  /// Without the control variate, which random orders leave to chance, the error at hM = 3 would be as large as the value.
  @Test func theOrdersErrorIsSmall() throws {
    let anchored = Self.model.anchored(at: try Self.model.exactPosterior().mean)
    let sampler = try AffineDynamics(
      MinibatchGradient(anchored, ReshuffledEpochs(), batchSize: 10), LeimkuhlerMatthews(),
      mode: Self.model.exactPosterior().mean)
    let law = try sampler.stationaryLaw(learningRate: 1e-5)
    #expect(law.error.kl > 0 && law.error.kl < 0.2 * law.kl)
    let fewer = try AffineDynamics(
      sampler.quadratic, sampler.scheme, LeimkuhlerMatthews(), temperature: 1, metric: .unit, orders: (64, 10_000)
    ).stationaryLaw(learningRate: 1e-5)
    #expect(abs(fewer.kl - law.kl) < 4 * (fewer.error.kl + law.error.kl))
  }
}
