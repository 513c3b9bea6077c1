import Foundation

/// What the chains of a comparison at equal cost have in common, and where one of them starts.
@usableFromInline
struct CostPlan: Sendable {
  let model: any Posterior
  /// Numbers of evaluations, each twice the one before.
  let budgets: [Int]
  let reference: GaussianReference
  let seed: StreamSeed
  /// Told how many evaluations have been made since the last time; false asks the chain to stop.
  let report: @Sendable (_ evaluations: Int) -> Bool
}

/// How a chain went: what it had at each budget that it reached.
@usableFromInline
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

/// A chain under way: it counts its gradients and its processor time, and keeps the moments of its draws.
///
/// Budgets double, so that the draws of the last half of a budget are those made since the budget before.
@usableFromInline
struct CostChain {
  /// The model whose gradients are counted.
  @usableFromInline let model: CountedPosterior
  @usableFromInline var hasFailed = false

  private let plan: CostPlan
  private var stages: [CostOutcome.Stage] = []
  private var moments: BatchedMoments
  /// The clock runs from `resumed` on, on top of `seconds`; the bookkeeping is left out.
  private var seconds = 0.0
  private var resumed = ThreadClock.now
  private var reported = 0

  @usableFromInline
  init(_ plan: CostPlan) {
    self.plan = plan
    model = CountedPosterior(plan.model)
    moments = BatchedMoments(reference: plan.reference, drawCount: 1, batchCount: 1)
  }

  @usableFromInline
  var outcome: CostOutcome { CostOutcome(stages: stages, hasFailed: hasFailed) }

  /// Runs the chain until its last budget is spent.
  @inlinable
  mutating func run(_ sampler: some PosteriorSampler, stepsPerDraw: Int) throws(SamplingError) {
    var random = random()
    var state = try sampler.start(at: start(using: &random), using: &random)
    // Draws are kept in blocks, so that the clock is read seldom.
    var block: [Double] = []
    var ends: [Int] = []
    repeat {
      block.removeAll(keepingCapacity: true)
      ends.removeAll(keepingCapacity: true)
      while ends.count < 256, ends.last ?? 0 < blockEnd {
        try sampler.advance(&state, steps: stepsPerDraw, using: &random)
        block.append(contentsOf: state.position)
        ends.append(model.evaluations)
      }
    } while keep(block, madeBy: ends)
  }

  @usableFromInline
  func random() -> GSLRandom { GSLRandom(stream: plan.seed) }

  /// Over-dispersed, at twice the reference's standard deviation from its mean: N(μ, 4Σ).
  @usableFromInline
  func start(using random: inout GSLRandom) -> [Double] {
    let spread = plan.reference.cholesky.multiply(random.normals(plan.reference.dimension))
    return zip(plan.reference.mean, spread).map { $0 + 2 * $1 }
  }

  /// Where the stage under way ends.
  @usableFromInline
  var blockEnd: Int { stages.count < plan.budgets.count ? plan.budgets[stages.count] : 0 }

  /// Adds draws, with the evaluations made when each was finished, to the stages they belong to; whether to go on.
  @usableFromInline
  mutating func keep(_ block: [Double], madeBy ends: [Int]) -> Bool {
    seconds += ThreadClock.now - resumed
    defer { resumed = ThreadClock.now }
    let d = plan.reference.dimension
    for (index, end) in ends.enumerated() {
      while stages.count < plan.budgets.count, end > plan.budgets[stages.count] {
        stages.append(.init(moments: moments, seconds: seconds))
        moments = BatchedMoments(reference: plan.reference, drawCount: 1, batchCount: 1)
      }
      // The draws of the first half of the first budget count for nothing.
      if 2 * end > plan.budgets[0] { moments.add(Array(block[index * d..<(index + 1) * d])) }
    }
    let evaluations = ends.last ?? 0
    precondition(evaluations > reported, "a sampler that takes no gradients cannot be compared by their number")
    let goesOn = plan.report(evaluations - reported)
    reported = evaluations
    return goesOn && stages.count < plan.budgets.count
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
