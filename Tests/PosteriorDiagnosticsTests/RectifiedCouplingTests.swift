import Foundation
import PosteriorSampling
import Testing

@testable import PosteriorDiagnostics

struct RectifiedCouplingTests {
  /// Pairs whose velocity is known: Y is autoregressive with law N(0, I), and X − Y = aY + bn, n the part of Y's last
  /// innovation that Y does not tell. What moves the gap now moves Y for long, so that regressions on short
  /// stretches come out wrong by two fifths, though all laws are normal: cov(X − Y, Z_t)²/var Z_t is E|v_t|² for each parameter.
  @Test func velocityIsFoundOnShortStretches() throws {
    let (dimension, drawCount, memory, slope, noise) = (3, 19_200, 0.95, 0.1, 0.3)
    let innovation = (1 - memory * memory).squareRoot()
    let rest = memory * memory  // var n
    let places = [(0.5 - 0.15.squareRoot(), 5.0 / 18), (0.5, 8.0 / 18), (0.5 + 0.15.squareRoot(), 5.0 / 18)]
    let truth = places.reduce(0.0) { sum, node in
      let t = node.0
      let covariance = slope * (1 + slope * t) + noise * noise * t * rest
      let variance = (1 + slope * t) * (1 + slope * t) + noise * noise * t * t * rest
      return sum + node.1 * Double(dimension) * covariance * covariance / variance
    }
    var values: [Double] = []
    for seed in 0..<20 {
      var random = GSLRandom(seed: UInt64(900 + seed))
      var coupling = RectifiedCoupling(dimension: dimension, drawCount: drawCount, stretches: 16)
      var y = random.normals(dimension)
      for _ in 0..<drawCount {
        let xi = random.normals(dimension)
        for j in y.indices { y[j] = memory * y[j] + innovation * xi[j] }
        let gap = y.indices.map { slope * y[$0] + noise * (xi[$0] - innovation * y[$0]) }
        coupling.add(y, gap, gap: gap)
      }
      values.append(try #require(RectifiedBound([coupling])?.squares.last).value)
    }
    let mean = values.reduce(0, +) / Double(values.count)
    let error = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count * (values.count - 1)))
      .squareRoot()
    // What is left of the bias: features over effective draws, 20 in 490.
    #expect(abs(mean - truth) < 3 * error + 0.02 * truth && error < 0.05 * truth, "\(mean) ± \(error) for \(truth)")
  }
}
