import Foundation
import Testing

@testable import PosteriorSampling

@Suite struct HamiltonianWarmUpTests {
  /// Python, from the recursion of Hoffman & Gelman's algorithm 5 with γ = 0.1: ε₀ = 0.5, α = 0.9, 0.3, 1, 0, 0.75.
  @Test func dualAveragingByHand() {
    var averaging = DualAveraging(stepSize: 0.5, targetAcceptance: 0.8)
    #expect(abs(averaging.stepSize - 0.5) < 1e-15)
    for acceptance in [0.9, 0.3, 1, 0, 0.75] { averaging.add(acceptance: acceptance) }
    #expect(abs(averaging.stepSize - 1.045181263410969) < 1e-12 * averaging.stepSize)
    #expect(abs(averaging.averagedStepSize - 1.9589556925145177) < 1e-12 * averaging.averagedStepSize)
  }

  /// Acceptances that scatter around e^−ε: the averaged ε goes to −ln δ.
  @Test(arguments: [0.6, 0.8, 0.95]) func dualAveragingFindsItsTarget(_ target: Double) {
    var random = GSLRandom(seed: 4_500)
    var averaging = DualAveraging(stepSize: 4, targetAcceptance: target)
    for _ in 0..<5000 {
      averaging.add(acceptance: min(1, max(0, exp(-averaging.stepSize) + 0.1 * (random.uniform() - 0.5))))
    }
    #expect(abs(exp(-averaging.averagedStepSize) - target) < 0.01)
  }

  @Test func acceptanceIsOnTarget() throws {
    let target = try Gaussian(mean: [1, -2], covariance: Matrix(columnCount: 2, elements: [1, 0.8, 0.8, 1.5]))
    for wanted in [0.7, 0.8, 0.9] {
      var random = GSLRandom(seed: 4_501)
      let (sampler, start) = try NUTS(target, stepSize: 1e-6).warmedUp(
        WarmUp(steps: 2000, metric: .unit, targetAcceptance: wanted), from: [50, 50], using: &random)
      var (state, sum) = (start, 0.0)
      for _ in 0..<2000 { sum += try sampler.step(&state, using: &random).acceptanceStatistic }
      #expect(abs(sum / 2000 - wanted) < 0.025, "\(sum / 2000) for \(wanted)")
    }
  }

  /// Behind its warm-up a chain goes where the tuned sampler, itself no longer tuned, takes it.
  @Test(arguments: Metric.Shape.allCases) func warmingUpInAChainIsTheSame(_ metric: Metric.Shape) async throws {
    let target = try Gaussian(mean: [1, -2], covariance: Matrix(columnCount: 2, elements: [1, 0.8, 0.8, 1.5]))
    let (warmUp, sampler) = (WarmUp(steps: 200, metric: metric), NUTS(target, stepSize: 1))
    var random = GSLRandom(stream: StreamSeed(7).child(0))
    let (tuned, start) = try sampler.warmedUp(warmUp, from: [3, 4], using: &random)
    var (state, positions) = (start, [Double]())
    for _ in 0..<20 {
      try tuned.step(&state, using: &random)
      positions += state.position
    }
    let draws = try await sampler.selfTuning(warmUp).draws(from: [[3, 4]], count: 20, seed: 7)
    #expect(draws.values == positions)
    #expect(sampler.selfTuning(warmUp).warmUpSteps == 200)
  }

  /// A chain whose warm-up fails is still in it, and is not taken for a tuned one.
  @Test func aWarmUpThatFailsIsNotAtItsEnd() throws {
    let halfOpen = Custom(dimension: 2, value: { -0.5 * $0[0] * $0[0] - exp(-$0[1]) }) { [-$0[0], exp(-$0[1])] }
    let sampler = NUTS(halfOpen, stepSize: 1).selfTuning(WarmUp(steps: 500))
    var random = GSLRandom(seed: 4_911)
    var state = try sampler.start(at: [1, 1], using: &random)
    #expect(throws: SamplingError.self) { for _ in 0..<500 { try sampler.step(&state, using: &random) } }
    #expect(sampler.warmUpStepsLeft(of: state) > 0)
    if case .done = state.tuning { Issue.record("taken for tuned") }
  }

  /// Each the later half of the steps so far, up to the final buffer.
  @Test func windows() {
    #expect(WarmUpWindows(steps: 1000).windows.suffix(3) == [225..<450, 318..<636, 450..<900])
    #expect(WarmUpWindows(steps: 20).windows == [3..<6, 4..<9, 6..<13, 9..<18])
    #expect(WarmUpWindows(steps: 19).windows.isEmpty)
    for steps in 20..<1200 {
      let windows = WarmUpWindows(steps: steps).windows
      #expect(windows.last?.upperBound == steps - min(100, steps / 10) && windows[0].count >= 3)
      for (a, b) in zip(windows, windows.dropFirst()) { #expect(a.upperBound < b.upperBound) }
      #expect(windows.allSatisfy { $0.lowerBound == $0.upperBound / 2 })
    }
  }

  /// The tuned metric is the posterior's covariance, and the state can go on with another sampler.
  @Test func theMetricIsThePosteriors() throws {
    var random = GSLRandom(seed: 4_503)
    let target = try Gaussian(mean: [1, -2], covariance: Matrix(columnCount: 2, elements: [4, 1.5, 1.5, 0.9]))
    let (sampler, state) = try NUTS(target, stepSize: 1).warmedUp(
      WarmUp(steps: 3000, metric: .dense), from: [100, 100], using: &random)
    guard case .dense(let cholesky) = sampler.metric else {
      Issue.record("\(sampler.metric)")
      return
    }
    let relative = target.exact.cholesky.whiten(cholesky.factor * cholesky.factor.transposed)
    for i in 0..<2 { for j in 0..<2 { #expect(abs(relative[i, j] - (i == j ? 1 : 0)) < 0.2) } }
    var copy = state
    _ = try NUTS(target, stepSize: 0.1).step(&copy, using: &random)
    #expect(copy.position != state.position)
  }

  /// Zero to few steps: no tuning to speak of, and no failure.
  @Test(arguments: [1, 5, 19, 20, 60, 149]) func shortWarmUps(_ steps: Int) throws {
    var random = GSLRandom(seed: 4_504)
    let target = try Gaussian(mean: [0, 0], covariance: .identity(2))
    let (sampler, state) = try NUTS(target, stepSize: 1).warmedUp(
      WarmUp(steps: steps, metric: .dense), from: [1, 1], using: &random)
    #expect(sampler.stepSize > 0.01 && sampler.stepSize < 100 && state.position.allSatisfy(\.isFinite))
  }
}
