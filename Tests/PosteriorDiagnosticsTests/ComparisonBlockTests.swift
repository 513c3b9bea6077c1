import Foundation
import PosteriorSampling
import Testing

@testable import PosteriorDiagnostics

/// What is computed from blocks is what would be from the exchanged samples themselves.
@Suite struct ComparisonBlockTests {
  private let a = normalDraws(96, 2, seed: 91)
  private let b = normalDraws(96, 2, seed: 92, shift: 0.4, scale: 1.3)

  /// A comparison of a shortcut with the distance itself, over some exchanges.
  private func agree(_ shortcut: ([Double]) -> Double, _ distance: (Matrix, Matrix) -> Double) -> Bool {
    var random = GSLRandom(seed: 93)
    let exchange = BlockExchange(count: 5, using: &random)
    let direct = exchange.distances(a, b, 5, distance)
    let fast = exchange.distances { shortcut($0) }
    return abs(direct.value - fast.value) < 1e-12 && abs(direct.floor - fast.floor) < 1e-12
      && abs(direct.quantile(0.8) - fast.quantile(0.8)) < 1e-12 && direct.floor != direct.value
  }

  @Test func wasserstein() {
    let pooled = PooledCoordinate(a.column(0), b.column(0))
    #expect(
      agree({ pooled.wasserstein($0).one }) { WassersteinDistance.between($0.column(0), $1.column(0), order: .one) })
    #expect(
      agree({ pooled.wasserstein($0).two }) { WassersteinDistance.between($0.column(0), $1.column(0), order: .two) })
  }

  @Test func moments() {
    let moments = BlockMoments(a, b)
    #expect(
      agree({ moments.exchanged($0).first.covariance[0, 1] - moments.exchanged($0).second.mean[1] }) { a, _ in
        let (x, y) = (a.column(0), a.column(1))
        let means = (x.reduce(0, +) / 96, y.reduce(0, +) / 96)
        let total = (self.a.elements + self.b.elements).enumerated().reduce(0) {
          $1.offset % 2 == 1 ? $0 + $1.element : $0
        }
        return x.dot(y) / 96 - means.0 * means.1 - (total / 96 - means.1)
      })
  }

  /// The V-statistic, from the U-statistic by its diagonals.
  @Test func kernel() {
    let kernel = BlockKernel(a, b, bandwidth: 0.8)
    #expect(
      agree({ kernel.discrepancy($0) * kernel.discrepancy($0) }) { a, b in
        let joint = MaximumMeanDiscrepancy.between(a, b, bandwidth: 0.8).squared
        // mean over i ≠ j becomes mean over all: (95/96) u + 1/96, the cross term being the same.
        func inner(_ x: Matrix, _ y: Matrix) -> Double {
          (0..<96).reduce(0) { sum, i in
            (0..<96).reduce(sum) { sum, j in
              let square = (0..<2).reduce(0) { $0 + (x[i, $1] - y[j, $1]) * (x[i, $1] - y[j, $1]) }
              return sum + exp(-square / 1.28)
            }
          }
        }
        let (own, other) = ((inner(a, a) - 96) / 96 / 95, (inner(b, b) - 96) / 96 / 95)
        return joint + (2 - own - other) / 96
      })
  }

  @Test func steinIsTheBiasedStatistic() {
    let stein = SteinKernel(dimension: 2, scale: 1, exponent: -0.5)
    let scores = -1 * a
    let kernel = BlockKernel(count: 96) { stein.value(a.elements.span, scores.elements.span, $0, $1) }
    let seen = kernel.discrepancy([Double](repeating: 1, count: 32))
    #expect(abs(seen * seen - KernelSteinDiscrepancy.of(a, scores: scores).biasedSquared) < 1e-12)
  }
}
