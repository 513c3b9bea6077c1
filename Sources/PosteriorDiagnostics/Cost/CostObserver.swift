import Foundation

/// How a chain went: what it had at each budget that it reached.
struct CostOutcome: Sendable {
  /// The draws between half a budget and the budget, and the processor time spent by then.
  struct Stage: Sendable {
    var moments: BatchedMoments
    var seconds: Double
  }

  let stages: [Stage]
  /// Whether it ended because it could not go on.
  let hasFailed: Bool
}

/// Counts a chain's gradients and its processor time, keeps the moments of its draws, and ends it when its last budget
/// is spent.
///
/// Budgets double, so that the draws of the last half of a budget are those made since the budget before.
struct CostObserver: ChainObserver {
  /// The model whose gradients are counted.
  let model: CountedPosterior
  private let budgets: [Int]
  private let reference: MultivariateNormal
  /// Told how many evaluations have been made since the last time.
  private let report: @Sendable (_ evaluations: Int) -> Void

  private(set) var stages: [CostOutcome.Stage] = []
  private var moments: BatchedMoments
  /// The clock runs from `resumed` on, on top of `seconds`; the bookkeeping is left out.
  private var seconds = 0.0
  private var resumed = ThreadClock.now
  private var reported = 0
  // Draws are kept in blocks, so that the clock is read seldom, each with the evaluations made when it was finished.
  private var block: [Double] = []
  private var ends: [Int] = []

  /// An observer whose clock runs from now on.
  init(
    _ model: any Posterior, budgets: [Int], reference: MultivariateNormal,
    report: @escaping @Sendable (_ evaluations: Int) -> Void
  ) {
    self.model = CountedPosterior(model)
    self.budgets = budgets
    self.reference = reference
    self.report = report
    moments = BatchedMoments(reference: reference, drawCount: 1, batchCount: 1)
  }

  /// One at a time until the last budget is spent: the evaluations of each are looked at.
  var drawsWanted: Int { stages.count < budgets.count ? 1 : 0 }

  mutating func observe(_ draw: Span<Double>, report: Span<Double>) {
    for j in 0..<draw.count { block.append(draw[j]) }
    ends.append(model.evaluations)
    if ends.count == 256 || model.evaluations >= budgets[stages.count] { keep() }
  }

  /// Adds the block to the stages that its draws belong to.
  private mutating func keep() {
    seconds += ThreadClock.now - resumed
    let d = reference.dimension
    var draws: [Double] = []
    swap(&draws, &block)
    for (index, end) in ends.enumerated() {
      while stages.count < budgets.count, end > budgets[stages.count] {
        stages.append(.init(moments: moments, seconds: seconds))
        moments = BatchedMoments(reference: reference, drawCount: 1, batchCount: 1)
      }
      // The draws of the first half of the first budget count for nothing.
      if 2 * end > budgets[0] { moments.add(draws.span.extracting(index * d..<(index + 1) * d)) }
    }
    let evaluations = ends.last ?? 0
    precondition(evaluations > reported, "a sampler that takes no gradients cannot be compared by their number")
    report(evaluations - reported)
    reported = evaluations
    draws.removeAll(keepingCapacity: true)
    swap(&draws, &block)
    ends.removeAll(keepingCapacity: true)
    resumed = ThreadClock.now
  }
}

/// The processor time of the calling thread, in seconds.
enum ThreadClock {
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
