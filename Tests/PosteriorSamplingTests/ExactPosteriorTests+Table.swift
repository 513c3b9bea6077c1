import Foundation
import PosteriorModels
import Testing

/// A posterior in closed form, beside the prior times the likelihood that it comes from.
struct ExactCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let posterior: any ExactPosterior
  /// ln prior + ln likelihood up to a constant, written without the closed form.
  let logUnnormalised: @Sendable ([Double]) -> Double
  /// How many parameters vary freely: one fewer than there are on the simplex.
  let freeCount: Int

  init(
    _ name: String, _ posterior: any ExactPosterior, freeCount: Int? = nil,
    logUnnormalised: @escaping @Sendable ([Double]) -> Double
  ) {
    testDescription = name
    self.posterior = posterior
    self.logUnnormalised = logUnnormalised
    self.freeCount = freeCount ?? posterior.dimension
  }

  init(_ name: String, _ model: some ConjugatePosterior) throws {
    self.init(name, try model.exactPosterior()) { model.logDensity(at: $0.span) }
  }

  static func all() throws -> [ExactCase] { try models() + counts() + [multivariateNormal()] }

  private static func models() throws -> [ExactCase] {
    let wide = NormalPrior.normal(standardDeviation: 0.7)
    return try TestModels.forPriors([.flat, wide]) { try ExactCase($0, $1) }
  }

  private static func counts() throws -> [ExactCase] {
    return [
      ExactCase("beta–Bernoulli, flat prior", try BetaBernoulli(successes: 5, failures: 3)) {
        5 * log($0[0]) + 3 * log(1 - $0[0])
      },
      ExactCase(
        "beta–Bernoulli, Haldane's prior",
        try BetaBernoulli(successes: 6, failures: 4, priorAlpha: 0, priorBeta: 0)
      ) { 5 * log($0[0]) + 3 * log(1 - $0[0]) },
      ExactCase("gamma–Poisson, flat prior", try GammaPoisson(counts: [3, 0, 4, 2])) { 9 * log($0[0]) - 4 * $0[0] },
      ExactCase(
        "gamma–Poisson, proper prior", try GammaPoisson(counts: [3, 0, 4, 2], priorShape: 2.5, priorRate: 1.25)
      ) { 9 * log($0[0]) - 4 * $0[0] + 1.5 * log($0[0]) - 1.25 * $0[0] },
      ExactCase("Dirichlet–multinomial, flat prior", try DirichletMultinomial(counts: [4, 9, 6]), freeCount: 2) {
        4 * log($0[0]) + 9 * log($0[1]) + 6 * log($0[2])
      },
      ExactCase(
        "Dirichlet–multinomial, zero concentrations",
        try DirichletMultinomial(counts: [5, 9, 7, 8], priorConcentrations: [0, 0.5, 2, 0]), freeCount: 3
      ) { 4 * log($0[0]) + 8.5 * log($0[1]) + 8 * log($0[2]) + 7 * log($0[3]) },
    ]
  }

  private static func multivariateNormal() throws -> ExactCase {
    // The precision of the covariance below, by hand: the determinant is 0.64.
    ExactCase(
      "multivariate normal",
      try MultivariateNormal(mean: [1, -2], covariance: Matrix(columnCount: 2, elements: [2, 0.6, 0.6, 0.5]))
    ) {
      let (u, v) = ($0[0] - 1, $0[1] + 2)
      return -0.5 * (0.5 * u * u - 1.2 * u * v + 2 * v * v) / 0.64
    }
  }
}

/// Small models of every kind, on data drawn from a fixed seed.
enum TestModels {
  static func forPriors<Result>(
    _ priors: [NormalPrior], _ make: (String, any ConjugatePosterior) throws -> Result
  ) throws -> [Result] {
    var random = GSLRandom(seed: 20_260_101)
    let observations = Matrix(columnCount: 3, elements: random.normals(24).map { 0.5 + $0 })
    let noise = Matrix(columnCount: 3, elements: [1, 0.3, 0.1, 0.3, 2, -0.4, 0.1, -0.4, 0.5])
    let features = random.normals(16)
    let design = Matrix(columnCount: 2, elements: features.flatMap { [1, 0.6 + $0] })
    let responses = zip(features, random.normals(16)).map { 1 - 0.5 * $0 + 0.8 * $1 }
    return try priors.flatMap { prior in
      let name = prior == .flat ? "flat prior" : "normal prior"
      let (shape, scale) = prior == .flat ? (0, 0) : (1.5, 0.4)
      return [
        try make(
          "Gaussian mean, d = 1, \(name)",
          GaussianMean(observations: observations.column(0), noiseStandardDeviation: 1.3, prior: prior)),
        try make(
          "Gaussian mean, d = 3, \(name)",
          try GaussianMean(observations: observations, noiseCovariance: noise, prior: prior)),
        try make(
          "linear regression, \(name)",
          LinearRegression(design: design, responses: responses, noiseStandardDeviation: 0.7, prior: prior)),
        try make(
          "linear regression with unknown noise, \(name)",
          LinearRegressionUnknownNoise(
            design: design, responses: responses, prior: prior, noiseShape: shape, noiseScale: scale)),
      ]
    }
  }
}
