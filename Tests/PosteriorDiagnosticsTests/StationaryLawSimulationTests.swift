import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// The law against chains of the real samplers, for the whole product, on a regression small enough that every order of the examples
/// is averaged over.
@Suite struct StationaryLawSimulationTests {
  /// Seven examples and two parameters, with unequal Hessians; a last minibatch of one.
  static let model: LinearRegression = {
    var random = GSLRandom(seed: 31)
    return LinearRegression(
      design: Matrix(columnCount: 2, elements: (0..<7).flatMap { _ in [1, random.normal()] }),
      responses: random.normals(7), noiseStandardDeviation: 1, prior: .normal(standardDeviation: 1))
  }()
  /// Curvatures are about 5 and 10.
  static let rate = 0.03

  enum Estimator: CaseIterable, Sendable { case plain, anchored, svrg }

  static let integrators: [any LinearIntegrator] = [
    EulerMaruyama(), EpochwiseEulerMaruyama(), LeimkuhlerMatthews(), BAOAB(friction: 5), UBU(friction: 5),
    SymplecticEuler(friction: .perTime(5)),
  ]

  @Test(arguments: integrators.indices, Estimator.allCases)
  func agreesWithChains(_ integrator: Int, _ estimator: Estimator) throws {
    func check(_ batching: some Minibatching) throws {
      let mode = try Self.model.exactPosterior().mean
      switch estimator {
      case .plain: try check(MinibatchGradient(Self.model, batching, batchSize: 2))
      case .anchored: try check(MinibatchGradient(Self.model.anchored(at: mode), batching, batchSize: 2))
      case .svrg: try check(SVRGGradient(Self.model, batching, batchSize: 2))
      }
    }
    func check(_ gradient: some GradientEstimator) throws { try compare(gradient, Self.integrators[integrator]) }
    try check(WithReplacement())
    try check(FreshSubset())
    try check(ReshuffledEpochs())
    try check(SymmetricReshuffledEpochs())
  }

  /// Means and covariances of chains, in the posterior's whitened coordinates, within 4.5 standard errors.
  func compare(
    _ gradient: some GradientEstimator, _ integrator: some LinearIntegrator, draws: Int = 40_000, isExact: Bool = true
  ) throws {
    let sampler = LangevinSampler(
      gradient: gradient, integrator: integrator, learningRate: .constant(Self.rate),
      stepsPerDraw: gradient.stepsPerCycle)
    let exact = try Self.model.exactPosterior()
    let law = try sampler.stationaryLaw(around: exact.mean)
    #expect(!isExact || law.error.kl <= 1e-12 * law.kl)
    // Draws are held against the law itself, so that their error is that of draws from it.
    let reference = try MultivariateNormal(mean: law.mean, covariance: law.covariance)
    let chains = try (0..<2).map { chain in
      var random = GSLRandom(seed: 5, stream: chain)
      var moments = BatchedMoments(reference: reference, drawCount: draws)
      var state = try sampler.start(at: exact.mean, using: &random)
      for draw in 0..<(draws + draws / 20) {
        try sampler.advance(&state, steps: sampler.stepsPerDraw, using: &random)
        if draw >= draws / 20 { moments.add(state.position) }
      }
      return moments
    }
    let estimate = MomentEstimate(chains, reference: reference)
    let kind = "\(type(of: integrator)) \(type(of: gradient))"
    for i in 0..<2 {
      let meanError = (law.covariance[i, i] / estimate.effectiveSampleSize).squareRoot()
      #expect(abs(estimate.mean[i] - law.mean[i]) < 4.5 * meanError, "\(kind)")
      for j in 0...i {
        let errors = [estimate.covarianceStandardError[i, j], law.error.covariance[i, j]]
        let error = errors.dot(errors).squareRoot()
        #expect(abs(estimate.covariance[i, j] - law.covariance[i, j]) < 4.5 * error, "\(kind)")
        #expect(error < 0.02 * law.covariance[0, 0])
      }
    }
  }

  /// Random orders estimate the average over all of them, within their own stated error, and KL likewise.
  @Test func randomOrdersAgreeWithAllOrders() throws {
    let mode = try Self.model.exactPosterior().mean
    for integrator in Self.integrators {
      func laws(_ integrator: some LinearIntegrator) throws -> (StationaryLaw, StationaryLaw) {
        let gradient = MinibatchGradient(Self.model, ReshuffledEpochs(), batchSize: 2)
        let exact = try AffineDynamics(gradient, integrator, mode: mode)
        let random = try AffineDynamics(
          exact.quadratic, exact.scheme, integrator, temperature: 1, metric: .unit, orders: (1024, 1))
        return (try exact.stationaryLaw(learningRate: Self.rate), try random.stationaryLaw(learningRate: Self.rate))
      }
      let (exact, random) = try laws(integrator)
      #expect(random.error.kl > 0)
      #expect(abs(exact.kl - random.kl) < 4 * random.error.kl)
      for j in 0..<2 {
        #expect(abs(exact.mean[j] - random.mean[j]) < 4 * random.error.mean[j] + 1e-15)
      }
    }
  }
}
