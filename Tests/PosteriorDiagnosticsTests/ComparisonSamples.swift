import Foundation
import PosteriorSampling

/// Points that Python makes bit for bit the same: row i is the fractional part of (i + 1 + offset)√p, one prime p a
/// column.
func weylPoints(_ count: Int, _ dimension: Int, offset: Int = 0, squared: Bool = false) -> Matrix {
  let primes: [Double] = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29]
  return Matrix(
    columnCount: dimension,
    elements: (0..<count).flatMap { i in
      primes.prefix(dimension).map { prime in
        let x = Double(i + 1 + offset) * prime.squareRoot()
        let fraction = x - x.rounded(.down)
        return squared ? fraction * fraction : fraction
      }
    })
}

/// Independent draws from N(shift, scale² I).
func normalDraws(
  _ count: Int, _ dimension: Int, seed: UInt64, shift: Double = 0, scale: Double = 1
) -> Matrix {
  var random = GSLRandom(seed: seed)
  return Matrix(
    columnCount: dimension, elements: random.normals(count * dimension).map { shift + scale * $0 })
}
