import Foundation

/// The detailed fluctuation theorem ln P(σ)/P(−σ) = βσ with β = 1, measured on segments of one length.
///
/// Given its size |σ|, a segment's sign is positive with probability 1/(1 + e^{−β|σ|}): the slope β is estimated
/// by maximum likelihood of the signs, which uses every segment, not only bins that are full. Its error comes from the
/// batches' scores (the sandwich estimate), so that it holds for correlated segments.
public struct DetailedFluctuation: Sendable {
  /// One bin of the histogram of |σ|.
  package struct Bin: Sendable, Hashable, Codable {
    /// The mean of |σ| over both signs.
    package let size: Double
    /// Segments with σ > 0.
    package let positive: Double
    /// Segments with σ ≤ 0.
    package let negative: Double

    /// ln P(σ)/P(−σ), and its standard error by counting; nil where a count is zero.
    package var logRatio: (value: Double, standardError: Double)? {
      guard positive > 0, negative > 0 else { return nil }
      return (log(positive / negative), (1 / positive + 1 / negative).squareRoot())
    }
  }

  /// The ticks of a segment.
  public let segmentLength: Int
  /// β: 1 by the theorem.
  public let slope: MeasuredValue
  /// The histogram, empty bins left out. The last may hold all beyond twelve predicted standard deviations.
  package let bins: [Bin]
  /// The width of the bins of σ, the last of which is open.
  package let binWidth: Double

  /// Whether the slope is known to better than a half. Where hardly a current is predicted it is not, nor where σ is
  /// so large that its sign is never in doubt.
  public var isResolved: Bool { slope.standardError < 0.5 && slope.standardError > 0 }

  /// Whether the 95 % interval holds 1.
  public var holds: Bool { slope.contains(1) }

  init?(_ records: [EntropyRecord]) {
    let batches = records.flatMap(\.batches).filter { $0.count > 0 }
    guard let first = records.first, first.binWidth > 0, batches.count > 1 else { return nil }
    segmentLength = first.length
    binWidth = first.binWidth
    bins = (0..<EntropyRecord.binCount).compactMap { bin in
      let positive = batches.reduce(0) { $0 + $1.positive[bin] }
      let negative = batches.reduce(0) { $0 + $1.negative[bin] }
      guard positive + negative > 0 else { return nil }
      let size = batches.reduce(0) { $0 + $1.magnitude[bin] } / (positive + negative)
      return Bin(size: size, positive: positive, negative: negative)
    }
    /// d ln likelihood/dβ of a batch: Σ over positive |σ|, less what β makes one expect.
    func score(_ batch: EntropyRecord.Batch, _ beta: Double) -> Double {
      (0..<EntropyRecord.binCount).reduce(0) { sum, bin in
        let count = batch.positive[bin] + batch.negative[bin]
        guard count > 0 else { return sum }
        let size = batch.magnitude[bin] / count
        return sum + batch.positiveMagnitude[bin] - batch.magnitude[bin] / (1 + exp(-beta * size))
      }
    }
    let histogram = bins
    func information(_ beta: Double) -> Double {
      histogram.reduce(0) { sum, bin in
        let half = 1 / cosh(0.5 * beta * bin.size)
        return sum + (bin.positive + bin.negative) * bin.size * bin.size * 0.25 * half * half
      }
    }
    var beta = 1.0
    for _ in 0..<50 {
      let step = batches.reduce(0) { $0 + score($1, beta) } / information(beta)
      guard step.isFinite else { return nil }
      beta += max(-2, min(2, step))
      if abs(step) < 1e-12 { break }
    }
    let weight = 1 / information(beta)
    slope = MeasuredValue(beta, deviations: batches.map { weight * score($0, beta) })
  }
}
