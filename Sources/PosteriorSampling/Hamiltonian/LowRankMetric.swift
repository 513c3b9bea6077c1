/// C = S(I + Uᵀ(Λ − I)U)S: a diagonal, and k directions beside it. What it costs grows as kd; nothing is d × d.
public struct LowRankMetric: Sendable, Hashable {
  /// S: d standard deviations.
  @usableFromInline let scales: [Double]
  /// U: k orthonormal rows of d elements, in units of S.
  @usableFromInline let directions: Matrix
  /// Λ: the k variances along them.
  @usableFromInline let variances: [Double]

  /// A metric of d standard deviations and of k orthonormal directions, in units of these, with their variances.
  ///
  /// - Returns: nil where the sizes do not fit or are 0, a scale or a variance is not positive and finite, or the
  ///   rows are not orthonormal to 10⁻⁶.
  public init?(scales: [Double], directions: Matrix, variances: [Double]) {
    guard !variances.isEmpty, directions.columnCount == scales.count, directions.rowCount == variances.count,
      directions.isFinite,
      (scales + variances).allSatisfy({ $0 > 0 && $0.isFinite })
    else { return nil }
    for i in 0..<directions.rowCount {
      let row = directions.row(i)
      for j in 0...i {
        guard abs(directions.dot(row: j, row.span) - (i == j ? 1 : 0)) < 1e-6 else { return nil }
      }
    }
    (self.scales, self.directions, self.variances) = (scales, directions, variances)
  }

  /// The same directions in units that are `units` times as long.
  func scaled(by units: [Double]) -> LowRankMetric? {
    LowRankMetric(scales: zip(scales, units).map(*), directions: directions, variances: variances)
  }

  /// x ← (I + Uᵀ(f(Λ) − I)U)x. The directions being orthonormal, one after another is all at once.
  @inlinable
  func stretch(_ x: inout MutableSpan<Double>, by factor: (Double) -> Double) {
    for i in 0..<variances.count {
      let along = directions.dot(row: i, x.span)
      x.add((factor(variances[i]) - 1) * along, timesRow: i, of: directions)
    }
  }

  /// x ← Sx.
  @inlinable
  func scale(_ x: inout MutableSpan<Double>) {
    precondition(x.count == scales.count, "vectors of different lengths")
    let s = scales.span
    for j in 0..<s.count { x[unchecked: j] *= s[unchecked: j] }
  }

  /// x ← Cx.
  @inlinable
  func multiply(_ x: inout MutableSpan<Double>) {
    scale(&x)
    stretch(&x) { $0 }
    scale(&x)
  }

  /// x ← Lx with C = LLᵀ, L = S(I + Uᵀ(√Λ − I)U).
  @inlinable
  func color(_ x: inout MutableSpan<Double>) {
    stretch(&x) { $0.squareRoot() }
    scale(&x)
  }

  /// x ← L⁻ᵀx.
  @inlinable
  func colorInversely(_ x: inout MutableSpan<Double>) {
    stretch(&x) { 1 / $0.squareRoot() }
    let s = scales.span
    for j in 0..<s.count { x[unchecked: j] /= s[unchecked: j] }
  }

  /// C's diagonal.
  package var diagonal: [Double] { scales.indices.map(variance(of:)) }

  /// C's diagonal element j.
  func variance(of j: Int) -> Double {
    let along = variances.indices.reduce(1) { $0 + (variances[$1] - 1) * directions[$1, j] * directions[$1, j] }
    return scales[j] * scales[j] * along
  }
}

extension LowRankMetric: Codable {
  private enum CodingKeys: CodingKey { case scales, directions, variances }

  /// Restores a metric that was saved.
  ///
  /// - Throws: `DecodingError` where it is none.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let saved = LowRankMetric(
      scales: try container.decode([Double].self, forKey: .scales),
      directions: try container.decode(Matrix.self, forKey: .directions),
      variances: try container.decode([Double].self, forKey: .variances))
    guard let saved else {
      throw DecodingError.dataCorruptedError(
        forKey: .directions, in: container,
        debugDescription: "positive scales and variances, and orthonormal directions of as many, make a metric")
    }
    self = saved
  }
}
