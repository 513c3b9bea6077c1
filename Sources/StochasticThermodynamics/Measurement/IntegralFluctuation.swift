import Foundation

/// The integral fluctuation theorem ⟨e^{−σ}⟩ = 1, measured on segments of one length.
public struct IntegralFluctuation: Sendable {
  /// The ticks of a segment.
  public let segmentLength: Int
  /// The number of segments.
  package let segmentCount: Int
  /// ⟨e^{−σ}⟩ − 1: 0 by the theorem.
  public let excess: MeasuredValue
  /// ⟨σ⟩ of a segment.
  package let meanEntropyProduction: MeasuredValue

  /// ⟨e^{−σ}⟩: 1 by the theorem.
  public var mean: Double { 1 + excess.measured }

  /// Whether there are segments enough to see the average and its spread: rare segments of negative σ make both. For a
  /// normal σ of variance 2⟨σ⟩ the variance of e^{−σ} is seen with a relative error of
  /// e^{4⟨σ⟩}/√segments, here below a third. Where it is not resolved, neither the mean nor its interval means
  /// much: the mean tends to be too low, and the interval too short.
  public var isResolved: Bool {
    Double(segmentCount) > 10 * exp(8 * abs(meanEntropyProduction.measured)) && excess.standardError.isFinite
  }

  /// Whether the 95 % interval holds 1.
  public var holds: Bool { excess.contains(0) }

  init(_ records: [EntropyRecord]) {
    let batches = records.flatMap(\.batches).filter { $0.count > 0 }
    segmentLength = records.first?.length ?? 0
    segmentCount = Int(batches.reduce(0) { $0 + $1.count })
    excess = MeasuredValue(sums: batches.map(\.exponentials), counts: batches.map(\.count))
    meanEntropyProduction = MeasuredValue(sums: batches.map(\.sum), counts: batches.map(\.count))
  }
}
