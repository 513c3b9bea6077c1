import DrawStatistics
import Foundation
import PosteriorNumerics
import Testing

@Suite struct NormalTests {
  /// E xᵏ is 0 for odd k and (k − 1)!! for even; the mean of n powers has variance (E x²ᵏ − (E xᵏ)²)/n.
  @Test(arguments: NamedSource.all) func firstEightMoments(_ source: NamedSource) {
    func check(_ random: some RandomSource) {
      var (random, sums) = (random, [Double](repeating: 0, count: 8))
      forEachBuffer(of: source.drawCount, { random.fillNormal(&$0) }) { add_power_sums($0, $0.count, &sums) }
      func moment(_ k: Int) -> Double {
        k % 2 == 1 ? 0 : stride(from: k - 1, to: 0, by: -2).reduce(1) { $0 * Double($1) }
      }
      for k in 1...8 {
        let error = ((moment(2 * k) - moment(k) * moment(k)) / Double(source.drawCount)).squareRoot()
        #expect(abs(sums[k - 1] / Double(source.drawCount) - moment(k)) < 4 * error, "moment \(k)")
      }
    }
    check(source(1))
  }

  @Test(arguments: NamedSource.all) func kolmogorovSmirnovDistance(_ source: NamedSource) {
    func check(_ random: some RandomSource) {
      var random = random
      #expect(kolmogorovSmirnov(random.normals(min(source.drawCount, 400_000)), normalProbability(below:)) < 2.3)
    }
    check(source(2))
  }

  /// Binomial counts beyond each threshold, on either side.
  @Test(arguments: NamedSource.all) func tails(_ source: NamedSource) {
    let thresholds = [3, 3.6541528853610088, 4, 4.5, 5]
    func check(_ random: some RandomSource) {
      let edges = thresholds.reversed().map { -$0 } + thresholds
      var (random, counts) = (random, [Int64](repeating: 0, count: edges.count + 1))
      let drawCount = 2 * source.drawCount
      forEachBuffer(of: drawCount, { random.fillNormal(&$0) }) { count($0, between: edges, into: &counts) }
      for (i, threshold) in thresholds.enumerated() {
        let expected = Double(drawCount) * normalProbability(below: -threshold)
        let places = thresholds.count - i
        let (below, above) = (counts.prefix(places).reduce(0, +), counts.suffix(places).reduce(0, +))
        // A Poisson count of small mean has a longer upper tail than a normal: two more.
        #expect(abs(Double(below) - expected) < 4 * expected.squareRoot() + 2, "below −\(threshold)")
        #expect(abs(Double(above) - expected) < 4 * expected.squareRoot() + 2, "above \(threshold)")
      }
    }
    check(source(3))
  }

  /// Bins that end at the edges of the ziggurat's layers, at their middles, and in its tail, on either side.
  @Test(arguments: NamedSource.all) func layersOfTheZigguratClose(_ source: NamedSource) {
    func check(_ random: some RandomSource) {
      let layers = Self.layerEdges
      let middles = zip(layers, layers.dropFirst()).map { 0.5 * ($0 + $1) }
      let positive = (layers + middles + [3.75, 3.9, 4.1]).sorted()
      let edges = positive.reversed().map { -$0 } + [0] + positive
      var (random, counts) = (random, [Int64](repeating: 0, count: edges.count + 1))
      let drawCount = min(source.drawCount, 4_000_000)
      forEachBuffer(of: drawCount, { random.fillNormal(&$0) }) { count($0, between: edges, into: &counts) }
      let expected = normalProbabilities(between: edges).map { $0 * Double(drawCount) }
      #expect(abs(chiSquareDeviation(counts, expected: expected)) < 4)
    }
    check(source(4))
  }

  /// The 255 edges of 256 layers of equal area, inwards from where the tail begins, and the last one closes the top.
  static let layerEdges: [Double] = {
    let start = 3.6541528853610088
    func density(_ x: Double) -> Double { exp(-0.5 * x * x) }
    let area = start * density(start) + (Double.pi / 2).squareRoot() * erfc(start / 2.squareRoot())
    var edges = [start]
    while edges.count < 255, let last = edges.last {
      edges.append((-2 * log(area / last + density(last))).squareRoot())
    }
    return edges.reversed()
  }()

  @Test(arguments: NamedSource.all) func equallyProbableBins(_ source: NamedSource) {
    func check(_ random: some RandomSource) {
      let edges = (1..<500).map { SpecialFunctions.normalQuantile(Double($0) / 500) }
      var (random, counts) = (random, [Int64](repeating: 0, count: 500))
      let drawCount = min(source.drawCount, 4_000_000)
      forEachBuffer(of: drawCount, { random.fillNormal(&$0) }) { count($0, between: edges, into: &counts) }
      #expect(abs(uniformityDeviation(counts.map(Int.init))) < 4)
    }
    check(source(5))
  }

  /// x and x² at four lags: products of independent variables have mean 0, and variance 1 and 4.
  @Test(arguments: NamedSource.all) func consecutiveDrawsAreIndependent(_ source: NamedSource) {
    func check(_ random: some RandomSource) {
      var random = random
      let draws = random.normals(min(source.drawCount, 4_000_000))
      for lag in [1, 2, 3, 4, 256] {
        var (linear, squared) = (0.0, 0.0)
        sum_lagged_products(draws, draws.count, lag, &linear, &squared)
        let error = Double(draws.count - lag).squareRoot()
        #expect(abs(linear) < 4 * error, "x at lag \(lag)")
        #expect(abs(squared) < 4 * 2 * error, "x² at lag \(lag)")
      }
    }
    check(source(6))
  }

  /// With magnitudes of 24 bits, about 240 of two million draws would repeat another, and the low bits would be zero.
  @Test(arguments: NamedSource.all) func magnitudesAreNotQuantised(_ source: NamedSource) {
    func check(_ random: some RandomSource) {
      var (random, set) = (random, [Int64](repeating: 0, count: 52))
      var draws = random.normals(min(source.drawCount, 2_000_000))
      let inside = Double(count_fraction_bits(draws, draws.count, &set))
      for bit in 0..<40 {
        #expect(abs(Double(set[bit]) - inside / 2) < 4.5 * 0.5 * inside.squareRoot(), "bit \(bit)")
      }
      for i in draws.indices { draws[i] = abs(draws[i]) }
      sort_ascending(&draws, draws.count)
      #expect(count_equal_neighbours(draws, draws.count) == 0)
    }
    check(source(7))
  }

  @Test(arguments: NamedSource.all) func oneAtATimeIsTheSameStream(_ source: NamedSource) {
    func check(_ random: some RandomSource) {
      var (one, many) = (random, random)
      #expect((0..<1000).map { _ in one.normal() } == many.normals(1000))
    }
    check(source(8))
  }
}
