import Foundation
import PosteriorModels
import Testing

@testable import PosteriorSampling

/// Integrators and gradient estimators, each against what is known of it exactly.
@Suite struct IntegratorTests {
  /// Two modes of very different curvature, neither along an axis.
  static let target: MultivariateNormal = {
    guard
      let normal = try? MultivariateNormal(
        mean: [1, -2], covariance: Matrix(columnCount: 2, elements: [1, 0.6, 0.6, 0.5]))
    else { preconditionFailure("the covariance is positive definite") }
    return normal
  }()

  /// The draws' covariance over the target's, entry by entry, with about 20 000 effective draws: a standard error of 1 to 1.4 %.
  static func covariance(
    _ integrator: some LangevinIntegrator, rate: Double, temperature: Double = 1, metric: Metric = .unit,
    thinning: Int = 1, seed: UInt64
  ) throws -> Matrix {
    let sampler = LangevinSampler(
      gradient: FullGradient(target), integrator: integrator, learningRate: .constant(rate), temperature: temperature,
      metric: metric)
    var random = GSLRandom(seed: seed)
    var state = try sampler.start(at: target.mean, using: &random)
    try sampler.advance(&state, steps: 500, using: &random)
    var sum = Matrix(rowCount: 2, columnCount: 2)
    let draws = 100_000
    for _ in 0..<draws {
      try sampler.advance(&state, steps: thinning, using: &random)
      for i in 0..<2 {
        for j in 0..<2 {
          sum[i, j] += (state.position[i] - target.mean[i]) * (state.position[j] - target.mean[j]) / Double(draws)
        }
      }
    }
    return sum
  }

  private func expectExact(_ covariance: Matrix, times factor: Double = 1, within tolerance: Double) {
    for i in 0..<2 {
      for j in 0..<2 {
        let ratio = covariance[i, j] / (factor * Self.target.covariance[i, j])
        #expect(abs(ratio - 1) < tolerance, "element \(i), \(j): \(ratio)")
      }
    }
  }

  /// The largest curvature is 16.3: a step of 0.06 is h = 1, where Euler's covariance would be twice as large along it.
  @Test func leimkuhlerMatthewsIsExactOnNormals() throws {
    let covariance = try Self.covariance(LeimkuhlerMatthews(), rate: 0.06, thinning: 10, seed: 1)
    expectExact(covariance, within: 0.05)
    let euler = try Self.covariance(EulerMaruyama(), rate: 0.06, thinning: 10, seed: 1)
    let direction = [0.5, -0.75]
    func variance(_ covariance: Matrix) -> Double { direction.dot(covariance * direction) }
    #expect(variance(euler) > 1.3 * variance(Self.target.covariance))
    #expect(abs(variance(covariance) / variance(Self.target.covariance) - 1) < 0.05)
  }

  @Test func baoabIsExactOnNormals() throws {
    expectExact(try Self.covariance(BAOAB(friction: 3), rate: 0.02, thinning: 6, seed: 2), within: 0.05)
  }

  /// τ = √(2η) = 0.06, τ√a = 0.25: second order leaves about 1 %.
  @Test func ubuIsCloseOnNormals() throws {
    expectExact(try Self.covariance(UBU(friction: 3), rate: 0.002, thinning: 20, seed: 3), within: 0.06)
  }

  /// Temperature scales the covariance; a preconditioner changes nothing of an exact scheme's law but its speed.
  @Test func temperatureAndMetric() throws {
    let metrics: [Metric] = [.diagonal([1, 0.5]), .dense(Self.target.cholesky)]
    for metric in metrics {
      expectExact(
        try Self.covariance(
          LeimkuhlerMatthews(), rate: 0.2, temperature: 2.5, metric: metric, thinning: 4, seed: 4),
        times: 2.5, within: 0.05)
      expectExact(
        try Self.covariance(BAOAB(friction: 2), rate: 0.1, temperature: 0.3, metric: metric, thinning: 4, seed: 5),
        times: 0.3, within: 0.05)
      expectExact(
        try Self.covariance(UBU(friction: 2), rate: 0.01, temperature: 2, metric: metric, thinning: 12, seed: 6),
        times: 2, within: 0.06)
    }
  }

