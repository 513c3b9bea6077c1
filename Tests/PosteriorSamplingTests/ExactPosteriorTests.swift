import Foundation
import PosteriorSampling
import Testing

/// What every exact posterior must satisfy, whatever its form.
@Suite struct ExactPosteriorTests {
  /// ln p(a) − ln p(b) of the closed form is that of prior times likelihood, without Monte Carlo error.
  @Test(arguments: try ExactCase.all()) func densityIsPriorTimesLikelihood(_ c: ExactCase) {
    var random = GSLRandom(seed: 11)
    let reference = c.posterior.draw(using: &random)
    for _ in 0..<20 {
      let draw = c.posterior.draw(using: &random)
      let exact = c.posterior.logDensity(at: draw.span) - c.posterior.logDensity(at: reference.span)
      let expected = c.logUnnormalised(draw) - c.logUnnormalised(reference)
      #expect(abs(exact - expected) < 1e-10 * max(1, abs(expected)))
    }
  }

  /// In one dimension: between two quantiles lies the probability between them, by Simpson's rule.
  @Test(arguments: try ExactCase.all().filter { $0.posterior.dimension == 1 })
  func densityIntegratesToProbability(_ c: ExactCase) {
    let probabilities = [1e-6, 0.025, 0.5, 0.9, 1 - 1e-6]
    for (low, high) in zip(probabilities, probabilities.dropFirst()) {
      let (a, b) = (c.posterior.quantile(ofParameter: 0, at: low), c.posterior.quantile(ofParameter: 0, at: high))
      let intervals = 2000
      let sum = (0...intervals).reduce(0.0) { sum, i in
        let weight = i == 0 || i == intervals ? 1.0 : i.isMultiple(of: 2) ? 2 : 4
        let x = a + (b - a) * Double(i) / Double(intervals)
        return sum + weight * exp(c.posterior.logDensity(at: [x].span))
      }
      #expect(abs(sum * (b - a) / Double(3 * intervals) - (high - low)) < 1e-9)
    }
  }

  @Test(arguments: try ExactCase.all()) func drawsFollowTheClosedForm(_ c: ExactCase) {
    var random = GSLRandom(seed: 12)
    let draws = (0..<20_000).map { _ in c.posterior.draw(using: &random) }
    expectMoments(c, draws)
    expectQuantiles(c, draws)
    expectNormalisation(c, draws)
  }

  @Test(arguments: try ExactCase.all()) func shapesAgree(_ c: ExactCase) {
    let d = c.posterior.dimension
    #expect(c.posterior.mean.count == d && c.posterior.parameterNames.count == d)
    #expect(c.posterior.covariance.rowCount == d && c.posterior.covariance.columnCount == d)
    #expect(c.posterior.covariance == c.posterior.covariance.transposed)
    #expect(c.posterior.standardDeviations == c.posterior.covariance.diagonal.map { $0.squareRoot() })
  }

  /// Means and covariances, to 4 standard errors.
  private func expectMoments(_ c: ExactCase, _ draws: [[Double]]) {
    let (mean, covariance) = (c.posterior.mean, c.posterior.covariance)
    for i in 0..<c.posterior.dimension {
      expectMean(draws.map { $0[i] - mean[i] }, 0, "\(c): mean of parameter \(i)")
      for j in 0...i {
        expectMean(
          draws.map { ($0[i] - mean[i]) * ($0[j] - mean[j]) }, covariance[i, j], "\(c): covariance of \(i) and \(j)")
      }
    }
  }

  /// The distance of Kolmogorov and Smirnov at 99 quantiles; √n times it exceeds 2.2 once in 8,000 times.
  private func expectQuantiles(_ c: ExactCase, _ draws: [[Double]]) {
    let n = Double(draws.count)
    for j in 0..<c.posterior.dimension {
      let sorted = draws.map { $0[j] }.sorted()
      var (below, distance) = (0, 0.0)
      for k in 1..<100 {
        let quantile = c.posterior.quantile(ofParameter: j, at: Double(k) / 100)
        while below < sorted.count && sorted[below] <= quantile { below += 1 }
        distance = max(distance, abs(Double(below) / n - Double(k) / 100))
      }
      #expect(distance * n.squareRoot() < 2.2, "\(c): quantiles of parameter \(j)")
    }
  }

  /// E[1(θ ∈ E)/p(θ)] is the volume of E, here the ellipsoid one standard deviation around the mean.
  private func expectNormalisation(_ c: ExactCase, _ draws: [[Double]]) {
    let (d, mean) = (c.freeCount, c.posterior.mean)
    let covariance = Matrix(
      columnCount: d, elements: (0..<d).flatMap { i in (0..<d).map { c.posterior.covariance[i, $0] } })
    guard let cholesky = try? Cholesky(covariance) else {
      Issue.record("\(c): no Cholesky factor")
      return
    }
    let half = Double(d) / 2
    let volume = exp(half * log(Double.pi) - lgamma(half + 1) + 0.5 * cholesky.logDeterminant)
    let terms = draws.map { draw in
      let whitened = cholesky.solveLower((0..<d).map { draw[$0] - mean[$0] })
      return whitened.span.dot(whitened.span) < 1 ? exp(-c.posterior.logDensity(at: draw.span)) / volume : 0
    }
    expectMean(terms, 1, "\(c): normalisation")
  }

  private func expectMean(_ values: [Double], _ expected: Double, _ comment: Comment) {
    let n = Double(values.count)
    let mean = values.reduce(0, +) / n
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1)
    #expect(abs(mean - expected) < 4 * (variance / n).squareRoot(), comment)
  }
}
