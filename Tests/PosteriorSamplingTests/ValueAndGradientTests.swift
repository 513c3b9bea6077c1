import Foundation
import PosteriorModels
import Testing

@testable import PosteriorSampling

/// The log density with its gradient in one call: who asks for it, and what wrappers make of it.
@Suite struct ValueAndGradientTests {
  /// A standard normal of two parameters that counts what it is asked for. Calls come from one thread.
  private final class Calls: LogDensity, @unchecked Sendable {
    var (values, gradients, both) = (0, 0, 0)
    var counts: [Int] { [both, values, gradients] }
    var dimension: Int { 2 }
    func logDensity(at position: Span<Double>) -> Double {
      values += 1
      return -0.5 * position.dot(position)
    }
    func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
      gradients += 1
      gradient.add(-1, times: position)
    }
    func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
      both += 1
      gradient.add(-1, times: position)
      return -0.5 * position.dot(position)
    }
  }

  /// Each leapfrog of NUTS is one call, and no other; so is MALA's proposal. HMC wants no log density on its way.
  @Test func samplersAskOnce() throws {
    var random = GSLRandom(seed: 7)
    let target = Calls()
    let nuts = NUTS(target, stepSize: 0.3)
    var state = try nuts.start(at: [1, -1], using: &random)
    var leapfrogs = 1
    for _ in 0..<50 { leapfrogs += try nuts.step(&state, using: &random).leapfrogCount }
    #expect(leapfrogs > 100 && target.counts == [leapfrogs, 0, 0])
    let mala = MALA(target, learningRate: 0.1)
    var chain = try mala.start(at: [1, -1], using: &random)
    for _ in 0..<50 { try mala.step(&chain, using: &random) }
    #expect(target.counts == [leapfrogs + 51, 0, 0])
    let hmc = HMC(target, stepSize: 0.3, path: .steps(7))
    chain = try hmc.start(at: [1, -1], using: &random)
    for _ in 0..<50 { try hmc.step(&chain, using: &random) }
    #expect(target.counts == [leapfrogs + 102, 0, 300])
  }

  private let model = LogisticRegression(
    design: TestData.design, labels: TestData.labels, prior: .normal(standardDeviation: 2))
  private let at = [0.3, -0.8, 0.5]

  private func both(_ model: some LogDensity) -> [Double] {
    var gradient = [Double](repeating: 0, count: model.dimension)
    var span = gradient.mutableSpan
    let value = model.logDensity(at: at.span, addingGradientTo: &span)
    return gradient + [value]
  }

  /// A posterior to a power: its wrapper writes the log density and its gradient, each by itself.
  private struct Tempered: PosteriorWrapper {
    let base: any Posterior
    func logDensity(at position: Span<Double>) -> Double { 0.5 * base.logDensity(at: position) }
    func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
      var whole = [Double](repeating: 0, count: dimension)
      var span = whole.mutableSpan
      base.addLogDensityGradient(at: position, to: &span)
      gradient.add(0.5, times: whole.span)
    }
  }

  @Test func wrappers() throws {
    let plain = both(model)
    #expect(both(AnyPosterior(model)) == plain && both(model.anchored(at: [1, 1, 1])) == plain)
    #expect(both(try model.smoothed(at: model.mode().position)) == plain)
    #expect(both(Tempered(base: model)) == plain.map { 0.5 * $0 })
    #expect(both(AnyPosterior(Tempered(base: model))) == plain.map { 0.5 * $0 })
  }

  /// Logistic regression by three functions of the linear predictor, as a user would write it.
  private struct Own: GeneralizedLinearModel {
    let base: LogisticRegression
    var design: Matrix { base.design }
    func logPrior(at position: Span<Double>) -> Double { base.logPrior(at: position) }
    func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
      base.addLogPriorGradient(at: position, to: &gradient)
    }
    func logLikelihood(of example: Int, atPredictor predictor: Double) -> Double {
      base.logLikelihood(of: example, atPredictor: predictor)
    }
    func score(of example: Int, atPredictor predictor: Double) -> Double {
      base.score(of: example, atPredictor: predictor)
    }
    func curvature(of example: Int, atPredictor predictor: Double) -> Double {
      base.curvature(of: example, atPredictor: predictor)
    }
  }

  @Test func aModelOfOnesOwn() {
    let own = Own(base: model)
    for (value, expected) in zip(both(own), both(model)) { #expect(abs(value - expected) < 1e-13 * abs(expected)) }
    #expect(both(own).last == own.logDensity(at: at.span))
    #expect(checkGradient(of: own, at: at).isCorrect)
  }
}
