import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// The law against closed forms, and against what it must be by symmetry.
@Suite struct StationaryLawTests {
  typealias Closed = StationaryVarianceTests

  private func variance(
    _ gradient: some GradientEstimator, _ integrator: some LinearIntegrator, h: Double, orders: Int = 512
  ) throws -> (value: Double, error: Double) {
    let sampler = try AffineDynamics(
      gradient, integrator, mode: Closed.model.exactPosterior().mean, orders: orders)
    let law = try sampler.stationaryLaw(learningRate: h / Closed.curvature)
    return (law.covariance[0, 0], law.error.covariance[0, 0])
  }

  @Test(arguments: [1e-4, 0.02, 0.4]) func oneParameter(_ h: Double) throws {
    let model = Closed.model
    func expect(_ law: (value: Double, error: Double), _ exact: Double) {
      // Relative to the excess over the posterior's variance, not to the variance.
      #expect(abs(law.value - exact) < 1e-7 * abs(exact - 1 / Closed.curvature))
      #expect(law.error == 0)
    }
    expect(try variance(FullGradient(model), EulerMaruyama(), h: h), Closed.ula(h))
    expect(try variance(MinibatchGradient(model, FreshSubset(), batchSize: 6), EulerMaruyama(), h: h), Closed.sgld(h))
    expect(
      try variance(MinibatchGradient(model, WithReplacement(), batchSize: 6), EulerMaruyama(), h: h),
      Closed.sgld(h, withReplacement: true))
    let reshuffled = MinibatchGradient(model, ReshuffledEpochs(), batchSize: 6)
    // Equal Hessians: the control variate is all there is, and random orders leave no error.
    func expectWithoutError(_ law: (value: Double, error: Double), _ exact: Double) {
      #expect(abs(law.value - exact) < 1e-7 * abs(exact - 1 / Closed.curvature))
      #expect(law.error < 1e-7 * abs(exact - 1 / Closed.curvature))
    }
    expectWithoutError(try variance(reshuffled, EulerMaruyama(), h: h), Closed.sgworld(h))
    expectWithoutError(
      try variance(reshuffled, EpochwiseEulerMaruyama(), h: h), Closed.sgworld(h, noiseOncePerEpoch: true))
  }

  /// With all examples of equal Hessians and control variates nothing depends on the minibatches; the Leimkuhler–Matthews scheme
  /// is then exact on a Gaussian, and Euler's is ULA.
  @Test func controlVariatesOfEqualHessiansAreTheFullGradient() throws {
    let model = Closed.model
    let anchored = model.anchored(at: try model.exactPosterior().mean)
    for h in [1e-3, 0.1, 1] {
      let euler = try variance(MinibatchGradient(anchored, ReshuffledEpochs(), batchSize: 7), EulerMaruyama(), h: h)
      // 60 examples in minibatches of 7: nine steps an epoch, the last of 4/7 of the length, which leaves the law between ULA's.
      #expect(euler.value <= Closed.ula(h) * (1 + 1e-12) && euler.value > Closed.ula(0.5 * h))
      let exact = try variance(MinibatchGradient(anchored, FreshSubset(), batchSize: 6), LeimkuhlerMatthews(), h: h)
      #expect(abs(exact.value * Closed.curvature - 1) < 1e-13)
    }
  }

  /// KL of 10⁻¹³ is not rounding: it keeps falling as η² (ULA: KL = ¼(h/(2 − h))² to leading order).
  @Test(arguments: [1e-6, 1e-5, 1e-4]) func tinyDivergences(_ h: Double) throws {
    let sampler = try AffineDynamics(
      FullGradient(Closed.model), EulerMaruyama(), mode: Closed.model.exactPosterior().mean)
    let law = try sampler.stationaryLaw(learningRate: h / Closed.curvature)
    #expect(abs(law.kl / (h * h / 16) - 1) < 1e-9 / h + h)
    #expect(abs(law.wasserstein2 / (h / 4 / Closed.curvature.squareRoot()) - 1) < 1e-9 / h + h)
  }

