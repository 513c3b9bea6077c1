import Foundation
import PosteriorModels
import Testing

/// Numbers computed by others' code; each test says by what.
@Suite struct ExactPosteriorNumberTests {
  private func expect(_ value: Double, _ expected: Double, within tolerance: Double = 1e-12) {
    #expect(abs(value - expected) <= tolerance * max(1, abs(expected)))
  }

  /// scipy: multivariate_normal([1, -2], [[2, .6], [.6, .5]]).logpdf([.3, -1.1]), norm(-2, .5**.5).ppf(.9).
  @Test func multivariateNormal() throws {
    let normal = try MultivariateNormal(
      mean: [1, -2], covariance: Matrix(columnCount: 2, elements: [2, 0.6, 0.6, 0.5]))
    expect(normal.logDensity(at: [0.3, -1.1].span), -3.662389765095136)
    expect(normal.quantile(ofParameter: 1, at: 0.9), -1.0938061975631768)
  }

  /// scipy: beta(8.5, 3.5).
  @Test func betaBernoulli() throws {
    let beta = try BetaBernoulli(successes: 8, failures: 3, priorAlpha: 0.5, priorBeta: 0.5)
    expect(beta.mean[0], 0.7083333333333334)
    expect(beta.covariance[0, 0], 0.015892094017094016)
    expect(beta.logDensity(at: [0.6].span), 0.6301479782954962)
    expect(beta.quantile(ofParameter: 0, at: 0.025), 0.43490451949821435)
    expect(beta.quantile(ofParameter: 0, at: 0.5), 0.7202178931282548)
    expect(beta.quantile(ofParameter: 0, at: 0.9), 0.8639495515276331)
  }

  /// scipy: gamma(11.5, scale=1/5.25).
  @Test func gammaPoisson() throws {
    let gamma = try GammaPoisson(total: 9, observationCount: 4, priorShape: 2.5, priorRate: 1.25)
    #expect(try GammaPoisson(counts: [3, 0, 4, 2], priorShape: 2.5, priorRate: 1.25).shape == gamma.shape)
    expect(gamma.mean[0], 2.1904761904761902)
    expect(gamma.covariance[0, 0], 0.4172335600907029)
    expect(gamma.logDensity(at: [2].span), -0.4443321997471934)
    expect(gamma.quantile(ofParameter: 0, at: 0.025), 1.1131954211859465)
    expect(gamma.quantile(ofParameter: 0, at: 0.5), 2.1273217545889764)
    expect(gamma.quantile(ofParameter: 0, at: 0.9), 3.0482761601623145)
  }

  /// scipy: dirichlet([1.5, 4.5, 3]), and beta(α, 9 − α).ppf(.9) for its marginals.
  @Test func dirichletMultinomial() throws {
    let dirichlet = try DirichletMultinomial(counts: [1, 4, 2], priorConcentrations: [0.5, 0.5, 1])
    expect(dirichlet.logDensity(at: [0.2, 0.5, 0.3].span), 1.9398216921493772)
    let covariance = [
      0.01388888888888889, -0.00833333333333333, -0.00555555555555555, -0.00833333333333333, 0.025,
      -0.01666666666666667, -0.00555555555555555, -0.01666666666666667, 0.02222222222222222,
    ]
    for (value, expected) in zip(dirichlet.covariance.elements, covariance) { expect(value, expected) }
    expect(dirichlet.mean[0], 1.0 / 6)
    expect(dirichlet.quantile(ofParameter: 0, at: 0.9), 0.33242433862524634)
    expect(dirichlet.quantile(ofParameter: 1, at: 0.9), 0.7093310914701845)
    expect(dirichlet.quantile(ofParameter: 2, at: 0.9), 0.5382153965176784)
  }

  private let x = [1.0, 2, 3, 4, 5, 6]
  private let y = [1.2, 1.9, 3.2, 3.8, 5.1, 5.7]

  /// A line through the origin: the prior times the likelihood of the six examples integrated on a grid of
  /// 4,001 × 6,001 points of (β, ln σ) with numpy, which knows no closed form.
  @Test(arguments: [
    (NormalPrior.flat, 0.0, 0.0, [0.9835164835, -1.48985494892, 0.000751919721, 0.12258943222], -1.03),
    (.normal(standardDeviation: 2), 2, 0.3, [0.9808219178, -1.07693624629, 0.001433477097, 0.05533073893], -0.7684),
  ]) func lineThroughTheOrigin(_ prior: NormalPrior, a: Double, b: Double, moments: [Double], upper: Double) throws {
    let posterior = try LinearRegressionUnknownNoise(
      design: Matrix(columnCount: 1, elements: x), responses: y, prior: prior, noiseShape: a, noiseScale: b
    ).exactPosterior()
    expect(posterior.mean[0], moments[0], within: 1e-8)
    expect(posterior.mean[1], moments[1], within: 1e-8)
    expect(posterior.covariance[0, 0], moments[2], within: 1e-8)
    expect(posterior.covariance[1, 1], moments[3], within: 1e-8)
    #expect(posterior.covariance[0, 1] == 0 && posterior.covariance[1, 0] == 0)
    #expect(posterior.parameterNames == ["β[1]", "ln σ"])
    expect(posterior.quantile(ofParameter: 1, at: 0.9), upper, within: 1e-3)
  }

  /// A line with an intercept on the same six examples and a flat prior, by scipy: t(4, m, √(bV/2)) for the
  /// coefficients, ½ ln invgamma(2, scale=b) for ln σ, multivariate_normal × invgamma for the density.
  @Test func lineWithIntercept() throws {
    let posterior = try LinearRegressionUnknownNoise(
      design: Matrix(columnCount: 2, elements: x.flatMap { [1, $0] }), responses: y,
      coefficientNames: ["intercept", "slope"]
    ).exactPosterior()
    #expect(posterior.shape == 2)
    expect(posterior.scale, 0.07638095238095244)
    expect(posterior.mean[0], 0.2133333333333307)
    expect(posterior.mean[1], 0.9342857142857139)
    expect(posterior.mean[2], -1.4974031316887835)
    expect(posterior.covariance[0, 0], 0.06619682539682542)
    expect(posterior.covariance[1, 1], 0.004364625850340139)
    expect(posterior.covariance[2, 2], 0.16123351671205666)
    expect(posterior.quantile(ofParameter: 0, at: 0.9), 0.4922690779857492, within: 1e-10)
    expect(posterior.quantile(ofParameter: 1, at: 0.9), 1.0059098014819223, within: 1e-10)
    expect(posterior.quantile(ofParameter: 2, at: 0.025), -2.144855990979062)
    expect(posterior.quantile(ofParameter: 2, at: 0.5), -1.544915651399526)
    expect(posterior.quantile(ofParameter: 2, at: 0.9), -0.9702779781775338)
    expect(posterior.logDensity(at: [0.4, 0.9, -1.5].span), 3.0296527403523683)
  }
}
