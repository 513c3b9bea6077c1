import Foundation
public import PosteriorSampling

/// The sliced Wasserstein distance of order two in d dimensions: the root of the mean, over directions u uniform on
/// the unit sphere, of the squared one-dimensional distance between the projections on u.
///
///     SW₂²(P, Q) = E_u[ W₂²(uᵀP, uᵀQ) ]
///
/// A shift by δ alone gives SW₂² = |δ|²/d, against W₂² = |δ|²: compare distances in the same dimension only.
/// In one dimension SW₂ = W₂.
///
/// The mean is estimated from random directions. The standard error is that of this estimate for the draws at hand;
/// it does not tell how the distance would vary with other draws.
///
/// Bonneel, Rabin, Peyré & Pfister, J. Math. Imaging Vis. 51 (2015), doi:10.1007/s10851-014-0506-3.
public struct SlicedWassersteinDistance: Sendable, Hashable {
  /// The estimate of SW₂, in the draws' units.
  public let value: Double
  /// The standard error of `value` over the directions.
  public let standardError: Double
  /// The estimate of SW₂², which is unbiased over the directions.
  package let squared: Double
  /// The standard error of `squared`.
  package let squaredStandardError: Double

  /// The distance between two samples: n × d and m × d, draws in rows.
  ///
  /// All draws must be finite, and `projections`, the number of random directions, at least 2. Each costs
  /// O(nd + n log n).
  public static func between(
    _ first: Matrix, _ second: Matrix, projections: Int, using random: inout some RandomSource
  ) -> SlicedWassersteinDistance {
    precondition(
      first.columnCount == second.columnCount,
      "samples in \(first.columnCount) and \(second.columnCount) dimensions have no distance")
    var (firstProjections, secondProjections) = (Projections(first), Projections(second))
    var coupling = SampleCoupling()
    return mean(over: projections, dimension: first.columnCount, using: &random) { directions in
      firstProjections.project(on: directions)
      secondProjections.project(on: directions)
      return directions.indices.map { i in
        let p = i - directions.startIndex
        return firstProjections(p) { a in secondProjections(p) { b in coupling.costs(a, b).two } }
      }
    }
  }

  /// The distance between a sample, n × d with draws in rows, and a normal distribution, each of whose projections
  /// is known exactly.
  ///
  /// All draws must be finite, and `projections`, the number of random directions, at least 2. Each costs
  /// O(nd + n log n).
  public static func between(
    _ draws: Matrix, _ normal: MultivariateNormal, projections: Int, using random: inout some RandomSource
  ) -> SlicedWassersteinDistance {
    precondition(
      draws.columnCount == normal.dimension,
      "draws in \(draws.columnCount) dimensions have no distance to a normal in \(normal.dimension)")
    var standard = StandardNormalSteps(draws.rowCount)
    var projected = Projections(draws)
    return mean(over: projections, dimension: normal.dimension, using: &random) { directions in
      projected.project(on: directions)
      return directions.indices.map { i in
        let center = normal.mean.dot(directions[i])
        let spread = normal.cholesky.factor.transposed * directions[i]
        let deviation = spread.dot(spread).squareRoot()
        return projected(i - directions.startIndex) { standard.squaredDistance($0, center, deviation) }
      }
    }
  }

  /// `squaredDistances` gives the squared distance in each of some directions.
  private static func mean(
    over projections: Int, dimension: Int, using random: inout some RandomSource,
    _ squaredDistances: (ArraySlice<[Double]>) -> [Double]
  ) -> SlicedWassersteinDistance {
    precondition(projections >= 2, "a standard error needs at least two projections")
    let directions = (0..<projections).map { _ in
      let normals = random.normals(dimension)
      let length = normals.span.dot(normals.span).squareRoot()
      return normals.map { $0 / length }
    }
    let squares = stride(from: 0, to: projections, by: Projections.width).flatMap { first in
      squaredDistances(directions[first..<min(first + Projections.width, projections)])
    }
    let count = Double(projections)
    let mean = squares.reduce(0, +) / count
    let variance = squares.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let (value, error) = (mean.squareRoot(), (variance / count).squareRoot())
    return SlicedWassersteinDistance(
      value: value, standardError: value > 0 ? error / (2 * value) : 0, squared: mean, squaredStandardError: error)
  }
}

/// The standard normal cut into n intervals of equal probability, which W₂ pairs with n sorted draws:
///
///     W₂²(x, N(μ, σ²)) = (1/n) Σᵢ (x₍ᵢ₎ − μ − σmᵢ)² + σ²v
///
/// with mᵢ the normal's mean in interval i and v its mean variance inside the intervals.
private struct StandardNormalSteps {
  private let means: [Double]
  private let varianceInside: Double
  private var sorted: [Double] = []

  init(_ count: Int) {
    precondition(count > 0, "a distance needs at least one draw")
    let n = Double(count)
    // The mean of z in an interval is n times the difference of the density at its ends.
    let densities = (0...count).map { i -> Double in
      if i == 0 || i == count { return 0 }
      let z = SpecialFunctions.normalQuantile(Double(i) / n)
      return exp(-0.5 * z * z) / (2 * Double.pi).squareRoot()
    }
    let means = (0..<count).map { n * (densities[$0] - densities[$0 + 1]) }
    self.means = means
    varianceInside = 1 - means.span.dot(means.span) / n
  }

  mutating func squaredDistance(_ draws: Span<Double>, _ mean: Double, _ standardDeviation: Double) -> Double {
    draws.sortDraws(into: &sorted)
    var sum = 0.0
    for i in sorted.indices {
      let distance = sorted[i] - mean - standardDeviation * means[i]
      sum += distance * distance
    }
    return sum / Double(draws.count) + standardDeviation * standardDeviation * varianceInside
  }
}
