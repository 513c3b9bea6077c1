import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// Stationary laws with smoothed control variates, on normal posteriors and at the mode of others.
@Suite struct SmoothedLawTests {
  /// Nothing but the integrator's own error is left on a normal posterior: none by Leimkuhler and Matthews, and the full
  /// gradient's by Euler and Maruyama, at any minibatching.
  @Test func normalPosteriorsHaveNoNoise() throws {
    let model = BiasOnNormalTests.model
    let exact = try model.exactPosterior()
    let rate = 0.1 / (try exact.curvatures().largest)
    let smoothed = try model.smoothed(at: exact.mean)
    func kl(_ batching: some Minibatching, _ integrator: some LinearIntegrator) throws -> Double {
      try AffineDynamics(
        MinibatchGradient(smoothed, batching, batchSize: 6), integrator, mode: exact.mean, orders: 32
      ).stationaryLaw(learningRate: rate).kl
    }
    let full = try AffineDynamics(FullGradient(model), EulerMaruyama(), mode: exact.mean)
      .stationaryLaw(learningRate: rate).kl
    for batching in [FreshSubset(), ReshuffledEpochs(), SymmetricReshuffledEpochs()] as [any Minibatching] {
      let kls = (try kl(batching, LeimkuhlerMatthews()), try kl(batching, EulerMaruyama()))
      #expect(kls.0 < 1e-20 && abs(kls.1 - full) < 1e-8 * full, "\(kls), \(full)")
    }
  }

  /// On the quadratic at the mode, an example's part is what its line leaves there: nothing for a line that is the
  /// tangent, and the difference of an average and a value for one that is smoothed.
  @Test func theLawAtTheModeHasWhatLinesLeave() throws {
    var random = GSLRandom(seed: 8)
    let design = Matrix(columnCount: 2, elements: (0..<60).flatMap { _ in [1, random.normal()] })
    let model = LogisticRegression(
      design: design, labels: (0..<60).map { $0 < 9 ? 1 : 0 }, prior: .normal(standardDeviation: 3))
    let mode = try model.mode()
    let rate = 0.3 / (try SymmetricEigen(mode.hessian).values.last ?? 1)
    func kl(_ model: some Posterior) throws -> Double {
      try AffineDynamics(
        MinibatchGradient(model, ReshuffledEpochs(), batchSize: 6), LeimkuhlerMatthews(), mode: mode.position
      ).stationaryLaw(learningRate: rate).kl
    }
    let narrow = try MultivariateNormal(mean: mode.position, covariance: 1e-8 * Matrix.identity(2))
    let (tangent, smoothed) = (
      try SmoothedControlVariates(model, around: narrow), try model.smoothed(at: mode.position)
    )
    let kls = (try kl(tangent), try kl(smoothed))
    #expect(kls.0 < 1e-12 && kls.1 > 1e-8, "\(kls)")
    let quadratic = try LocalQuadratic(smoothed, at: mode.position)
    for (i, curvature) in (0..<60).map({ smoothed.curvature(of: $0, atPredictor: design.row($0).dot(mode.position)) })
      .enumerated()
    {
      var hessian = [0.0, 0, 0, 0]
      quadratic.curvatures.add(i, scaledBy: 1, to: &hessian)
      #expect(abs(hessian[0] - curvature) < 1e-14)
    }
    #expect((quadratic.hessian - mode.hessian).squaredNorm < 1e-16 * mode.hessian.squaredNorm)
  }
}