  /// The free motion's noise against the integrals that define it, for short and long times.
  @Test(arguments: [1e-4, 1e-2, 0.3, 0.49, 0.51, 2, 30]) func freeFlow(_ x: Double) {
    let (friction, temperature) = (2.0, 1.7)
    let flow = FreeFlow(time: x / friction, friction: friction, temperature: temperature)
    // Simpson's rule for 2γT ∫₀ᵗ a(s)b(s) ds with the responses e^(−γs) of v and (1 − e^(−γs))/γ of θ.
    func integral(_ f: (Double) -> Double) -> Double {
      let n = 20_000
      let width = x / friction / Double(n)
      let sum = (0...n).reduce(0.0) { sum, i in
        sum + (i == 0 || i == n ? 1 : i.isMultiple(of: 2) ? 2 : 4) * f(Double(i) * width)
      }
      return 2 * friction * temperature * sum * width / 3
    }
    func kick(_ s: Double) -> Double { -expm1(-friction * s) / friction }
    let position = integral { kick($0) * kick($0) }
    let shared = integral { kick($0) * exp(-friction * $0) }
    let velocity = integral { exp(-2 * friction * $0) }
    #expect(abs(flow.positionNoise * flow.positionNoise / position - 1) < 1e-9)
    #expect(abs(flow.positionNoise * flow.sharedNoise / shared - 1) < 1e-9)
    let total = flow.sharedNoise * flow.sharedNoise + flow.velocityNoise * flow.velocityNoise
    #expect(abs(total / velocity - 1) < 1e-9)
    #expect(abs(flow.kept - exp(-x)) < 1e-15 && abs(flow.drift * friction + expm1(-x)) < 1e-15)
  }

