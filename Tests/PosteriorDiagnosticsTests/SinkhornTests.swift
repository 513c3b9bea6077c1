import Foundation
import PosteriorSampling
import Testing

@testable import PosteriorDiagnostics

@Suite struct SinkhornTests {
  /// numpy 2.4.6 and scipy 1.17.1: 20 000 log-domain iterations with special.logsumexp, margins to 1e-15; ε is 0.1 and
  /// 0.05 of the median squared distance between the samples.
  @Test(arguments: [
    (60, 60, 2, 0.03230003960165299, 0.1428730833576762, 0.06349054385177488),
    (40, 70, 3, 0.02707445834271843, 0.2186336514036608, 0.1254404162849969),
  ])
  func agreesWithNumPy(_ n: Int, _ m: Int, _ d: Int, _ epsilon: Double, _ cost: Double, _ divergence: Double) {
    let result = SinkhornDivergence.between(
      weylPoints(n, d, squared: true), weylPoints(m, d, offset: 5000), regularization: epsilon, tolerance: 1e-12)
    #expect(result.converged && result.marginError <= 1e-12)
    #expect(abs(result.transportCost - cost) < 1e-10)
    #expect(abs(result.value - divergence) < 1e-10)
  }

  /// At 0.01 of the median, where e^(−c/ε) itself vanishes; the same iterations left margins of 2e-5, hence the
  /// tolerance: the error of the cost is ε times that of the margins at most.
  @Test func smallRegularization() {
    let result = SinkhornDivergence.between(
      weylPoints(30, 2, squared: true), weylPoints(30, 2, offset: 5000), regularization: 0.0031664666690059805,
      tolerance: 1e-8, iterationLimit: 200_000)
    #expect(abs(result.transportCost - 0.08289577774893044) < 1e-6)
    #expect(abs(result.value - 0.07231894682115853) < 1e-6)
  }

  /// S_ε → W₂² as ε → 0, and costs that would overflow an ordinary kernel do not.
  @Test func tendsToTransport() {
    let (a, b) = (normalDraws(20, 2, seed: 41), normalDraws(20, 2, seed: 42, shift: 1))
    let exact = OptimalTransport.between(a, b).cost
    let errors = [0.3, 0.03, 0.003].map { epsilon in
      abs(SinkhornDivergence.between(a, b, regularization: epsilon, iterationLimit: 100_000).value - exact)
    }
    #expect(errors[1] < errors[0] && errors[2] < errors[1] && errors[2] < 0.005)
  }

  /// S_ε → |δ|² as ε → ∞, δ being the difference of the means.
  @Test func tendsToMeans() {
    let (a, b) = (normalDraws(20, 2, seed: 43), normalDraws(25, 2, seed: 44, shift: 1))
    let square = (0..<2).reduce(0.0) { sum, j in
      let difference = a.column(j).reduce(0, +) / 20 - b.column(j).reduce(0, +) / 25
      return sum + difference * difference
    }
    let result = SinkhornDivergence.between(a, b, regularization: 1e5, tolerance: 1e-14)
    #expect(abs(result.value - square) < 1e-3)
  }

  @Test func zeroBetweenEqualSamples() {
    let a = normalDraws(40, 3, seed: 45)
    let reversed = Matrix(columnCount: 3, elements: a.rows.reversed().flatMap { $0 })
    // The plan between equal samples is found by other iterations than those from a sample to itself.
    for other in [a, reversed] {
      let result = SinkhornDivergence.between(a, other, regularization: 1, tolerance: 1e-10)
      #expect(result.converged && abs(result.value) < 1e-8)
    }
  }

  @Test func reportsTheLimit() {
    let (a, b) = (normalDraws(20, 2, seed: 46), normalDraws(30, 2, seed: 47, shift: 2))
    let result = SinkhornDivergence.between(a, b, regularization: 1e-4, iterationLimit: 2)
    #expect(!result.converged && result.marginError > 1e-6)
  }
}
