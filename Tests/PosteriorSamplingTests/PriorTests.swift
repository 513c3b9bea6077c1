import Foundation
import PosteriorModels
import Testing

/// Priors against scipy.stats 1.17.1.
@Suite struct PriorTests {
  /// d(scale=1.7).logpdf([.7, -1.3, 4]).sum() for norm, t(3.5), laplace, cauchy.
  @Test(arguments: [
    (Prior.normal(standardDeviation: 1.7), -7.494029072523713),
    (.studentT(degrees: 3.5, scale: 1.7), -7.148480996277346),
    (.laplace(scale: 1.7), -7.200738059572229), (.cauchy(scale: 1.7), -7.520512293496129), (.flat, 0),
  ]) func logDensities(_ prior: Prior, _ expected: Double) {
    #expect(abs(prior.logDensity(at: [0.7, -1.3, 4].span) - expected) < 1e-13)
  }

  /// d(scale=1.7).logpdf(.9) + log(.9) for halfnorm, 2t(3.5), expon, halfcauchy.
  @Test(arguments: [
    (Prior.normal(standardDeviation: 1.7), -1.0019185276692224),
    (.studentT(degrees: 3.5, scale: 1.7), -1.1056422857339294),
    (.laplace(scale: 1.7), -1.165400531425879), (.cauchy(scale: 1.7), -1.3346477895352895), (.flat, log(0.9)),
  ]) func scalePriors(_ prior: Prior, _ expected: Double) {
    let scale = ScalePrior.half(prior)
    #expect(abs(scale.logDensity(ofLogarithm: log(0.9)) - expected) < 1e-13)
    for logSigma in [-3, -0.2, 1.1, 4] {
      let derivative = numericalDerivative(at: logSigma, step: 1e-3) { scale.logDensity(ofLogarithm: $0) }
      #expect(abs(scale.derivative(ofLogarithm: logSigma) - derivative.value) < 1e-8 * max(1, abs(derivative.value)))
    }
  }

  @Test func flatInLogarithm() {
    #expect(ScalePrior.flatInLogarithm.logDensity(ofLogarithm: 2) == 0)
    #expect(ScalePrior.flatInLogarithm.derivative(ofLogarithm: 2) == 0)
  }

  @Test(arguments: [
    Prior.normal(standardDeviation: 1.7), .studentT(degrees: 3.5, scale: 1.7), .laplace(scale: 1.7), .flat,
  ])
  func gradients(_ prior: Prior) {
    let position = [0.7, -1.3, 4]
    var gradient = [2.0, 2, 2]
    var span = gradient.mutableSpan
    prior.addGradient(at: position.span, to: &span)
    for j in 0..<3 {
      let derivative = numericalDerivative(at: position[j], step: 1e-3) { prior.logDensity(at: [$0].span) }
      #expect(abs(gradient[j] - 2 - derivative.value) < 1e-9)
    }
  }

  /// Heavy tails: (ν + 1)/θ, wherever θ² overflows.
  @Test func farAway() {
    for far in [1e60, 1e90, 1e150, 1e250] {
      var gradient = [0.0]
      var span = gradient.mutableSpan
      Prior.studentT(degrees: 3, scale: 2).addGradient(at: [far].span, to: &span)
      #expect(abs(gradient[0] * far + 4) < 1e-12)
    }
  }

  /// The conjugate models' normal prior is the same but for its constant.
  @Test func normalPrior() {
    let (a, b) = ([0.4, -2.0], [1.0, 0.0])
    let (prior, conjugate) = (Prior.normal(standardDeviation: 0.6), NormalPrior.normal(standardDeviation: 0.6))
    let difference = prior.logDensity(at: a.span) - prior.logDensity(at: b.span)
    #expect(abs(difference - conjugate.logDensity(at: a.span) + conjugate.logDensity(at: b.span)) < 1e-13)
  }
}
