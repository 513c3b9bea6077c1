import Foundation

/// The entropy production of the segments of one length, streamed: for each batch the sums that the fluctuation
/// theorems need.
struct EntropyRecord: Sendable {
  /// The sums of one batch.
  struct Batch: Sendable {
    var count = 0.0
    var sum = 0.0
    /// Σ (e^{−σ} − 1).
    var exponentials = 0.0
    /// Segments in a bin of |σ|: with σ > 0, and with σ < 0.
    var positive: [Double]
    var negative: [Double]
    /// Σ |σ| in a bin, over both signs and over the positive alone.
    var magnitude: [Double]
    var positiveMagnitude: [Double]

    init() {
      positive = [Double](repeating: 0, count: EntropyRecord.binCount)
      (negative, magnitude, positiveMagnitude) = (positive, positive, positive)
    }
  }

  /// The last bin takes all that is beyond.
  static let binCount = 96

  /// The ticks of a segment.
  let length: Int
  /// The width of a bin of |σ|: an eighth of the standard deviation √(2⟨σ⟩) that theory predicts; 0 without a
  /// current.
  let binWidth: Double
  private(set) var batches: [Batch]
  private var running = 0.0
  private var ticks = 0

  init(length: Int, predictedMean: Double, batchCount: Int) {
    precondition(length >= 1, "a segment has at least one tick")
    self.length = length
    binWidth = (2 * max(0, predictedMean) * Double(length)).squareRoot() / 8
    batches = (0..<batchCount).map { _ in Batch() }
  }

  /// Adds the entropy production of the next tick, in a batch.
  mutating func add(_ entropy: Double, batch: Int) {
    running += entropy
    ticks += 1
    guard ticks == length else { return }
    batches[batch].add(running, binWidth)
    (running, ticks) = (0, 0)
  }
}

extension EntropyRecord.Batch {
  fileprivate mutating func add(_ entropy: Double, _ width: Double) {
    count += 1
    sum += entropy
    exponentials += expm1(-entropy)
    let size = abs(entropy)
    let (place, last) = (size / width, EntropyRecord.binCount - 1)
    // No number, where no current is predicted and none seen, and numbers of no width are the last bin's too.
    let bin = place >= 0 && place < Double(last) ? Int(place) : last
    magnitude[bin] += size
    if entropy > 0 {
      positive[bin] += 1
      positiveMagnitude[bin] += size
    } else {
      negative[bin] += 1
    }
  }
}
