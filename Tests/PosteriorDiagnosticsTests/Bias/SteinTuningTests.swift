import PosteriorModels
import Testing

@testable import PosteriorDiagnostics

/// Rates for samplers whose bias is not measured, held against the posterior itself.
@Suite struct SteinTuningTests {
  private static let epochs = 1000

  /// KL and Stein discrepancy of a chain of the tuned length at a rate, from the posterior's mean.
  private static func kl(_ sampler: some PosteriorSampler, _ exact: MultivariateNormal) throws -> Double {
    let draws = try ChainLength(stepsPerDraw: 4, burnIn: 100, count: epochs).run(for: DrawBuffer(), as: .alone) {
      try Chain(sampler, at: exact.mean, random: GSLRandom(seed: 31))
    }
    return try MultivariateNormal(momentsOf: draws.values, names: exact.parameterNames).klDivergence(from: exact)
  }

  /// Chains at the rate that was chosen are nearer to the posterior than at thirty times more or less, and about as near
  /// as draws of the posterior itself.
  @Test(arguments: ["sgnht", "psgld", "sgld"]) func theRateIsBetweenStuckAndBiased(_ name: String) async throws {
    var random = GSLRandom(seed: 41)
    let design = Matrix(columnCount: 3, elements: random.normals(120))
    let responses = zip(design * [1, -1, 0.5], random.normals(40)).map { $0 + $1 }
    let model = LinearRegression(
      design: design, responses: responses, noiseStandardDeviation: 1, prior: .normal(standardDeviation: 3))
    let exact = try model.exactPosterior()
    let make = { @Sendable (rate: Double) -> AnySampler in
      switch name {
      case "sgnht": AnySampler(SGNHT(model, learningRate: .constant(rate), batchSize: 10))
      case "psgld": AnySampler(PreconditionedSGLD(model, learningRate: .constant(rate), batchSize: 10))
      default: AnySampler(SGLD(model, learningRate: .constant(rate), batchSize: 10))
      }
    }
    let family = SamplerFamily<LinearRegression>(name, batchSize: 10) { _, rate in make(rate) }
    let found = try await SteinTuning(model: model, sampler: family, epochs: Self.epochs, seed: 2).run(threads: 2)
    #expect(found.ratesTried == 25 && found.discrepancy < 3 * found.ofThePosterior, "\(found)")
    let kl = try Self.kl(make(found.learningRate), exact)
    #expect(kl < 0.3, "\(kl) at \(found.learningRate)")
    for factor in [1.0 / 30, 30] {
      // A chain that diverges is no better.
      let other = try? Self.kl(make(factor * found.learningRate), exact)
      #expect(other ?? .infinity > 2 * kl, "\(other ?? .infinity), \(kl) at \(found.learningRate)")
    }
  }

  /// No rate is better than another: said, and no rate returned.
  @Test func aSamplerThatAlwaysDiverges() async throws {
    let family = SamplerFamily<PoissonRegression>("runaway", batchSize: 2) { site, rate in
      SGLD(site.model, learningRate: .constant(1e12 * rate), batchSize: 2)
    }
    await #expect(throws: BiasError.self) {
      try await SteinTuning(model: GridLaw.model, sampler: family, epochs: 90).run()
    }
  }
}
