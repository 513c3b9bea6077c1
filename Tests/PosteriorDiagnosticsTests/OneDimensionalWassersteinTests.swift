import Foundation
import PosteriorDiagnostics
import PosteriorSampling
import Testing

/// The distance between two samples.
@Suite struct OneDimensionalWassersteinTests {
  private func expect(_ value: Double, _ expected: Double, within tolerance: Double = 1e-14) {
    #expect(abs(value - expected) <= tolerance * max(1, abs(expected)))
  }

  @Test func pairsSortedDraws() {
    expect(WassersteinDistance.between([3, 1, 2], [5, 4, 9], order: .one), 4)
    expect(WassersteinDistance.between([3, 1, 2], [5, 4, 9], order: .two), (54.0 / 3).squareRoot())
    expect(WassersteinDistance.between([1], [4], order: .one), 3)
    expect(WassersteinDistance.between([1], [4], order: .two), 3)
  }

  /// {0, 1} against {0, 1, 2}: in sixths, 0 0 0 1 1 1 against 0 0 1 1 2 2.
  @Test func mergesSteps() {
    expect(WassersteinDistance.between([0, 1], [2, 0, 1], order: .one), 0.5)
    expect(WassersteinDistance.between([0, 1], [2, 0, 1], order: .two), 0.5.squareRoot())
    // Against one draw, all go there.
    expect(WassersteinDistance.between([0, 1, 5], [2], order: .one), 2)
    expect(WassersteinDistance.between([2], [0, 1, 5], order: .two), (14.0 / 3).squareRoot())
  }

  @Test(arguments: WassersteinDistance.Order.allCases) func tiesAndConstants(_ order: WassersteinDistance.Order) {
    expect(WassersteinDistance.between([2, 2, 2, 2], [2, 2, 2], order: order), 0)
    expect(WassersteinDistance.between([2, 2, 2, 2], [-1, -1, -1], order: order), 3)
    expect(WassersteinDistance.between([1, 1, 2, 2], [1, 2, 1, 2], order: order), 0)
    expect(WassersteinDistance.between([1, 1, 2, 2], [1, 2], order: order), 0)
  }

  private let a = [0.5, -1.2, 3.3, 0.5, 2.0]
  private let b = [1.1, 0.5, -2.4, 4.0, 0.0, 0.7, -0.3]
  private let aWeights = [1, 2, 0.5, 0, 3]
  private let bWeights = [0.2, 1, 1, 2, 0, 4, 1.5]

  /// W₁ by scipy.stats.wasserstein_distance, W₂² by the transport problem in scipy.optimize.linprog.
  @Test func unequalSizesAgainstScipy() {
    expect(WassersteinDistance.between(a, b, order: .one), 0.82)
    expect(
      WassersteinDistance.between(a, b, order: .one, firstWeights: aWeights, secondWeights: bWeights),
      1.1040444091990484)
    expect(WassersteinDistance.between(a, b, order: .one, firstWeights: aWeights), 1.0516483516483517)
    expect(WassersteinDistance.between(a, b, order: .one, secondWeights: bWeights), 0.7010309278350516)
    expect(pow(WassersteinDistance.between(a, b, order: .two), 2), 0.9528571428571427)
    expect(
      pow(WassersteinDistance.between(a, b, order: .two, firstWeights: aWeights, secondWeights: bWeights), 2),
      1.5202696272799368)
  }

  /// Weights are repetitions, and only their ratios matter.
  @Test(arguments: WassersteinDistance.Order.allCases) func weightsAreRepetitions(_ order: WassersteinDistance.Order) {
    let repeated = WassersteinDistance.between([1, 4, 4, 4, 7, 7], b, order: order)
    expect(WassersteinDistance.between([7, 1, 4], b, order: order, firstWeights: [0.2, 0.1, 0.3]), repeated)
    expect(WassersteinDistance.between(b, [7, 1, 4, 99], order: order, secondWeights: [4, 2, 6, 0]), repeated)
  }

  /// A metric that follows shifts and scales, whatever the sizes.
  @Test(arguments: WassersteinDistance.Order.allCases) func isAMetric(_ order: WassersteinDistance.Order) {
    var random = GSLRandom(seed: 71)
    for _ in 0..<200 {
      let samples = (0..<3).map { i -> [Double] in
        let size = Int.random(in: 1...12, using: &random)
        return random.normals(size).map { (Double(i + 1) * $0 * 4).rounded() / 4 + Double(i) }
      }
      func distance(_ i: Int, _ j: Int) -> Double {
        WassersteinDistance.between(samples[i], samples[j], order: order)
      }
      expect(distance(0, 1), distance(1, 0), within: 1e-13)
      expect(distance(0, 0), 0)
      #expect(distance(0, 2) <= distance(0, 1) + distance(1, 2) + 1e-12)
      expect(WassersteinDistance.between(samples[0], samples[0].map { $0 - 2.5 }, order: order), 2.5)
      expect(
        WassersteinDistance.between(samples[0].map { -3 * $0 }, samples[1].map { -3 * $0 }, order: order),
        3 * distance(0, 1), within: 1e-13)
    }
    #expect(
      WassersteinDistance.between(a, b, order: .one) <= WassersteinDistance.between(a, b, order: .two))
  }

  @Test func refusesWhatHasNoDistance() async {
    await #expect(processExitsWith: .failure) { _ = WassersteinDistance.between([], [1], order: .one) }
    await #expect(processExitsWith: .failure) { _ = WassersteinDistance.between([.nan, 1], [1], order: .one) }
    await #expect(processExitsWith: .failure) {
      _ = WassersteinDistance.between([2, .infinity], [1], order: .two, firstWeights: [1, 1])
    }
    await #expect(processExitsWith: .failure) {
      _ = WassersteinDistance.between([2, 3], [1], order: .two, firstWeights: [1, -1])
    }
  }
}
