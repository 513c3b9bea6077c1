/// Watches a pair of chains until their difference is known well enough to be judged.
struct HalvingObserver: ChainObserver {
  private let reference: MultivariateNormal
  private let predicted: [Double]
  private let targetKL: Double
  /// The check is not resolved when it would take more draws than these.
  private let mostDraws: Int
  private var batchLength: Int
  /// The mean over a batch of the chains' difference: of the whitened position over √2, and of its products over 2.
  private var batch: [Double]
  private var made = 0
  private var batches: [[Double]] = []
  private var result: (size: HalvingSize, verdict: HalvingCheck.Verdict)?
  /// The draws of the rounds that are complete.
  private(set) var drawCount = 0

  private static let batchCount = 32

  init(
    _ reference: MultivariateNormal, predicted: [Double], targetKL: Double, batchLength: Int, mostDraws: Int
  ) {
    self.reference = reference
    self.predicted = predicted
    self.targetKL = targetKL
    self.batchLength = batchLength
    self.mostDraws = mostDraws
    batch = [Double](repeating: 0, count: predicted.count)
  }

  var drawsWanted: Int { result == nil ? batchLength - made : 0 }

  mutating func observe(_ draw: Span<Double>, report: Span<Double>) {
    add(draw, from: 0, scaledBy: 1 / Double(batchLength))
    add(draw, from: reference.dimension, scaledBy: -1 / Double(batchLength))
    made += 1
    guard made == batchLength else { return }
    batches.append(batch)
    made = 0
    for i in batch.indices { batch[i] = 0 }
    if batches.count == Self.batchCount { judge() }
  }

  private mutating func add(_ draw: Span<Double>, from first: Int, scaledBy scale: Double) {
    let d = reference.dimension
    let z = reference.cholesky.solveLower((0..<d).map { draw[first + $0] - reference.mean[$0] })
    for i in 0..<d {
      batch[i] += scale * 0.5.squareRoot() * z[i]
      for j in 0..<d { batch[d + i * d + j] += scale * 0.5 * z[i] * z[j] }
    }
  }

  /// Ends the chain, or makes the next round twice as long.
  private mutating func judge() {
    drawCount = Self.batchCount * batchLength
    let size = HalvingSize(batches, predicted: predicted)
    if !size.estimate.isFinite {
      // The moments have left the numbers, as where both chains ran away.
      result = (size, .disagrees)
    } else if 4 * size.interval.upperBound <= targetKL {
      result = (size, .agrees)
    } else if 4 * size.interval.lowerBound > targetKL {
      result = (size, .disagrees)
    } else if drawCount > mostDraws {
      result = (size, .unresolved)
    }
    batches = (0..<Self.batchCount / 2).map { i in
      zip(batches[2 * i], batches[2 * i + 1]).map { 0.5 * ($0 + $1) }
    }
    batchLength *= 2
  }

  /// What was found.
  func check(epochsPerDraw: Int) -> HalvingCheck {
    guard let result else { preconditionFailure("the chains have not been judged") }
    return HalvingCheck(
      verdict: result.verdict, predicted: predicted.dot(predicted), unexplained: result.size.estimate,
      interval: result.size.interval, epochs: drawCount * epochsPerDraw)
  }
}

/// The size of the change that is not explained, from the means of batches.
private struct HalvingSize {
  let estimate: Double
  let interval: ClosedRange<Double>

  init(_ batches: [[Double]], predicted: [Double]) {
    let count = Double(batches.count)
    let mean = predicted.indices.map { j in batches.reduce(0) { $0 + $1[j] } / count }
    let rest = zip(mean, predicted).map(-)
    let deviations = batches.map { zip($0, mean).map(-) }
    let scale = 1 / (count * (count - 1))
    // tr C, |C|² and uᵀCu of the covariance C of the mean.
    let bias = scale * deviations.reduce(0) { $0 + $1.dot($1) }
    let squares = deviations.reduce(0) { sum, a in sum + deviations.reduce(0) { $0 + a.dot($1) * a.dot($1) } }
    let along = scale * deviations.reduce(0) { $0 + $1.dot(rest) * $1.dot(rest) }
    let spread = (2 * scale * scale * squares + 4 * along).squareRoot()
    let isKnown = spread.isFinite && rest.dot(rest).isFinite && bias.isFinite
    guard isKnown else {
      (estimate, interval) = (.infinity, 0...(.infinity))
      return
    }
    estimate = max(0, rest.dot(rest) - bias)
    interval = max(0, estimate - 2 * spread)...(estimate + 2 * spread)
  }
}
