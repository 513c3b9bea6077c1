import PosteriorSampling

/// One coordinate of two samples in one ascending order: after an exchange of blocks both are still sorted, and the
/// Wasserstein distances take O(n).
struct PooledCoordinate {
  private var values: [Double] = []
  /// The block of each value, counted from 1 and negative in the second sample.
  private let blocks: [Int]

  init(_ first: [Double], _ second: [Double]) {
    let length = first.count / BlockExchange.blockCount
    let pooled = first + second
    var places: [Int32] = []
    pooled.span.sort(into: &values, places: &places)
    blocks = places.map(Int.init).map { $0 < first.count ? 1 + $0 / length : -1 - ($0 - first.count) / length }
  }

  /// W₁ and W₂ after an exchange.
  func wasserstein(_ signs: [Double]) -> (one: Double, two: Double) {
    // Both sides are written in order into one array, each to its own half.
    let half = values.count / 2
    var sides = [Double](repeating: 0, count: values.count)
    var (a, b) = (0, half)
    for k in values.indices {
      if (signs[abs(blocks[k]) - 1] > 0) == (blocks[k] > 0) {
        sides[a] = values[k]
        a += 1
      } else {
        sides[b] = values[k]
        b += 1
      }
    }
    var (one, two) = (0.0, 0.0)
    for k in 0..<half {
      let difference = sides[k] - sides[half + k]
      one += abs(difference)
      two += difference * difference
    }
    return (one / Double(half), (two / Double(half)).squareRoot())
  }
}
