import PosteriorSampling

/// One coordinate of a sample: sorted, and where its distribution function rises in each block.
struct ComparedCoordinate {
  /// In time order.
  let values: [Double]
  private let sorted: [Double]

  init(_ values: [Double]) {
    self.values = values
    sorted = values.sorted()
  }

  /// The quantiles at (k + ½)/count.
  func quantiles(_ count: Int) -> [Double] {
    (0..<count).map { k in
      sorted[min(sorted.count - 1, Int((Double(k) + 0.5) / Double(count) * Double(sorted.count)))]
    }
  }

  /// The share of the draws that do not exceed each of some ascending points, in each block: a row a block.
  func distribution(at points: [Double]) -> Matrix {
    let length = values.count / BlockMultipliers.blockCount
    var shares = Matrix(rowCount: BlockMultipliers.blockCount, columnCount: points.count)
    for (place, value) in values.prefix(length * BlockMultipliers.blockCount).enumerated() {
      var (low, high) = (0, points.count)
      while low < high {
        let middle = (low + high) / 2
        if points[middle] < value { low = middle + 1 } else { high = middle }
      }
      if low < points.count { shares[place / length, low] += 1 / Double(length) }
    }
    for g in 0..<shares.rowCount { for k in 1..<points.count { shares[g, k] += shares[g, k - 1] } }
    return shares
  }

  /// How the quantiles scatter: by Bahadur's −(F̂ − F)/f at each, 1/f being the slope of the quantiles.
  func quantileScatter(_ count: Int, _ multipliers: BlockMultipliers, isFirst: Bool) -> Matrix {
    let quantiles = quantiles(count)
    var scatter = multipliers.scatter(distribution(at: quantiles), ofFirst: isFirst)
    for k in 0..<count {
      let (before, after) = (max(0, k - 1), min(count - 1, k + 1))
      let slope = (quantiles[after] - quantiles[before]) * Double(count) / Double(after - before)
      for replicate in 0..<scatter.rowCount { scatter[replicate, k] *= -slope }
    }
    return scatter
  }

  /// The departures of a sample's standard deviation in each block: the averages of ((x − m)² − s²)/2s.
  var standardDeviation: (value: Double, departures: [Double]) {
    let mean = values.mean
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    let deviation = variance.squareRoot()
    let departures = values.map { deviation > 0 ? (($0 - mean) * ($0 - mean) - variance) / (2 * deviation) : 0 }
    return (deviation, blockMeans(departures))
  }
}

/// How far a coordinate's law is in one sample from that in another.
struct MarginalDistances: Sendable {
  let mean: ComparedLength
  let standardDeviation: ComparedLength
  /// By the distribution functions' difference, W₁ = ∫|F − G|.
  let wasserstein1: ComparedLength
  /// By the quantiles' difference, W₂² = ∫(F⁻¹ − G⁻¹)².
  let wasserstein2: ComparedLength

  private static let gridSize = 96

  init(_ first: [Double], _ second: [Double], _ multipliers: BlockMultipliers) {
    let (x, y) = (ComparedCoordinate(first), ComparedCoordinate(second))
    mean = ComparedLength(
      first.mean - second.mean, scatter: multipliers.scatter(blockMeans(first), blockMeans(second)))
    let (mine, other) = (x.standardDeviation, y.standardDeviation)
    standardDeviation = ComparedLength(
      mine.value - other.value, scatter: multipliers.scatter(mine.departures, other.departures))
    let distances = WassersteinDistance.between(first, second)
    wasserstein1 = Self.wasserstein1(x, y, multipliers, value: distances.one)
    var form = QuadraticLength(replicates: multipliers.count)
    form.addQuantiles(x, y, multipliers, weight: 1)
    wasserstein2 = form.length(distances.two)
  }

  private static func wasserstein1(
    _ x: ComparedCoordinate, _ y: ComparedCoordinate, _ multipliers: BlockMultipliers, value: Double
  ) -> ComparedLength {
    let points = (x.quantiles(gridSize) + y.quantiles(gridSize)).sorted()
    let (mine, other) = (x.distribution(at: points), y.distribution(at: points))
    let scatter = multipliers.scatter(mine, ofFirst: true) - multipliers.scatter(other, ofFirst: false)
    let difference = points.indices.map { k in
      (mine.column(k).reduce(0, +) - other.column(k).reduce(0, +)) / Double(BlockMultipliers.blockCount)
    }
    let widths = points.indices.map { k in
      0.5 * (points[min(k + 1, points.count - 1)] - points[max(k - 1, 0)])
    }
    let length: @Sendable (Double, Int) -> Double = { s, replicate in
      var sum = 0.0
      for k in widths.indices { sum += widths[k] * abs(s * difference[k] + scatter[replicate, k]) }
      return sum
    }
    let own = zip(widths, difference).reduce(0) { $0 + $1.0 * abs($1.1) }
    let unit = own > 0 ? value / own : 1
    return ComparedLength(value, replicates: multipliers.count) { unit * length($0, $1) }
  }
}

extension QuadraticLength {
  /// Adds W₂² of a coordinate.
  mutating func addQuantiles(
    _ x: ComparedCoordinate, _ y: ComparedCoordinate, _ multipliers: BlockMultipliers, weight: Double
  ) {
    let count = 128
    add(
      zip(x.quantiles(count), y.quantiles(count)).map { $0 - $1 },
      x.quantileScatter(count, multipliers, isFirst: true) - y.quantileScatter(count, multipliers, isFirst: false),
      weight: weight / Double(count))
  }
}
