import CGSL
import PosteriorNumerics
import Testing

@Suite struct GammaTests {
  /// Against GSL's distribution function.
  @Test(arguments: NamedSource.all, [0.3, 1, 7.5]) func kolmogorovSmirnovDistance(
    _ source: NamedSource, _ shape: Double
  ) {
    func check(_ random: some RandomSource) {
      var random = random
      let draws = (0..<40_000).map { _ in random.gamma(shape: shape) }
      #expect(kolmogorovSmirnov(draws) { gsl_cdf_gamma_P($0, shape, 1) } < 2.3)
    }
    check(source(21))
  }

  /// Mean a, variance a; the variance's own estimate has variance (2a² + 6a)/n.
  @Test(arguments: [0.3, 1, 7.5, 1000]) func meanAndVariance(_ shape: Double) {
    var random = GSLRandom(seed: 22)
    let n = 200_000.0
    var (sum, squares) = (0.0, 0.0)
    for _ in 0..<Int(n) {
      let deviation = random.gamma(shape: shape) - shape
      sum += deviation
      squares += deviation * deviation
    }
    #expect(abs(sum / n) < 4 * (shape / n).squareRoot())
    #expect(abs(squares / n - shape) < 4 * ((2 * shape * shape + 6 * shape) / n).squareRoot())
  }
}
