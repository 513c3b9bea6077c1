import PosteriorData
import PosteriorDiagnostics
import PosteriorModels
import Testing

/// A posterior without a closed form: logistic regression of "progression above 140" on the diabetes data. NUTS is the
/// reference; what is exact must agree with it, and what is biased must be biased as it should be.
@Suite struct LogisticReferenceTests {
  static func model() throws -> LogisticRegression {
    let data = try RegressionData(.diabetes, target: "progression", features: Table.diabetesFeatures)
    return LogisticRegression(
      design: data.design, labels: data.responses.map { $0 > 140 ? 1 : 0 }, prior: .normal(standardDeviation: 10),
      parameterNames: data.parameterNames)
  }

  static let starts = (0..<4).map { chain in [Double](repeating: 0.1 * Double(chain), count: 6) }

  static func reference() async throws -> Draws {
    try await NUTS(try model(), stepSize: 0.1).selfTuning().draws(from: starts, count: 4000, seed: 1, threads: 2)
  }

  static func moments(_ draws: Draws) throws -> MultivariateNormal {
    let n = draws.chainCount * draws.drawsPerChain
    let whole = Matrix(columnCount: draws.dimension, elements: draws.values)
    let mean = (0..<draws.dimension).map { whole.column($0).reduce(0, +) / Double(n) }
    let centered = Matrix(
      columnCount: draws.dimension, elements: draws.values.enumerated().map { $1 - mean[$0 % draws.dimension] })
    return try MultivariateNormal(mean: mean, covariance: (1 / Double(n)) * centered.gram)
  }

  @Test func exactSamplersAgree() async throws {
    let model = try Self.model()
    let reference = await (try Self.reference()).summary()
    #expect(reference.parameters.allSatisfy { $0.essBulk > 4000 && $0.rHat < 1.01 })
    let others = [
      try await MALA(model, learningRate: 0.004).draws(from: Self.starts, count: 20_000, burnIn: 1000, threads: 2),
      try await HMC(model, stepSize: 0.1, path: .time(1.2), jitter: 0.3).selfTuning()
        .draws(from: Self.starts, count: 2000, threads: 2),
    ]
    for draws in others {
      for (a, b) in zip(await draws.summary().parameters, reference.parameters) {
        #expect(a.rHat < 1.02)
        #expect(abs(a.mean - b.mean) < 4 * (a.mcseMean * a.mcseMean + b.mcseMean * b.mcseMean).squareRoot())
        #expect(abs(a.sd - b.sd) < 4 * (a.mcseSD * a.mcseSD + b.mcseSD * b.mcseSD).squareRoot())
      }
    }
  }

  /// The same ranking as where the posterior is known: SGLD far from it, SGWORLD close, ULA closer.
  @Test func stochasticGradientsAreBiasedAsTheyShouldBe() async throws {
    let model = try Self.model()
    let reference = try Self.moments(try await Self.reference())
    let smallestVariance = try #require(SymmetricEigen(reference.covariance).values.first)
    let rate = LearningRate.constant(0.05 * smallestVariance)
    func kl(_ sampler: some PosteriorSampler, thinning: Int, count: Int) async throws -> Double {
      let draws = try await sampler.draws(
        from: Self.starts, count: count, burnIn: 500, thinning: thinning, seed: 5, threads: 2)
      return try Self.moments(draws).klDivergence(from: reference)
    }
    let sgld = try await kl(SGLD(model, learningRate: rate, batchSize: 13), thinning: 34, count: 10_000)
    let sgworld = try await kl(SGWORLD(model, learningRate: rate, batchSize: 13), thinning: 1, count: 10_000)
    let ula = try await kl(ULA(model, learningRate: rate), thinning: 10, count: 10_000)
    // On the Gaussian with this h and M, SGLD's relative variance error is about hM/2 = 0.85 in the fastest direction.
    #expect(sgld > 0.05 && sgld < 1)
    #expect(sgld > 8 * sgworld)
    // Plug-in values of some thousand effective draws: their Monte Carlo floor is below 0.005.
    #expect(ula < 0.01)
  }
}
