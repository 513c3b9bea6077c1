import PosteriorSampling

/// The optimal coupling of two samples of equal weights in one dimension: the costs of order one and two,
///
///     ∫₀¹ |F⁻¹(u) − G⁻¹(u)| du,   ∫₀¹ (F⁻¹(u) − G⁻¹(u))² du
///
/// Memory is kept from one pair of samples to the next. O(n log n).
struct SampleCoupling {
  typealias Costs = (one: Double, two: Double)

  private var first: [Double] = []
  private var second: [Double] = []

  /// The costs between finite numbers, at least one on either side.
  mutating func costs(_ first: Span<Double>, _ second: Span<Double>) -> Costs {
    first.sortDraws(into: &self.first)
    second.sortDraws(into: &self.second)
    return first.count == second.count
      ? Self.pairedCosts(self.first.span, self.second.span) : Self.mergedCosts(self.first.span, self.second.span)
  }

  /// Draws are paired one to one.
  private static func pairedCosts(_ first: Span<Double>, _ second: Span<Double>) -> Costs {
    var (ones, twos) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    let whole = first.count & ~7
    for i in stride(from: 0, to: whole, by: 8) {
      var (x, y) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
      for lane in 0..<8 {
        x[lane] = first[unchecked: i + lane]
        y[lane] = second[unchecked: i + lane]
      }
      let difference = x - y
      ones += difference.replacing(with: -difference, where: difference .< 0)
      twos += difference * difference
    }
    var (one, two) = (ones.sum(), twos.sum())
    for i in whole..<first.count {
      let difference = first[i] - second[i]
      one += abs(difference)
      two += difference * difference
    }
    return (one / Double(first.count), two / Double(first.count))
  }

  /// The steps of both quantile functions are merged. A draw of the first sample is m units long and one of the second
  /// n: whole numbers, so that no rounding splits a pair.
  private static func mergedCosts(_ first: Span<Double>, _ second: Span<Double>) -> Costs {
    let (n, m) = (first.count, second.count)
    var (one, two) = (0.0, 0.0)
    var (i, j, start) = (0, 0, 0)
    var (end, otherEnd) = (m, n)
    while i < n && j < m {
      let next = min(end, otherEnd)
      let length = Double(next - start)
      let difference = first[unchecked: i] - second[unchecked: j]
      one += length * abs(difference)
      two += length * (difference * difference)
      start = next
      let (isOver, isOtherOver) = (end == next, otherEnd == next)
      i += isOver ? 1 : 0
      end += isOver ? m : 0
      j += isOtherOver ? 1 : 0
      otherEnd += isOtherOver ? n : 0
    }
    return (one / (Double(n) * Double(m)), two / (Double(n) * Double(m)))
  }
}

extension Span<Double> {
  /// Sorts draws, which must be finite, and at least one.
  func sortDraws(into sorted: inout [Double]) {
    precondition(!isEmpty, "a distance needs at least one draw")
    sort(into: &sorted)
    precondition(sorted[0].isFinite && sorted[sorted.count - 1].isFinite, "a distance needs finite draws")
  }
}
