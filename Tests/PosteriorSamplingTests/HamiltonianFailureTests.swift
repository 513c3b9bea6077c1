import Foundation
import PosteriorSampling
import Testing

/// What cannot be sampled is said to be so, in bounded time; draws are never NaN.
@Suite struct HamiltonianFailureTests {
  private func failure(_ target: some LogDensity, from position: [Double] = [0.5]) throws -> String {
    var random = GSLRandom(seed: 4_600)
    let error = #expect(throws: SamplingError.self) {
      try NUTS(target, stepSize: 1).warmedUp(WarmUp(steps: 300), from: position, using: &random)
    }
    return error?.description ?? "no error"
  }

  @Test func flat() throws {
    #expect(try failure(Custom(value: { _ in 0 }) { _ in [0] }).contains("improper"))
    // Rising without end: a prior was forgotten.
    #expect(try failure(Custom(value: { $0[0] }) { _ in [1] }).contains("improper"))
  }

  @Test func wrongGradients() throws {
    let wrong: [@Sendable ([Double]) -> [Double]] = [
      { $0 }, { _ in [0] }, { $0.map { -2 * $0 } }, { $0.map { -1.05 * $0 } }, { $0.map { -$0 + 0.1 } },
    ]
    for gradient in wrong {
      #expect(try failure(Custom(value: { -0.5 * $0[0] * $0[0] }, gradient: gradient)).contains("gradient"))
    }
    // One component of many.
    let one = Custom(dimension: 5, value: { -0.5 * $0.dot($0) }) { x in x.enumerated().map { $0 == 3 ? $1 : -$1 } }
    #expect(try failure(one, from: [1, 2, 3, 4, 5]).contains("gradient"))
  }

  /// Correct gradients are not accused: at a mode, far out, at a kink, on large and small scales, under a large constant.
  @Test func rightGradientsPass() throws {
    let targets: [(Custom, Double)] = [
      (Custom.quartic, 0), (Custom.quartic, 30),
      (Custom(value: { -abs($0[0]) }) { [$0[0] == 0 ? 0 : $0[0] > 0 ? -1 : 1] }, 0),
      (Custom(value: { -abs($0[0]) }) { [$0[0] > 0 ? -1 : 1] }, 0.001),
      (Custom(value: { -0.5e12 * $0[0] * $0[0] }) { [-1e12 * $0[0]] }, 1e-6),
      (Custom(value: { -0.5e-12 * $0[0] * $0[0] }) { [-1e-12 * $0[0]] }, 1e6),
      (Custom(value: { -1e7 - 0.5 * $0[0] * $0[0] }) { [-$0[0]] }, 1),
      (Custom(value: { -1e7 - 0.5 * $0[0] * $0[0] }) { [-$0[0]] }, 0),
      (Custom(value: { -0.5 * log(1 + $0[0] * $0[0]) * 3 }) { [-3 * $0[0] / (1 + $0[0] * $0[0])] }, 4),
      (Custom.exponential, 1),
    ]
    for (number, (target, start)) in targets.enumerated() {
      for seed in 0..<10 {
        var random = GSLRandom(seed: UInt64(seed))
        let (sampler, first) = try NUTS(target, stepSize: 1).warmedUp(
          WarmUp(steps: 200), from: [start], using: &random)
        var state = first
        for _ in 0..<20 {
          try sampler.step(&state, using: &random)
          #expect(state.position[0].isFinite, "target \(number)")
        }
      }
    }
  }

  @Test func notFiniteAtTheStart() throws {
    #expect(try failure(Custom.exponential, from: [-1]).contains("start where the posterior has mass"))
    #expect(try failure(Custom.quartic, from: [.nan]).contains("give finite numbers"))
    #expect(try failure(Custom(value: { _ in 0 }) { _ in [.infinity] }).contains("derivative"))
  }

  /// A density that is a number only at its start, or that has no width there.
  @Test func nothingAround() throws {
    #expect(try failure(Custom(value: { $0[0] == 0.5 ? 0 : .nan }) { _ in [0] }).contains("no step, however small"))
    #expect(try failure(Custom(value: { $0[0] == 0.5 ? 1e5 : 0 }) { _ in [0] }).contains("no step, however small"))
  }

  /// Tails that overflow: every draw and energy is finite.
  @Test func overflow() throws {
    let steep = Custom(value: { -exp($0[0] * $0[0]) }) { [-2 * $0[0] * exp($0[0] * $0[0])] }
    var random = GSLRandom(seed: 4_601)
    for stepSize in [0.01, 1, 1e3, 1e160, 1e300] {
      let sampler = NUTS(steep, stepSize: stepSize)
      let walk = HMC(steep, stepSize: stepSize, path: .steps(5))
      var state = try sampler.start(at: [1.5], using: &random)
      var other = try walk.start(at: [1.5], using: &random)
      for _ in 0..<100 {
        let info = try sampler.step(&state, using: &random)
        let second = try walk.step(&other, using: &random)
        #expect(state.position[0].isFinite && info.energy.isFinite && !info.acceptanceStatistic.isNaN)
        #expect(other.position[0].isFinite && second.energy.isFinite && !second.acceptanceStatistic.isNaN)
        if stepSize > 10 { #expect(info.isDivergent && second.isDivergent) }
      }
    }
    let (sampler, _) = try NUTS(steep, stepSize: 1).warmedUp(from: [3], using: &random)
    #expect(sampler.stepSize > 0.05)
  }
}
