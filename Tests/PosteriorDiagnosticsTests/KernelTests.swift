import Foundation
import PosteriorDiagnostics
import PosteriorModels
import Testing

@Suite struct KernelTests {
  private let x = weylPoints(80, 3, squared: true)
  private let y = weylPoints(60, 3, offset: 5000)

  /// numpy 2.4.6 with scipy.spatial.distance.cdist: the two unbiased means less twice the cross mean, and
  /// median(cdist) over the pairs of all 140 points.
  @Test func discrepancyAgreesWithNumPy() {
    let half = MaximumMeanDiscrepancy.between(x, y, bandwidth: 0.5)
    #expect(abs(half.squared - 0.08113894483865158) < 1e-13)
    let median = MaximumMeanDiscrepancy.between(x, y)
    #expect(abs(median.bandwidth - 0.7114709029178641) < 1e-14)
    #expect(abs(median.squared - 0.06938654649240861) < 1e-13)
  }

  /// numpy 2.4.6, term by term from the gradients of (c² + |x − y|²)^−½.
  @Test func steinAgreesWithNumPy() {
    let first = KernelSteinDiscrepancy.of(x, scores: -1 * x)
    #expect(abs(first.biasedSquared - 1.3410478427138284) < 1e-12)
    #expect(abs(first.squared - 1.3122672852370594) < 1e-12)
    let scores = Matrix(
      columnCount: 3, elements: (0..<80).flatMap { i in (0..<3).map { -Double($0 + 1) * (x[i, $0] - 0.3) } })
    let second = KernelSteinDiscrepancy.of(x, scores: scores, scale: 0.7)
    #expect(abs(second.biasedSquared - 1.6263469282811402) < 1e-12)
    #expect(abs(second.squared - 1.5129135185651683) < 1e-12)
    // The general exponent takes the other way to the power.
    let near = KernelSteinDiscrepancy.of(x, scores: scores, scale: 0.7, exponent: -0.5 + 1e-9)
    #expect(abs(near.squared - second.squared) < 1e-7)
  }

  /// Over 200 pairs of samples of one law the mean of MMD² is 0, and the standard error √2 times what they spread by.
  @Test func discrepancyOfEqualLaws() {
    let results = (0..<200).map { round in
      MaximumMeanDiscrepancy.between(
        normalDraws(60, 2, seed: UInt64(1000 + round)), normalDraws(40, 2, seed: UInt64(2000 + round)), bandwidth: 1)
    }
    let mean = results.reduce(0) { $0 + $1.squared } / 200
    let spread = (results.reduce(0) { $0 + ($1.squared - mean) * ($1.squared - mean) } / 199).squareRoot()
    #expect(abs(mean) < 4 * spread / 200.0.squareRoot())
    let claimed = (results.reduce(0) { $0 + $1.squaredStandardError * $1.squaredStandardError } / 200).squareRoot()
    #expect(abs(claimed / spread - 2.0.squareRoot()) < 0.15)
  }

  /// MMD² between N(0, I) and N(δ, I): 2(σ²/(σ² + 2))^(d/2) (1 − e^(−|δ|²/(2(σ² + 2)))).
  @Test func discrepancyOfShiftedNormals() {
    let result = MaximumMeanDiscrepancy.between(
      normalDraws(1000, 2, seed: 51), normalDraws(1000, 2, seed: 52, shift: 0.7), bandwidth: 1)
    let expected = 2.0 / 3 * (1 - exp(-0.98 / 6))
    #expect(abs(result.squared - expected) < 4 * result.squaredStandardError)
    #expect(result.squaredStandardError < 0.2 * expected)
  }

  /// Draws of the model's own posterior have a discrepancy of mean 0; shifted or narrowed draws a larger one.
  @Test func steinTellsBiasedDraws() throws {
    let model = GaussianMean(observations: [0.5, 1.5, 1], noiseStandardDeviation: 1.5)
    let posterior = try model.exactPosterior()
    let sd = posterior.standardDeviations[0]
    func discrepancy(_ seed: UInt64, shift: Double, scale: Double) -> KernelSteinDiscrepancy {
      KernelSteinDiscrepancy.of(
        normalDraws(300, 1, seed: seed, shift: posterior.mean[0] + shift * sd, scale: scale * sd), model)
    }
    let exact = (0..<50).map { discrepancy(UInt64(600 + $0), shift: 0, scale: 1) }
    let mean = exact.reduce(0) { $0 + $1.squared } / 50
    let spread = (exact.reduce(0) { $0 + ($1.squared - mean) * ($1.squared - mean) } / 49).squareRoot()
    #expect(abs(mean) < 4 * spread / 50.0.squareRoot())
    #expect(exact.allSatisfy { $0.biasedSquared > 0 && $0.biasedSquared > $0.squared })
    let (shifted, narrow) = (discrepancy(61, shift: 0.5, scale: 1), discrepancy(62, shift: 0, scale: 0.5))
    #expect(shifted.squared > 5 * spread && shifted.squared > 3 * shifted.squaredStandardError)
    #expect(narrow.squared > 5 * spread)
  }
}
