import Foundation
import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// On the mean of a normal distribution every sampler's stationary variance is a closed form.
///
/// N = 60, B = 6, M = 10, unit noise, prior N(0, 1): curvature a = 61. With h = ηa and V the variance of a fresh
/// subset's gradient, N²/B · (N − B)/(N − 1) · the data's variance:
///
///     ULA                 (2η)/(h(2 − h))
///     SGLD                (2η + η²V)/(h(2 − h))
///     SGWORLD, epoch end  2η/(h(2 − h)) + η²V M/(M − 1) Σₖ(wₖ − w̄)²/(1 − (1 − h)²ᴹ),  wₖ = (1 − h)ᴹ⁻¹⁻ᵏ
///
/// (the last because the M minibatch sums of a random partition have variance V and covariances −V/(M − 1)).
@Suite struct StationaryVarianceTests {
  static let model: GaussianMean = {
    var random = GSLRandom(seed: 60)
    return GaussianMean(
      observations: random.normals(60), noiseStandardDeviation: 1, prior: .normal(standardDeviation: 1))
  }()
  static let (curvature, stepCount) = (61.0, 10)

  static var gradientVariance: Double {
    let values = model.observations.elements
    let mean = values.reduce(0, +) / 60
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 60
    return 60 * 60 / 6 * (60.0 - 6) / (60 - 1) * variance
  }

  static func ula(_ h: Double) -> Double { 2 * (h / curvature) / (h * (2 - h)) }

  static func sgld(_ h: Double, withReplacement: Bool = false) -> Double {
    let eta = h / curvature
    let variance = gradientVariance * (withReplacement ? 59.0 / 54 : 1)
    return (2 * eta + eta * eta * variance) / (h * (2 - h))
  }

  static func sgworld(_ h: Double, noiseOncePerEpoch: Bool = false) -> Double {
    let (eta, m) = (h / curvature, Double(stepCount))
    let weights = (0..<stepCount).map { pow(1 - h, Double(stepCount - 1 - $0)) }
    let mean = weights.reduce(0, +) / m
    let spread = weights.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let forgotten = 1 - pow(1 - h, 2 * m)
    let injected = noiseOncePerEpoch ? 2 * eta * m / forgotten : 2 * eta / (h * (2 - h))
    return injected + eta * eta * gradientVariance * m / (m - 1) * spread / forgotten
  }

  /// The measured variance and its standard error, from chains at the sampler's own clock.
  static func measure(_ sampler: some PosteriorSampler, draws: Int, seed: UInt64) throws -> (Double, Double) {
    let reference = try model.exactPosterior()
    let chains = try (0..<2).map { chain in
      var random = GSLRandom(seed: seed, stream: chain)
      var moments = BatchedMoments(reference: reference, drawCount: draws)
      var state = try sampler.start(at: reference.mean, using: &random)
      for draw in 0..<(draws + draws / 20) {
        try sampler.advance(&state, steps: sampler.stepsPerDraw, using: &random)
        if draw >= draws / 20 { moments.add(state.position) }
      }
      return moments
    }
    let estimate = MomentEstimate(chains, reference: reference)
    return (estimate.covariance[0, 0], estimate.covarianceStandardError[0, 0])
  }

  @Test(arguments: [0.02, 0.1, 0.4]) func ulaIsEulers(_ h: Double) throws {
    let sampler = ULA(Self.model, learningRate: .constant(h / Self.curvature))
    let (variance, error) = try Self.measure(sampler, draws: 100_000, seed: 1)
    #expect(abs(variance - Self.ula(h)) < 4 * error)
    #expect(error < 0.1 * Self.ula(h))
  }

  @Test(arguments: [0.02, 0.1, 0.4]) func sgldHasTheGradientsNoise(_ h: Double) throws {
    let sampler = SGLD(Self.model, learningRate: .constant(h / Self.curvature), batchSize: 6)
    let (variance, error) = try Self.measure(sampler, draws: 400_000, seed: 2)
    #expect(abs(variance - Self.sgld(h)) < 4 * error)
    // The test can tell: neither a full gradient's variance nor a doubled gradient noise would pass.
    #expect(abs(variance - Self.ula(h)) > 4 * error)
    let gradientNoise = Self.sgld(h) - Self.ula(h)
    #expect(abs(variance - Self.sgld(h) - gradientNoise) > 4 * error)
  }

  @Test func withReplacementHasNoFinitePopulationFactor() throws {
    let h = 0.4
    let gradient = MinibatchGradient(Self.model, WithReplacement(), batchSize: 6)
    let sampler = LangevinSampler(gradient: gradient, learningRate: .constant(h / Self.curvature))
    let (variance, error) = try Self.measure(sampler, draws: 600_000, seed: 3)
    #expect(abs(variance - Self.sgld(h, withReplacement: true)) < 4 * error)
    #expect(abs(variance - Self.sgld(h)) > 4 * error)
  }

  @Test(arguments: [0.02, 0.1, 0.4]) func sgworldLosesTheGradientsNoiseAtEpochEnds(_ h: Double) throws {
    let sampler = SGWORLD(Self.model, learningRate: .constant(h / Self.curvature), batchSize: 6)
    let (variance, error) = try Self.measure(sampler, draws: 20_000, seed: 4)
    #expect(abs(variance - Self.sgworld(h)) < 4 * error)
    #expect(abs(variance - Self.sgld(h)) > 4 * error)
  }

  @Test func noiseOncePerEpochIsFarWorse() throws {
    let h = 0.1
    let gradient = MinibatchGradient(Self.model, ReshuffledEpochs(), batchSize: 6)
    let sampler = LangevinSampler(
      gradient: gradient, integrator: EpochwiseEulerMaruyama(), learningRate: .constant(h / Self.curvature),
      stepsPerDraw: gradient.stepsPerCycle)
    let (variance, error) = try Self.measure(sampler, draws: 20_000, seed: 5)
    #expect(abs(variance - Self.sgworld(h, noiseOncePerEpoch: true)) < 4 * error)
    #expect(Self.sgworld(h, noiseOncePerEpoch: true) / Self.sgworld(h) > 1.5)
  }

  /// What the tests above are worth: the same measurement sees a noise scale that is off by 5 % and a gradient that
  /// is scaled to the wrong number of examples.
  @Test func wrongSamplersAreCaught() throws {
    let h = 0.1
    let wrongNoise = SGWORLD(
      Self.model, learningRate: .constant(h / Self.curvature), batchSize: 6, temperature: 1.1)
    let (noisy, noisyError) = try Self.measure(wrongNoise, draws: 20_000, seed: 6)
    #expect(abs(noisy - Self.sgworld(h)) > 4 * noisyError)

    let wrongScale = SGLD(
      GaussianMean(
        observations: Self.model.observations.elements + Self.model.observations.elements.prefix(6),
        noiseStandardDeviation: 1, prior: .normal(standardDeviation: 1)),
      learningRate: .constant(h / Self.curvature), batchSize: 6)
    let (scaled, scaledError) = try Self.measure(wrongScale, draws: 400_000, seed: 7)
    #expect(abs(scaled - Self.sgld(h)) > 4 * scaledError)
  }
}
