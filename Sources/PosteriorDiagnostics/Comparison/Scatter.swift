import PosteriorSampling

/// How large a distance comes out by chance: its replicates.
struct Scatter: Sendable {
  /// In the order in which they were made.
  let values: [Double]
  private let sorted: [Double]

  init(_ values: [Double]) {
    self.values = values
    sorted = values.sorted()
  }

  /// The root mean square.
  var floor: Double { (values.reduce(0) { $0 + $1 * $1 } / Double(values.count)).squareRoot() }

  /// What a share of the replicates do not exceed, one more of which is taken to be infinite.
  func quantile(_ share: Double) -> Double {
    let place = Int((share * Double(sorted.count + 1)).rounded(.up)) - 1
    return place < sorted.count ? sorted[max(0, place)] : .infinity
  }

  /// Whether all are finite.
  var isFinite: Bool { sorted.last.map(\.isFinite) ?? true }
}
