import PosteriorSampling

/// How two samples of one law would differ by chance, correlations included: each is cut into blocks of consecutive
/// draws, and the g-th blocks of the two change places or not, at random.
///
/// If both samples have one law, and blocks are longer than the chains' memory, then the samples with blocks exchanged
/// differ as the samples themselves do. As many blocks on both sides keep this right, to first order, when one sample
/// is more correlated than the other (Romano 1990, doi:10.1080/01621459.1990.10474928, for permutations).
struct BlockExchange: Sendable {
  static let blockCount = 32

  /// +1 where a pair of blocks stays, −1 where it changes places: an arrangement a row, the first being all +1.
  let signs: Matrix

  init(count: Int, using random: inout some RandomSource) {
    signs = Matrix(
      columnCount: Self.blockCount,
      elements: (0...count).flatMap { arrangement in
        (0..<Self.blockCount).map { _ in arrangement == 0 || random.next() >> 63 == 0 ? 1 : -1 }
      })
  }

  /// A distance of the samples as they are, and of `count` arrangements.
  func distances(_ count: Int? = nil, _ distance: ([Double]) -> Double) -> ExchangedDistance {
    ExchangedDistance((0..<min(signs.rowCount, 1 + (count ?? signs.rowCount))).map { distance(signs.row($0)) })
  }

  /// A distance of two samples of as many draws each, n × d with n a multiple of the number of blocks.
  func distances(
    _ first: Matrix, _ second: Matrix, _ count: Int, _ distance: (Matrix, Matrix) -> Double
  ) -> ExchangedDistance {
    let block = first.elements.count / Self.blockCount
    return distances(count) { signs in
      var (a, b) = (first.elements, second.elements)
      for g in 0..<Self.blockCount where signs[g] < 0 {
        let places = g * block..<(g + 1) * block
        a.replaceSubrange(places, with: second.elements[places])
        b.replaceSubrange(places, with: first.elements[places])
      }
      return distance(
        Matrix(columnCount: first.columnCount, elements: a), Matrix(columnCount: first.columnCount, elements: b))
    }
  }
}

/// A distance seen, and what exchanges of blocks make of it.
///
/// The distance T is taken as a length: with q the 95 % quantile under exchange, the truth lies within T ± q by the
/// triangle inequality, as the empirical laws lie no farther from theirs. This is conservative, and lower > 0 is the
/// test at 5 %. The estimate is √(T² − floor²), the floor being the root mean square under exchange.
struct ExchangedDistance: Sendable {
  let value: Double
  private let exchanged: [Double]

  init(_ values: [Double]) {
    value = values[0]
    exchanged = values.dropFirst().sorted()
  }

  /// The value which a share of the arrangements, the seen one among them, does not exceed.
  func quantile(_ share: Double) -> Double {
    let place = Int((share * Double(exchanged.count + 1)).rounded(.up)) - 1
    return place < exchanged.count ? exchanged[place] : .infinity
  }

  var floor: Double { (exchanged.reduce(0) { $0 + $1 * $1 } / Double(exchanged.count)).squareRoot() }

  /// Of the length itself, or of its square.
  func estimate(squared: Bool = false) -> DivergenceEstimate? {
    func report(_ length: Double) -> Double { squared ? length * length : length }
    let (limit, floor) = (quantile(0.95), self.floor)
    let (lower, upper) = (max(0, value - limit), max(value, floor) + limit)
    guard value.isFinite, upper.isFinite, floor.isFinite else { return nil }
    return DivergenceEstimate(
      estimate: report(max(0, value * value - floor * floor).squareRoot()), lower: report(lower),
      upper: report(upper), floor: report(floor), resolved: lower > 0)
  }

  /// Of the square of a length, estimated with a bias and noise that are there even at 0, as by nearest neighbours: the
  /// mean under exchange and a further bias are taken off, and the rest treated as the length's square.
  func shiftedEstimate(lessBias bias: Double) -> DivergenceEstimate? {
    let shift = exchanged.reduce(0, +) / Double(exchanged.count)
    let limit = ExchangedDistance([value] + exchanged.map { abs($0 - shift) }).quantile(0.95).squareRoot()
    guard value.isFinite, limit.isFinite else { return nil }
    let length = max(0, value - bias - shift).squareRoot()
    let (lower, upper) = (max(0, length - limit), length + limit)
    return DivergenceEstimate(
      estimate: length * length, lower: lower * lower, upper: upper * upper, floor: max(0, shift), resolved: lower > 0)
  }
}
