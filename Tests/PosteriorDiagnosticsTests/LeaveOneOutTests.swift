import Foundation
import PosteriorDiagnostics
import PosteriorModels
import TestSupport
import Testing

/// PSIS-LOO and WAIC against ArviZ 0.23.4 (numpy 2.4.6), exact sums, and a model whose predictive densities are known.
@Suite struct LeaveOneOutTests {
  /// Log likelihoods at 4 × 250 draws whose weights have a tail of shape near `a`, as both languages make them.
  private static func logLikelihoods(_ a: Double) -> Matrix {
    func part(_ x: Double) -> Double { x - x.rounded(.down) }
    return Matrix(
      columnCount: 250,
      elements: (1...1000).map {
        let s = Double($0)
        return a * log(part(s * 0.6180339887498949)) - 0.3 * part(s * s * 0.4142135623730951)
      })
  }

  @Test func agreesWithArviZ() throws {
    // az.psislw with az.ess(exp(ll), method="mean")/S as reff: reff, k, elpd, lpd, variance.
    let expected: [(a: Double, values: [Double])] = [
      (
        0.05,
        [1.1988522380917817, 0.21882640217104798, -0.20464838072223804, -0.19423300091789505, 0.010394213628509775]
      ),
      (0.4, [2.063444125668082, 0.52907358504571, -0.6586826179623406, -0.48130623703032416, 0.16652435868925508]),
      (0.8, [2.1044492906913117, 0.7513764276616521, -1.5325063978551123, -0.7324172951584166, 0.63869119483986]),
      (1.1, [2.073989801009828, 0.9713152764512102, -2.581856506959942, -0.8865119402673832, 1.198428991209641]),
    ]
    let loo = LeaveOneOut(logLikelihoods: expected.map { Self.logLikelihoods($0.a) })
    for (example, (a, values)) in zip(loo.examples, expected) {
      let own = [example.relativeEfficiency, example.shape, example.elpd, example.lpd, example.variance]
      for (value, known) in zip(own, values) { #expect(abs(value - known) < 1e-10, "\(a)") }
    }
    #expect(abs(loo.waic.value + 4.308507231741286) < 1e-10)
    #expect(abs(loo.waic.standardError - 1.4309665667950828) < 1e-10)
    #expect(abs(loo.waicParameters.value - 2.014038758367267) < 1e-10)
    #expect(loo.shapeLimit == 1 - 1 / 3.0 && loo.unreliable.map(\.index) == [3, 2])
    let sum = expected.map { $0.values[2] }.reduce(0, +)
    #expect(abs(loo.elpd.value - sum) < 1e-10 && loo.elpd.samplingError == 0)
    let deviations = expected.map { $0.values[2] - sum / 4 }
    #expect(abs(loo.elpd.standardError - (4 * deviations.map { $0 * $0 }.reduce(0, +) / 4).squareRoot()) < 1e-10)
  }

  @Test(arguments: [
    (1.0, [0.23115523889099504, 0.3918977191243415, 0.7546605113440135, 0.9945285031842904], -4.997090954595448),
    (0.25, [0.14048309252675195, 0.41930300475774956, 0.7569182098670337, 1.0107822978161423], -5.0305591330323605),
  ]) func smoothsTailsOfAnyLength(relativeEfficiency: Double, shapes: [Double], elpd: Double) {
    var sum = 0.0
    for (a, shape) in zip([0.05, 0.4, 0.8, 1.1], shapes) {
      let values = Self.logLikelihoods(a).elements
      let weights = SmoothedWeights(logRatios: values.map { 12 - $0 }, relativeEfficiency: relativeEfficiency)
      #expect(abs(weights.shape - shape) < 1e-10)
      #expect(abs(weights.logarithms.map { exp($0) }.reduce(0, +) - 1) < 1e-12)
      sum += log(zip(weights.logarithms, values).map { exp($0 + $1) }.reduce(0, +))
    }
    #expect(abs(sum - elpd) < 1e-10)
  }

  @Test func fitsTails() {
    let fit = GeneralizedPareto(fitting: (1...20).map { Double($0 * $0) / 10 })
    expectClose([fit.shape, fit.scale], [0.14713797824810118, 14.72443349159648], 1e-12)
    expectClose([fit.quantile(0.5), fit.quantile(0.9)], [10.744809876779318, 40.35509491847832], 1e-12)
    let exponential = GeneralizedPareto(shape: 0, scale: 2)
    expectClose([exponential.quantile(0.5), exponential.quantile(0.9)], [2 * log(2), 2 * log(10)], 1e-14)
    // Quantiles of the distribution itself, as many as make the prior's ten observations few.
    let law = GeneralizedPareto(shape: 0.7, scale: 3)
    let large = GeneralizedPareto(fitting: (0..<20_000).map { law.quantile((Double($0) + 0.5) / 20_000) })
    #expect(abs(large.shape - 0.7) < 0.01 && abs(large.scale - 3) < 0.03)
  }

  @Test func weightsThatCannotBeSmoothedStay() {
    let same = SmoothedWeights(logRatios: [Double](repeating: -3, count: 100), relativeEfficiency: 1)
    #expect(same.shape.isNaN && same.logarithms.allSatisfy { abs($0 + log(100)) < 1e-14 })
    let few = SmoothedWeights(logRatios: (0..<20).map { log(Double($0 + 1)) }, relativeEfficiency: 1)
    #expect(few.shape == .infinity)
    expectClose(few.logarithms.map { exp($0) }, (1...20).map { Double($0) / 210 }, 1e-14)
  }

  /// Over all samples of three of six, the estimates and their variances have the right means.
  @Test func estimatesFromSamplesAreUnbiased() {
    let values = [-1.0, -2.5, -0.5, -7, -3, -1.25]
    let proxies = [-1.5, -2, -0.75, -5, -3.5, -1]
    let sum = values.reduce(0, +)
    let spread = values.map { ($0 - sum / 6) * ($0 - sum / 6) }.reduce(0, +)
    var estimates: [LeaveOneOut.Estimate] = []
    for i in 0..<6 {
      for j in 0..<i {
        for k in 0..<j {
          let places = [k, j, i]
          estimates.append(.init(of: places.map { values[$0] }, at: places, proxies: proxies))
        }
      }
    }
    func mean(_ f: (LeaveOneOut.Estimate) -> Double) -> Double {
      estimates.map(f).reduce(0, +) / Double(estimates.count)
    }
    #expect(estimates.count == 20 && abs(mean(\.value) - sum) < 1e-13)
    let variance = mean { ($0.value - sum) * ($0.value - sum) }
    #expect(abs(mean { $0.samplingError * $0.samplingError } - variance) < 1e-13)
    #expect(abs(mean { $0.standardError * $0.standardError } - spread) < 1e-12)
    let whole = LeaveOneOut.Estimate(of: values, at: Array(0..<6), proxies: nil)
    #expect(whole.value == sum && whole.samplingError == 0 && abs(whole.standardError - spread.squareRoot()) < 1e-14)
  }

  /// A normal mean under a flat prior: yᵢ given the others is N(their mean, σ²(1 + 1/(n − 1))).
  @Test func agreesWithAClosedForm() async throws {
    var random = GSLRandom(seed: 3)
    let observations = random.normals(60).map { 2 + 1.5 * $0 }
    let model = GaussianMean(observations: observations, noiseStandardDeviation: 1.5)
    let exact = try model.exactPosterior()
    let draws = Draws(
      parameterNames: model.parameterNames, chainCount: 4,
      values: (0..<4000).flatMap { _ in exact.draw(using: &random) })
    let loo = try await LeaveOneOut(of: model, at: draws, .init(threads: 2))
    let (n, sum) = (60.0, observations.reduce(0, +))
    let known = observations.map { y in
      let (mean, variance) = ((sum - y) / (n - 1), 2.25 * (1 + 1 / (n - 1)))
      return -0.5 * (y - mean) * (y - mean) / variance - 0.5 * log(2 * .pi * variance)
    }
    for (example, elpd) in zip(loo.examples, known) { #expect(abs(example.elpd - elpd) < 0.01) }
    #expect(abs(loo.elpd.value - known.reduce(0, +)) < 0.05 && loo.unreliable.isEmpty)
    #expect(abs(loo.effectiveParameters.value - 1) < 0.2)
    let alone = try await LeaveOneOut(of: model, at: draws)
    #expect(alone.examples == loo.examples)
    // A sample of the examples has the same numbers for them, and an estimate that its error explains.
    let sampled = try await LeaveOneOut(of: model, at: draws, .init(examples: 20))
    #expect(sampled.examples.count == 20 && sampled.examples.allSatisfy { loo.examples[$0.index] == $0 })
    #expect(sampled.elpd.samplingError > 0 && sampled.elpd.samplingError < 0.1 * loo.elpd.standardError)
    #expect(abs(sampled.elpd.value - loo.elpd.value) < 4 * sampled.elpd.samplingError)
    // A model with twice the noise is worse by what their examples say.
    let wide = GaussianMean(observations: observations, noiseStandardDeviation: 3)
    let other = try await LeaveOneOut(of: wide, at: draws, .init(examples: 20))
    let gap = sampled.difference(from: other)
    #expect(abs(gap.value - (sampled.elpd.value - other.elpd.value)) < 1e-10)
    #expect(gap.standardError < other.elpd.standardError + sampled.elpd.standardError)
  }
}
