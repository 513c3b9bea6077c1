import Foundation
import PosteriorModels
import Testing

/// The edges of supports, and posteriors that do not exist.
@Suite struct ExactPosteriorEdgeTests {
  @Test func nothingOutsideTheSupport() throws {
    let beta = try BetaBernoulli(successes: 3, failures: 2)
    for x in [-0.1, 1.1, .nan, .infinity] { #expect(beta.logDensity(at: [x].span) == -.infinity) }
    let gamma = try GammaPoisson(counts: [3])
    for x in [-0.1, .nan, .infinity] { #expect(gamma.logDensity(at: [x].span) == -.infinity) }
    let dirichlet = try DirichletMultinomial(counts: [1, 2, 3])
    for x in [[0.2, 0.3, 0.4], [-0.1, 0.5, 0.6], [0.5, 0.6, -0.1], [0.2, .nan, 0.8]] {
      #expect(dirichlet.logDensity(at: x.span) == -.infinity)
    }
  }

  /// Where an exponent is zero the density is finite up to the boundary.
  @Test func flatDensitiesReachTheirBoundaries() throws {
    let uniform = try BetaBernoulli(successes: 0, failures: 0)
    #expect(uniform.logDensity(at: [0].span) == 0 && uniform.logDensity(at: [1].span) == 0)
    let exponential = try GammaPoisson(counts: [0, 0])
    #expect(abs(exponential.logDensity(at: [0].span) - log(2)) < 1e-15)
    let simplex = try DirichletMultinomial(counts: [0, 0, 0])
    #expect(abs(simplex.logDensity(at: [0, 0.4, 0.6].span) - log(2)) < 1e-15)
  }

  /// Gamma draws of such shapes underflow to zero; their ratios must not become 0/0.
  @Test func smallConcentrationsStayOnTheSimplex() throws {
    let dirichlet = try DirichletMultinomial(counts: [0, 0, 0], priorConcentrations: [1e-4, 2e-4, 1e-4])
    let beta = try BetaBernoulli(successes: 0, failures: 0, priorAlpha: 1e-4, priorBeta: 1e-4)
    var random = GSLRandom(seed: 5)
    let draws = (0..<4000).map { _ in dirichlet.draw(using: &random) }
    #expect(draws.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-15 })
    // All the mass is at the corners, with these probabilities.
    let middle = draws.count { $0[1] > 0.5 }
    #expect(abs(middle - 2000) < 4 * 32)
    let ones = (0..<4000).count { _ in beta.draw(using: &random)[0] > 0.5 }
    #expect(abs(ones - 2000) < 4 * 32)
  }

  @Test func dirichletCovarianceIsSingular() throws {
    let covariance = try DirichletMultinomial(counts: [4, 9, 6, 1]).covariance
    for sum in covariance * [1, 1, 1, 1] { #expect(abs(sum) < 1e-17) }
  }

  private func reason(_ body: () throws -> any ExactPosterior) -> String? {
    let error = #expect(throws: SamplingError.self) { _ = try body() }
    guard case .improperPosterior(let reason) = error else { return nil }
    return reason
  }

  @Test func improperCounts() throws {
    let beta = reason { try BetaBernoulli(successes: 3, failures: 0, priorAlpha: 0, priorBeta: 0) }
    #expect(beta?.contains("no failure seen") == true && beta?.contains("'probability'") == true)
    #expect(
      reason { try BetaBernoulli(successes: 0, failures: 2, priorAlpha: 0, priorBeta: 1) }?
        .contains("no success seen") == true)
    #expect(reason { try GammaPoisson(counts: []) }?.contains("no observations") == true)
    #expect(reason { try GammaPoisson(counts: [0, 0], priorShape: 0) }?.contains("all counts are zero") == true)
    let dirichlet = reason {
      try DirichletMultinomial(
        counts: [2, 0], priorConcentrations: [0, 0], parameterNames: ["heads", "tails"])
    }
    #expect(dirichlet?.contains("'tails'") == true)
  }

  private let names = ["intercept", "height", "width"]

  private func regression(_ rows: [[Double]], _ responses: [Double], prior: NormalPrior = .flat) -> LinearRegression {
    LinearRegression(
      design: Matrix(columnCount: 3, elements: rows.flatMap { $0 }), responses: responses, noiseStandardDeviation: 1,
      prior: prior, parameterNames: names)
  }

  @Test func undeterminedCoefficientsAreNamed() throws {
    let collinear = regression([[1, 2, 4], [1, 3, 6], [1, 5, 10], [1, 7, 14]], [1, 2, 3, 4])
    let reason = reason { try collinear.exactPosterior() }
    #expect(reason?.contains("'width'") == true && reason?.contains("(intercept, height)") == true)
    let constant = regression([[1, 3, 4], [1, 3, 7], [1, 3, 10], [1, 3, 15]], [1, 2, 3, 4])
    #expect(self.reason { try constant.exactPosterior() }?.contains("'height': its column is constant") == true)
    let zero = regression([[0, 3, 1], [0, 4, 2], [0, 6, 5], [0, 3, 7]], [1, 2, 3, 4])
    #expect(self.reason { try zero.exactPosterior() }?.contains("'intercept': its column is zero") == true)
    let later = regression([[1, 3, 0], [1, 4, 0], [1, 6, 0], [1, 3, 0]], [1, 2, 3, 4])
    #expect(self.reason { try later.exactPosterior() }?.contains("'width': its column is") == true)
    let few = regression([[1, 3, 0], [1, 4, 0.5]], [1, 2])
    #expect(self.reason { try few.exactPosterior() }?.contains("'width'") == true)
  }

  /// A proper prior determines what the data do not: with Xᵀy = (a, b, b) and equal columns, equal coefficients.
  @Test func properPriorsDetermineCollinearCoefficients() throws {
    let posterior = try regression(
      [[1, 2, 2], [1, 3, 3], [1, 5, 5]], [1, 2, 3], prior: .normal(standardDeviation: 1)
    )
    .exactPosterior()
    #expect(abs(posterior.mean[1] - posterior.mean[2]) < 1e-12)
  }

  @Test func noiseThatCannotBeEstimated() throws {
    func unknown(_ design: [Double], _ responses: [Double]) -> LinearRegressionUnknownNoise {
      LinearRegressionUnknownNoise(design: Matrix(columnCount: 2, elements: design), responses: responses)
    }
    // Two degrees of freedom are left, at which the coefficients' variance is infinite.
    let few = unknown([1, 0, 1, 1, 1, 2, 1, 3], [1, 2, 2, 4])
    #expect(reason { try few.exactPosterior() }?.contains("too few examples") == true)
    let line = unknown((0..<8).flatMap { [1, Double($0)] }, (0..<8).map { 0.3 + 0.7 * Double($0) })
    #expect(reason { try line.exactPosterior() }?.contains("fit the target exactly") == true)
    let silent = unknown((0..<8).flatMap { [1, Double($0)] }, [Double](repeating: 0, count: 8))
    #expect(reason { try silent.exactPosterior() }?.contains("fit the target exactly") == true)
    // A column far from zero, which the intercept almost explains, must not hide the exact fit.
    let years = unknown((2000..<2012).flatMap { [1, Double($0)] }, (2000..<2012).map { 0.3 + 0.7 * Double($0) })
    #expect(reason { try years.exactPosterior() }?.contains("fit the target exactly") == true)
  }

  @Test func noiseCovarianceMustBePositiveDefinite() {
    #expect(throws: SamplingError.self) {
      try GaussianMean(
        observations: Matrix(columnCount: 2, elements: [1, 2]),
        noiseCovariance: Matrix(columnCount: 2, elements: [1, 2, 2, 1]))
    }
  }
}
