import Foundation
import PosteriorSampling

/// √KL between normals with two samples' moments, as a length: in coordinates in which the second covariance is I and
/// the first is diagonal, Λ, a difference s times as large is the mean sδ and the covariance Λ^s.
struct NormalDistance: Sendable {
  private let shift: [Double]
  private let logarithms: [Double]
  /// The scatter of both samples' moments, each in coordinates in which its own covariance is I.
  private let scatter: [(first: Scatter, second: Scatter)]

  private struct Scatter {
    let mean: [Double]
    let covariance: Matrix
  }

  /// KL is computed anew for each replicate and each s, so that these are enough.
  private static let replicates = 99

  /// Nil where a covariance is singular.
  init?(_ first: Matrix, _ second: Matrix, _ multipliers: BlockMultipliers) {
    let (mine, other) = (first.moments, second.moments)
    do throws(GSLError) {
      let cholesky = try Cholesky(other.covariance)
      let eigen = try SymmetricEigen(cholesky.whiten(mine.covariance))
      guard eigen.values.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
      let rotation = eigen.vectors.transposed
      func coordinates(_ x: [Double], _ origin: [Double]) -> [Double] {
        rotation * cholesky.solveLower(zip(x, origin).map { $0 - $1 })
      }
      shift = coordinates(mine.mean, other.mean)
      logarithms = eigen.values.map(log)
      let scales = eigen.values.map { 1 / $0.squareRoot() }
      let a = Self.blockMoments(first) { zip(coordinates($0, mine.mean), scales).map(*) }
      let b = Self.blockMoments(second) { coordinates($0, other.mean) }
      let d = shift.count
      let (aScatter, bScatter) = (multipliers.scatter(a, ofFirst: true), multipliers.scatter(b, ofFirst: false))
      func scatter(_ rows: Matrix, _ replicate: Int) -> Scatter {
        let row = rows.row(replicate)
        return Scatter(mean: Array(row[..<d]), covariance: Matrix(columnCount: d, elements: Array(row[d...])))
      }
      self.scatter = (0..<min(Self.replicates, multipliers.count)).map {
        (scatter(aScatter, $0), scatter(bScatter, $0))
      }
    } catch { return nil }
  }

  /// √KL.
  var length: ComparedLength {
    let zero = [Double](repeating: 0, count: shift.count)
    let pure: @Sendable (Double) -> Double = { s in
      kl(shift.map { s * $0 }, Matrix(diagonal: logarithms.map { exp(s * $0) }), zero, .identity(shift.count))
        .squareRoot()
    }
    return ComparedLength(pure(1), replicates: scatter.count, pure: pure) { s, replicate in
      let (mine, other) = scatter[replicate]
      let scales = logarithms.map { exp(0.5 * s * $0) }
      let covariance = (Matrix.identity(shift.count) + mine.covariance).scaled(by: scales)
      let mean = shift.indices.map { s * shift[$0] + scales[$0] * mine.mean[$0] }
      return kl(mean, covariance, other.mean, Matrix.identity(shift.count) + other.covariance).squareRoot()
    }
  }

  private func kl(_ mean: [Double], _ covariance: Matrix, _ otherMean: [Double], _ other: Matrix) -> Double {
    do throws(GSLError) {
      return try MultivariateNormal(mean: otherMean, covariance: other).klDivergence(
        ofMean: mean, covariance: covariance)
    } catch { return .nan }
  }

  /// The averages of (u, uuᵀ) in each block, a block a row, in some coordinates u.
  private static func blockMoments(_ draws: Matrix, _ coordinates: ([Double]) -> [Double]) -> Matrix {
    let d = draws.columnCount
    let length = draws.rowCount / BlockMultipliers.blockCount
    var result = Matrix(rowCount: BlockMultipliers.blockCount, columnCount: d + d * d)
    for i in 0..<length * BlockMultipliers.blockCount {
      let u = coordinates(draws.row(i))
      for j in 0..<d {
        result[i / length, j] += u[j] / Double(length)
        for k in 0..<d { result[i / length, d + j * d + k] += u[j] * u[k] / Double(length) }
      }
    }
    return result
  }
}

extension Matrix {
  /// The mean and the covariance of draws in rows.
  var moments: (mean: [Double], covariance: Matrix) {
    let (n, d) = (Double(rowCount), columnCount)
    var mean = [Double](repeating: 0, count: d)
    for i in 0..<rowCount { for j in 0..<d { mean[j] += self[i, j] / n } }
    var covariance = Matrix(rowCount: d, columnCount: d)
    for i in 0..<rowCount {
      let row = zip(self.row(i), mean).map { $0 - $1 }
      for j in 0..<d { for k in 0..<d { covariance[j, k] += row[j] * row[k] / n } }
    }
    return (mean, covariance)
  }
}
