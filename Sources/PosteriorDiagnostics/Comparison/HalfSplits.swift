import PosteriorSampling

/// How two samples of one law would differ: halves of one sample, of random blocks each, for distances that must be
/// computed anew for each.
///
/// The two samples are never mixed, so that what their halves show does not know how far apart they are. Half a
/// correlated chain is worth fewer draws than as many of the whole, so that the scatter is rather too large.
struct HalfSplits {
  private let first: ComparedSample
  private let second: ComparedSample
  private let halves: [[Bool]]

  static let count = 39

  init(_ first: ComparedSample, _ second: ComparedSample, using random: inout some RandomSource) {
    (self.first, self.second) = (first, second)
    halves = (0..<Self.count).map { _ in
      var isMine = [Bool](repeating: false, count: BlockMultipliers.blockCount)
      // Half of the blocks, each set of them as likely as any other.
      var (left, wanted) = (isMine.count, isMine.count / 2)
      for g in isMine.indices {
        if random.uniform() * Double(left) < Double(wanted) {
          isMine[g] = true
          wanted -= 1
        }
        left -= 1
      }
      return isMine
    }
  }

  /// A distance between at most `limit` draws of each sample, and between halves with as many.
  func distance(_ limit: Int, _ distance: (Matrix, Matrix) -> Double) -> SplitDistance {
    let blocks = BlockMultipliers.blockCount
    let count = min(limit, first.draws.rowCount / 2, second.draws.rowCount / 2) / blocks * blocks
    let (a, b) = (first.thinned(2 * count), second.thinned(2 * count))
    let scatter = halves.enumerated().map { place, isMine in
      let (one, other) = Self.split(place.isMultiple(of: 2) ? a : b, isMine)
      return distance(one, other)
    }
    return SplitDistance(value: distance(first.thinned(count), second.thinned(count)), scatter: scatter)
  }

  private static func split(_ draws: Matrix, _ isMine: [Bool]) -> (Matrix, Matrix) {
    let block = draws.elements.count / isMine.count
    func part(_ wanted: Bool) -> Matrix {
      let blocks = isMine.indices.filter { isMine[$0] == wanted }
      return Matrix(
        columnCount: draws.columnCount, elements: blocks.flatMap { draws.elements[$0 * block..<($0 + 1) * block] })
    }
    return (part(true), part(false))
  }
}

/// A distance seen, and what halves of one sample make of it.
///
/// The distance T is taken as a length: with q the 95 % quantile of the scatter, the truth lies within T ± q by the
/// triangle inequality. This is conservative, and lower > 0 is a test at 5 %. The estimate is √(T² − floor²), the
/// floor being the root mean square of the scatter.
struct SplitDistance: Sendable {
  let value: Double
  private let scatter: Scatter

  init(value: Double, scatter: [Double]) {
    self.value = value
    self.scatter = Scatter(scatter)
  }

  /// Of the length itself.
  func estimate() -> DivergenceEstimate? {
    let (limit, floor) = (scatter.quantile(0.95), scatter.floor)
    let (lower, upper) = (max(0, value - limit), max(value, floor) + limit)
    guard value.isFinite, upper.isFinite, floor.isFinite else { return nil }
    return DivergenceEstimate(
      estimate: max(0, value * value - floor * floor).squareRoot(), lower: lower, upper: upper, floor: floor,
      resolved: lower > 0)
  }

  /// Of the square of a length, estimated with a bias and noise that are there even at 0, as by nearest neighbours: the
  /// mean of the scatter and a further bias are taken off, and the rest treated as the length's square.
  func shiftedEstimate(lessBias bias: Double) -> DivergenceEstimate? {
    let shift = scatter.values.mean
    let limit = Scatter(scatter.values.map { abs($0 - shift) }).quantile(0.95).squareRoot()
    guard value.isFinite, limit.isFinite else { return nil }
    let length = max(0, value - bias - shift).squareRoot()
    let (lower, upper) = (max(0, length - limit), length + limit)
    return DivergenceEstimate(
      estimate: length * length, lower: lower * lower, upper: upper * upper, floor: max(0, shift), resolved: lower > 0)
  }
}
