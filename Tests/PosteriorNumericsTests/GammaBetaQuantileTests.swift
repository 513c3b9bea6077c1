import PosteriorNumerics
import Testing

/// Numbers by scipy 1 (`gamma.ppf`, `gamma.isf`, `beta.ppf`), the first by mpmath; for most of these, GSL's own
/// inverses give NaN or wrong digits, or do not return.
@Suite struct GammaBetaQuantileTests {
  struct Case: Sendable {
    var p: Double
    var a: Double
    var b = 0.0
    var quantile: Double
  }

  @Test(arguments: [
    Case(p: 0.025, a: 0.01, quantile: 3.5226859973137923e-161),
    Case(p: 0.5, a: 0.05, quantile: 5.573878440746256e-07),
    Case(p: 0.001, a: 1e5, quantile: 99025.63189050092),
    Case(p: 0.025, a: 1e6, quantile: 998040.9833402939),
    Case(p: 0.999, a: 1e7, quantile: 10009775.022500927),
  ]) func gamma(_ c: Case) {
    let quantile = SpecialFunctions.gammaQuantile(c.p, shape: c.a, scale: 2)
    #expect(abs(quantile / (2 * c.quantile) - 1) < 1e-12)
  }

  @Test(arguments: [
    Case(p: 0.999, a: 0.05, quantile: 5.844632057286609e-61),
    Case(p: 1e-12, a: 1e5, quantile: 102240.68658301716),
    Case(p: 1e-6, a: 1e6, quantile: 1004760.6247134736),
    Case(p: 0.025, a: 1e8, quantile: 100019600.58698115),
  ]) func gammaUpper(_ c: Case) {
    let quantile = SpecialFunctions.gammaUpperQuantile(c.p, shape: c.a, scale: 1)
    #expect(abs(quantile / c.quantile - 1) < 1e-12)
  }

  @Test(arguments: [
    Case(p: 0.025, a: 0.01, b: 0.01, quantile: 7.761744926531467e-131),
    Case(p: 0.5, a: 0.05, b: 10, quantile: 5.8491656588853654e-08),
    Case(p: 0.3, a: 2, b: 3, quantile: 0.272383942075105341),
    Case(p: 0.999, a: 1e5, b: 1e5, quantile: 0.5034549478285253),
    Case(p: 0.5, a: 1e6, b: 1e6, quantile: 0.5),
    Case(p: 1e-6, a: 1e6, b: 1e5, quantile: 0.9077826378125022),
    Case(p: 0.025, a: 1e7, b: 1e7, quantile: 0.499780869372639),
    Case(p: 0.975, a: 1e6, b: 0.5, quantile: 0.9999999995089653),
  ]) func beta(_ c: Case) {
    #expect(abs(SpecialFunctions.betaQuantile(c.p, c.a, c.b) / c.quantile - 1) < 1e-12)
    #expect(abs(SpecialFunctions.betaQuantile(1 - c.p, c.b, c.a) - (1 - c.quantile)) < 1e-12)
  }

  @Test func endsAndOutside() {
    #expect(SpecialFunctions.gammaQuantile(0, shape: 2, scale: 1) == 0)
    #expect(SpecialFunctions.gammaQuantile(1, shape: 2, scale: 1) == .infinity)
    #expect(SpecialFunctions.gammaUpperQuantile(0, shape: 2, scale: 1) == .infinity)
    #expect(SpecialFunctions.betaQuantile(0, 2, 3) == 0 && SpecialFunctions.betaQuantile(1, 2, 3) == 1)
    for p in [-0.1, 1.1, .nan] {
      #expect(SpecialFunctions.gammaQuantile(p, shape: 2, scale: 1).isNaN)
      #expect(SpecialFunctions.betaQuantile(p, 2, 3).isNaN)
    }
    for parameter in [-1, 0, .nan, Double.infinity] {
      #expect(SpecialFunctions.gammaQuantile(0.3, shape: parameter, scale: 1).isNaN)
      #expect(SpecialFunctions.gammaUpperQuantile(0.3, shape: 1, scale: parameter).isNaN)
      #expect(SpecialFunctions.betaQuantile(0.3, parameter, 1).isNaN)
    }
  }
}
