import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

@Suite struct AutomaticLearningRateTests {
  typealias Closed = StationaryVarianceTests

  /// The largest rate of SGLD on a mean with KL ≤ 0.001, from the closed form of its variance.
  @Test func isTheLargestThatMeetsTheTarget() throws {
    let gradient = MinibatchGradient(Closed.model, FreshSubset(), batchSize: 6)
    let rate = try AutomaticLearningRate(
      gradient, EulerMaruyama(), mode: Closed.model.exactPosterior().mean, targetKL: 1e-3)
    func kl(_ rate: Double) -> Double {
      let ratio = Closed.sgld(rate * Closed.curvature) * Closed.curvature
      return 0.5 * (ratio - 1 - log(ratio))
    }
    #expect(abs(rate.law.kl / kl(rate.learningRate) - 1) < 1e-6)
    #expect(kl(rate.learningRate) <= 1e-3 && kl(1.02 * rate.learningRate) > 1e-3)
  }

  /// An integrator that is exact at any rate gets half of what is stable; a target beyond rounding gets none.
  @Test func staysStableAndMayFindNone() throws {
    let mode = try Closed.model.exactPosterior().mean
    let exact = try AutomaticLearningRate(FullGradient(Closed.model), LeimkuhlerMatthews(), mode: mode)
    #expect(abs(exact.learningRate * Closed.curvature - 1) < 1e-9)
    #expect(throws: StationaryLawError.noLearningRate(target: 1e-300)) {
      try AutomaticLearningRate(
        MinibatchGradient(Closed.model, FreshSubset(), batchSize: 6), EulerMaruyama(), mode: mode, targetKL: 1e-300)
    }
  }

  @Test func halvingAgreesWhereThePosteriorIsNormal() throws {
    func check(_ gradient: some GradientEstimator, _ integrator: some LinearIntegrator, target: Double) throws {
      let mode = try StationaryLawSimulationTests.model.exactPosterior().mean
      let rate = try AutomaticLearningRate(gradient, integrator, mode: mode, targetKL: target)
      let check = try rate.checkedByHalving()
      #expect(check.verdict == .agrees, "\(check)")
      #expect(check.predicted > 0 && check.predicted < target)
    }
    let model = StationaryLawSimulationTests.model
    try check(MinibatchGradient(model, FreshSubset(), batchSize: 2), EulerMaruyama(), target: 1e-2)
    try check(MinibatchGradient(model, SymmetricReshuffledEpochs(), batchSize: 2), EulerMaruyama(), target: 1e-2)
    try check(MinibatchGradient(model, ReshuffledEpochs(), batchSize: 2), LeimkuhlerMatthews(), target: 1e-2)
    try check(MinibatchGradient(model, ReshuffledEpochs(), batchSize: 2), UBU(friction: 4), target: 1e-2)
  }

  /// Six labels and a wide prior: a posterior that is skewed and far wider than its curvature at the mode says.
  @Test func halvingDisagreesWhereItIsNot() throws {
    let model = LogisticRegression(
      design: Matrix(columnCount: 2, elements: [1, -2, 1, -1, 1, -0.5, 1, 0.4, 1, 1, 1, 2]),
      labels: [0, 0, 1, 0, 1, 1], prior: .normal(standardDeviation: 20))
    let gradient = MinibatchGradient(model, FreshSubset(), batchSize: 2)
    let rate = try AutomaticLearningRate(gradient, EulerMaruyama(), mode: model.mode().position, targetKL: 1e-2)
    let check = try rate.checkedByHalving()
    #expect(check.verdict == .disagrees, "\(check)")
  }

  /// Chains too short to tell say so.
  @Test func halvingMayBeUnresolved() throws {
    let gradient = MinibatchGradient(Closed.model, FreshSubset(), batchSize: 6)
    let rate = try AutomaticLearningRate(
      gradient, EulerMaruyama(), mode: Closed.model.exactPosterior().mean, targetKL: 1e-5)
    #expect(try rate.checkedByHalving(examples: 1).verdict == .unresolved)
  }
}
