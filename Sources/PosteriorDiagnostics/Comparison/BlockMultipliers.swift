import PosteriorSampling

/// How two samples' averages would scatter by chance, correlations included: each sample is cut into blocks of
/// consecutive draws, and the g-th block's average departs from the sample's by v_g. The scatter is
///
///     κ Σ_g a_g v_g / G,   a_g = √(G/(G − 1)) (ε_g − ε̄),   ε_g = ±1 at random
///
/// Each sample has signs of its own. The averages depart from their own sample's, so that the scatter does not know how
/// far apart the two samples are. κ² = ν/χ²_ν, with ν = G − 1 degrees of freedom, makes up for what G blocks
/// do not know of their own variance, as Student's t does. (Where both samples scatter alike there are twice as many.)
///
/// The multiplier bootstrap of blocks: Bücher & Kojadinovic, Bernoulli 22 (2016), doi:10.3150/14-BEJ682. It is right
/// when blocks are longer than the chains' memory.
struct BlockMultipliers: Sendable {
  /// G.
  static let blockCount = 32
  /// The replicates, from which quantiles are taken.
  static let replicateCount = 399

  /// κ a_g/G for each replicate of each sample, G numbers behind G numbers.
  private let first: [Double]
  private let second: [Double]
  /// The number of replicates.
  let count: Int

  init(count: Int = replicateCount, using random: inout some RandomSource) {
    self.count = count
    let blocks = Double(Self.blockCount)
    var sides: ([Double], [Double]) = ([], [])
    func multipliers(_ spread: Double) -> [Double] {
      let signs = (0..<Self.blockCount).map { _ in random.next() >> 63 == 0 ? 1.0 : -1 }
      let mean = signs.reduce(0, +) / blocks
      return signs.map { spread * (blocks / (blocks - 1)).squareRoot() * ($0 - mean) / blocks }
    }
    for _ in 0..<count {
      let freedom = Self.blockCount - 1
      let square = random.normals(freedom).reduce(0) { $0 + $1 * $1 }
      let spread = (Double(freedom) / square).squareRoot()
      sides.0 += multipliers(spread)
      sides.1 += multipliers(spread)
    }
    (first, second) = sides
  }

  /// A replicate's multipliers, those of the second sample with the sign of a difference: 2G numbers.
  func coefficients(_ replicate: Int) -> [Double] {
    let places = replicate * Self.blockCount..<(replicate + 1) * Self.blockCount
    return first[places] + second[places].map { -$0 }
  }

  /// The scatter of the difference of an average of the first sample and one of the second, from the averages in each
  /// block: a number a replicate.
  func scatter(_ mine: [Double], _ other: [Double]) -> [Double] {
    let (a, b, blocks) = (first.span, second.span, Self.blockCount)
    return (0..<count).map { replicate in
      var sum = 0.0
      for g in 0..<blocks {
        sum += a[replicate * blocks + g] * mine[g] - b[replicate * blocks + g] * other[g]
      }
      return sum
    }
  }

  /// The scatter of m averages of one sample, given as G rows of m: a row a replicate.
  func scatter(_ averages: Matrix, ofFirst isFirst: Bool) -> Matrix {
    Matrix(columnCount: Self.blockCount, elements: isFirst ? first : second) * averages
  }
}

/// The averages in each block.
func blockMeans(_ values: [Double]) -> [Double] {
  let length = values.count / BlockMultipliers.blockCount
  return (0..<BlockMultipliers.blockCount).map { g in
    values[g * length..<(g + 1) * length].reduce(0, +) / Double(length)
  }
}