  /// High friction turns BAOAB into Leimkuhler–Matthews at the same η, draw by draw.
  @Test func baoabsHighFrictionLimit() throws {
    func chain(_ integrator: some LangevinIntegrator) throws -> [[Double]] {
      let sampler = LangevinSampler(
        gradient: FullGradient(Self.target), integrator: integrator, learningRate: 0.01)
      var random = GSLRandom(seed: 7)
      var state = try sampler.start(at: [0, 0], using: &random)
      try sampler.advance(&state, steps: 5000, using: &random)
      return try (0..<50).map { _ in
        try sampler.step(&state, using: &random)
        return state.position
      }
    }
    // Their first steps differ, as one scheme has half of the first noise before its first gradient; that is forgotten.
    for (a, b) in zip(try chain(BAOAB(friction: 1e6)), try chain(LeimkuhlerMatthews())) {
      for j in 0..<2 { #expect(abs(a[j] - b[j]) < 1e-9) }
    }
  }

  static let model: LogisticRegression = {
    var random = GSLRandom(seed: 8)
    let design = Matrix(columnCount: 2, elements: random.normals(120))
    return LogisticRegression(
      design: design, labels: (0..<60).map { design[$0, 0] + random.normal() > 0 ? 1 : 0 },
      prior: .normal(standardDeviation: 3))
  }()

  /// Estimates average to ∇U over an epoch, whatever the estimator; control variates have no noise at their anchor.
  @Test func estimatorsAreUnbiased() throws {
    let position = [0.8, -0.3]
    let truth = Self.model.potentialGradient(at: position)
    /// The mean and the largest deviation over an epoch of a gradient that a chain has carried to `position`.
    func check(_ gradient: some GradientEstimator, from start: [Double]) -> Double {
      var random = GSLRandom(seed: 9)
      var state = gradient.start(at: start, using: &random)
      var (buffer, mean, deviation) = ([0.0, 0], [0.0, 0], 0.0)
      for _ in 0..<gradient.stepsPerEpoch {
        _ = gradient.estimate(&buffer, at: position, state: &state, using: &random)
        for j in 0..<2 {
          mean[j] += buffer[j] / Double(gradient.stepsPerEpoch)
          deviation = max(deviation, abs(buffer[j] - truth[j]))
        }
      }
      for j in 0..<2 { #expect(abs(mean[j] - truth[j]) < 1e-10) }
      return deviation
    }
    let plain = check(MinibatchGradient(Self.model, ReshuffledEpochs(), batchSize: 6), from: position)
    let near = check(
      MinibatchGradient(Self.model.anchored(at: [0.7, -0.2]), ReshuffledEpochs(), batchSize: 6), from: position)
    let here = check(
      MinibatchGradient(Self.model.anchored(at: position), ReshuffledEpochs(), batchSize: 6), from: position)
    #expect(near < 0.2 * plain && here < 1e-10)
    // SVRG's anchor moves to where its first estimate is taken; SAGA's table is of where the chain started.
    #expect(check(SVRGGradient(Self.model, ReshuffledEpochs(), batchSize: 6), from: [5, 5]) < 1e-10)
    #expect(check(SAGAGradient(Self.model, ReshuffledEpochs(), batchSize: 6), from: position) < 1e-10)
  }

  /// A model that notes scores, and the same one that does not, give the same differences; so does any wrapper of it.
  @Test func notesAreShortcutsOnly() {
    struct Plain: Posterior {
      let base: LogisticRegression
      var dimension: Int { base.dimension }
      var exampleCount: Int { base.exampleCount }
      func logPrior(at position: Span<Double>) -> Double { base.logPrior(at: position) }
      func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
        base.addLogPriorGradient(at: position, to: &gradient)
      }
      func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
        base.logLikelihood(of: example, at: position)
      }
      func addLogLikelihoodGradient(
        of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
      ) { base.addLogLikelihoodGradient(of: example, at: position, scaledBy: scale, to: &gradient) }
    }
    let (anchor, position) = ([0.4, 0.1], [-0.6, 1.3])
    func difference(_ model: some Posterior) -> [Double] {
      let anchored = model.anchored(at: anchor)
      var gradient = [0.0, 0]
      var span = gradient.mutableSpan
      let examples: [Int32] = [3, 41, 7]
      anchored.addLogLikelihoodGradient(
        ofExamples: examples.span, at: position.span, relativeTo: nil, scaledBy: 2, to: &span)
      return gradient
    }
    let truth = difference(Plain(base: Self.model))
    for value in [difference(Self.model), difference(AnyPosterior(Self.model))] {
      for j in 0..<2 { #expect(abs(value[j] - truth[j]) < 1e-12) }
    }
  }

  /// Control variates change how the posterior is divided, not the posterior; every part's gradient is its own.
  @Test func anchoredIsTheSamePosterior() {
    let anchored = Self.model.anchored(at: [0.4, 0.1])
    let position = [0.9, -1.1]
    var sum = anchored.logPrior(at: position.span)
    for i in 0..<anchored.exampleCount { sum += anchored.logLikelihood(of: i, at: position.span) }
    #expect(abs(sum - Self.model.logDensity(at: position.span)) < 1e-10)
    #expect(checkGradient(of: anchored, at: position).isCorrect)
  }

  /// SAGA and SVRG leave less gradient noise than plain minibatches: at a rate where that doubles SGLD's variance, theirs is near
  /// the full gradient's.
  @Test func variancesAreReduced() throws {
    let mode = try Self.model.mode()
    let scale = 1 / (try SymmetricEigen(mode.hessian).values.last ?? 1)
    func spread(_ gradient: some GradientEstimator) throws -> Double {
      let sampler = LangevinSampler(gradient: gradient, learningRate: .constant(0.1 * scale))
      var random = GSLRandom(seed: 11)
      var state = try sampler.start(at: mode.position, using: &random)
      var sum = 0.0
      for _ in 0..<60_000 {
        try sampler.step(&state, using: &random)
        for j in 0..<2 { sum += pow(state.position[j] - mode.position[j], 2) / 60_000 }
      }
      return sum
    }
    let full = try spread(FullGradient(Self.model))
    let plain = try spread(MinibatchGradient(Self.model, FreshSubset(), batchSize: 3))
    #expect(plain > 1.4 * full, "\(plain), \(full)")
    #expect(try spread(SVRGGradient(Self.model, FreshSubset(), batchSize: 3)) < full + 0.4 * (plain - full))
    #expect(try spread(SAGAGradient(Self.model, FreshSubset(), batchSize: 3)) < full + 0.4 * (plain - full))
  }
}