  @Test func saysPastWhichRateThereIsNoLaw() throws {
    let sampler = try AffineDynamics(
      FullGradient(Closed.model), EulerMaruyama(), mode: Closed.model.exactPosterior().mean)
    let error = #expect(throws: StationaryLawError.self) {
      try sampler.stationaryLaw(learningRate: 7 / Closed.curvature)
    }
    guard case .unstable(let rate, let limit) = try #require(error) else { return #expect(Bool(false)) }
    #expect(rate == 7 / Closed.curvature)
    #expect(limit < 2 / Closed.curvature && limit > 1.9 / Closed.curvature)
    #expect("\(try #require(error))".contains("unstable past about"))
  }

  @Test func refusesWhatIsNoModeOrTooLarge() throws {
    #expect(throws: StationaryLawError.self) {
      try AffineDynamics(FullGradient(Closed.model), EulerMaruyama(), mode: [1])
    }
    var random = GSLRandom(seed: 1)
    let large = try GaussianMean(
      observations: Matrix(columnCount: 41, elements: random.normals(41 * 50)), noiseCovariance: .identity(41))
    #expect(throws: StationaryLawError.tooLarge(size: 41, limit: 40)) {
      try AffineDynamics(FullGradient(large), EulerMaruyama(), mode: large.exactPosterior().mean)
    }
    let sampler = SGLD(Closed.model, learningRate: .polynomial(a: 1e-3, b: 1, gamma: 0.5), batchSize: 6)
    #expect(throws: StationaryLawError.self) {
      try sampler.stationaryLaw(around: Closed.model.exactPosterior().mean)
    }
  }

  /// With C = 9 the scheme acts on φ = θ/3, whose curvature is nine times θ's: the same law at a ninth of the rate and three times
  /// the friction.
  @Test func metricsScaleTheRate() throws {
    let mode = try Closed.model.exactPosterior().mean
    let gradient = MinibatchGradient(Closed.model, FreshSubset(), batchSize: 6)
    func variance(_ rate: Double, friction: Double, _ metric: Metric) throws -> Double {
      try AffineDynamics(gradient, BAOAB(friction: friction), metric: metric, mode: mode)
        .stationaryLaw(learningRate: rate).covariance[0, 0]
    }
    let plain = try variance(9e-4, friction: 5, .unit)
    let dense = Metric.dense(try Cholesky(Matrix(diagonal: [9])))
    #expect(abs(try variance(1e-4, friction: 15, .diagonal([9])) / plain - 1) < 1e-12)
    #expect(abs(try variance(1e-4, friction: 15, dense) / plain - 1) < 1e-12)
    #expect(abs(try variance(1e-4, friction: 5, dense) / plain - 1) > 1e-3)
  }

  /// Central differences of an unknown model's gradients agree with the rank-one Hessians of a generalised linear model.
  @Test func anyModelsHessiansByDifferences() throws {
    struct Opaque: Posterior {
      let model: LinearRegression
      var dimension: Int { model.dimension }
      var exampleCount: Int { model.exampleCount }
      func logPrior(at position: Span<Double>) -> Double { model.logPrior(at: position) }
      func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
        model.addLogPriorGradient(at: position, to: &gradient)
      }
      func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
        model.logLikelihood(of: example, at: position)
      }
      func addLogLikelihoodGradient(
        of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
      ) { model.addLogLikelihoodGradient(of: example, at: position, scaledBy: scale, to: &gradient) }
    }
    let model = StationaryLawSimulationTests.model
    let mode = try model.exactPosterior().mean
    for batching in [true, false] {
      func law(_ model: some Posterior) throws -> StationaryLaw {
        batching
          ? try AffineDynamics(MinibatchGradient(model, FreshSubset(), batchSize: 2), UBU(friction: 2), mode: mode)
            .stationaryLaw(learningRate: 0.02)
          : try AffineDynamics(MinibatchGradient(model, ReshuffledEpochs(), batchSize: 2), UBU(friction: 2), mode: mode)
            .stationaryLaw(learningRate: 0.02)
      }
      let (a, b) = (try law(model), try law(Opaque(model: model)))
      #expect(abs(a.kl / b.kl - 1) < 1e-6)
      #expect(try abs(a.kl / law(AnyPosterior(model)).kl - 1) < 1e-12)
    }
  }
}
