import Foundation
import PosteriorModels
import Testing

/// A model, wrapped so that a test can be run for each.
struct ModelCase: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let model: any ConjugatePosterior

  static func all() throws -> [ModelCase] {
    try TestModels.forPriors([.flat, .normal(standardDeviation: 0.7)]) { ModelCase(testDescription: $0, model: $1) }
  }
}

@Suite struct ModelTests {
  private func gradient(_ d: Int, _ add: (inout MutableSpan<Double>) -> Void) -> [Double] {
    // Not zero at the start: a gradient is added, not written.
    var values = [Double](repeating: 3, count: d)
    var span = values.mutableSpan
    add(&span)
    return values.map { $0 - 3 }
  }

  private func expectGradient(_ value: [Double], at position: [Double], of function: ([Double]) -> Double) {
    for j in position.indices {
      let step = 1e-5
      var (up, down) = (position, position)
      up[j] += step
      down[j] -= step
      let difference = (function(up) - function(down)) / (2 * step)
      #expect(abs(value[j] - difference) < 1e-7 * max(1, abs(difference)), "component \(j)")
    }
  }

  @Test(arguments: try ModelCase.all()) func gradientsAreDerivatives(_ c: ModelCase) { check(c.model) }

  private func check(_ model: some Posterior) {
    let d = model.dimension
    var random = GSLRandom(seed: 31)
    for _ in 0..<5 {
      let position = random.normals(d).map { 0.5 * $0 }
      expectGradient(
        gradient(d) { model.addLogPriorGradient(at: position.span, to: &$0) }, at: position
      ) { model.logPrior(at: $0.span) }
      expectGradient(
        gradient(d) { model.addLogDensityGradient(at: position.span, to: &$0) }, at: position
      ) { model.logDensity(at: $0.span) }
      let example = Int.random(in: 0..<model.exampleCount, using: &random)
      expectGradient(
        gradient(d) { model.addLogLikelihoodGradient(of: example, at: position.span, scaledBy: 2.5, to: &$0) },
        at: position
      ) { 2.5 * model.logLikelihood(of: example, at: $0.span) }
    }
  }

  /// Minibatches may repeat an example.
  @Test(arguments: try ModelCase.all()) func sumsAreOfSingleExamples(_ c: ModelCase) { checkSums(c.model) }

  private func checkSums(_ model: some Posterior) {
    let d = model.dimension
    var random = GSLRandom(seed: 32)
    let position = random.normals(d)
    func sum(_ examples: [Int], scaledBy scale: Double) -> [Double] {
      gradient(d) { gradient in
        for i in examples {
          model.addLogLikelihoodGradient(of: i, at: position.span, scaledBy: scale, to: &gradient)
        }
      }
    }
    func expectEqual(_ a: [Double], _ b: [Double]) {
      for (a, b) in zip(a, b) { #expect(abs(a - b) < 1e-12 * max(1, abs(b))) }
    }
    for minibatch: [Int32] in [[], [2], [3, 0, 5], [1, 1, 4, 1, 7]] {
      let value = gradient(d) {
        model.addLogLikelihoodGradient(
          ofExamples: minibatch.span, at: position.span, relativeTo: nil, scaledBy: -1.7, to: &$0)
      }
      expectEqual(value, sum(minibatch.map { Int($0) }, scaledBy: -1.7))
    }
    let all = gradient(d) { model.addLogLikelihoodGradient(at: position.span, to: &$0) }
    expectEqual(all, sum(Array(0..<model.exampleCount), scaledBy: 1))
  }

  /// A Gaussian posterior's mean is its mode. With unknown noise the coefficients' gradient vanishes at their mean
  /// for every σ, and that of ln σ at σ² = 2b/(2a + d): there (β, ln σ) has its mode.
  @Test(arguments: try ModelCase.all()) func gradientVanishesAtTheMode(_ c: ModelCase) throws {
    let exact = try c.model.exactPosterior()
    var mode = exact.mean
    if let noise = exact as? NormalInverseGamma {
      mode[noise.dimension - 1] = 0.5 * log(2 * noise.scale / (2 * noise.shape + Double(noise.dimension - 1)))
    }
    let value = gradient(mode.count) { c.model.addLogDensityGradient(at: mode.span, to: &$0) }
    for component in value { #expect(abs(component) < 1e-11) }
  }

  /// scipy: multivariate_normal([.5, -1, .2], Σ).logpdf([1, 0, -.3]), norm.logpdf(1.7, 2*.4 - 1.5*.3, .7).
  @Test func logLikelihoods() throws {
    let mean = try GaussianMean(
      observations: Matrix(columnCount: 3, elements: [1, 0, -0.3]),
      noiseCovariance: Matrix(columnCount: 3, elements: [1, 0.3, 0.1, 0.3, 2, -0.4, 0.1, -0.4, 0.5]))
    #expect(abs(mean.logLikelihood(of: 0, at: [0.5, -1, 0.2].span) + 3.091337190798625) < 1e-14)
    let design = Matrix(columnCount: 2, elements: [2, -1.5])
    let known = LinearRegression(design: design, responses: [1.7], noiseStandardDeviation: 0.7)
    #expect(abs(known.logLikelihood(of: 0, at: [0.4, 0.3].span) + 2.421957466816961) < 1e-14)
    let unknown = LinearRegressionUnknownNoise(design: design, responses: [1.7])
    #expect(abs(unknown.logLikelihood(of: 0, at: [0.4, 0.3, log(0.7)].span) + 2.421957466816961) < 1e-14)
  }

  /// d = 1 through either initialiser is the same model.
  @Test func oneComponentTwoWays() throws {
    let observations = [0.3, 1.2, -0.4]
    let short = GaussianMean(observations: observations, noiseStandardDeviation: 1.5)
    let long = try GaussianMean(
      observations: Matrix(columnCount: 1, elements: observations), noiseCovariance: Matrix(diagonal: [2.25]))
    #expect(short.parameterNames == long.parameterNames)
    #expect(abs(short.logDensity(at: [0.2].span) - long.logDensity(at: [0.2].span)) < 1e-13)
    let exact = try short.exactPosterior()
    #expect(abs(exact.mean[0] - 1.1 / 3) < 1e-15 && abs(exact.covariance[0, 0] - 0.75) < 1e-15)
  }
}
