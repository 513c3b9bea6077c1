/// The Hermite polynomials of a point's elements up to a total degree, those of N(0, I) orthonormal, the constant first
/// and then by degree.
struct HermiteFeatures: Sendable {
  /// The polynomials up to the degrees 1, 2, 3, as far as there is room for them.
  let countsByDegree: [Int]
  private let dimension: Int

  /// Regressions of more features than that take too long, and more draws than there are.
  private static let most = 300

  /// Up to degree 3, or less where there are many elements.
  init(dimension d: Int) {
    dimension = d
    let counts = [1 + d, (1 + d) * (2 + d) / 2, (1 + d) * (2 + d) * (3 + d) / 6]
    countsByDegree = Array(counts.prefix { $0 <= max(Self.most, 1 + d) })
  }

  /// The number of polynomials.
  var count: Int { countsByDegree.last ?? 1 }

  /// Writes the polynomials of a point of d elements into `count` values.
  func write(_ x: [Double], into values: inout [Double]) {
    values[0] = 1
    for i in 0..<dimension { values[1 + i] = x[i] }
    var place = 1 + dimension
    guard countsByDegree.count > 1 else { return }
    for i in 0..<dimension {
      for j in 0...i {
        values[place] = i == j ? (x[i] * x[i] - 1) * 0.5.squareRoot() : x[i] * x[j]
        place += 1
      }
    }
    guard countsByDegree.count > 2 else { return }
    let (pair, triple) = (0.5.squareRoot(), (1 / 6.0).squareRoot())
    for i in 0..<dimension {
      for j in 0...i {
        for k in 0...j {
          values[place] =
            if i == k {
              triple * x[i] * (x[i] * x[i] - 3)
            } else if i == j {
              pair * (x[i] * x[i] - 1) * x[k]
            } else if j == k {
              pair * (x[j] * x[j] - 1) * x[i]
            } else {
              x[i] * x[j] * x[k]
            }
          place += 1
        }
      }
    }
  }
}
