/// Watches one chain in its stationary state, tick by tick: memory does not grow with the run.
public struct StationaryObserver: ChainObserver {
  /// What the observer measures besides the moments.
  public struct Plan: Sendable {
    /// The state that theory predicts: its covariance whitens, and scales the grids.
    @usableFromInline package let state: StationaryState
    /// Q of σ = xᵀQΔx: the state's own unless given.
    package private(set) var entropyForm: Matrix
    /// ⟨σ⟩ of a tick, as predicted with that form.
    public private(set) var meanEntropyProduction: Double
    /// The ticks of a segment, for each length whose fluctuation theorems are tested.
    let segmentLengths: [Int]
    /// Two parameters whose density and current are recorded on grids.
    package var plane: (Int, Int)?

    /// A plan around a predicted state.
    ///
    /// - Parameters:
    ///   - state: What is predicted.
    ///   - segmentLengths: The ticks of a segment, for each length whose fluctuation theorems are tested.
    public init(_ state: StationaryState, segmentLengths: [Int] = [1, 2, 3, 10]) {
      self.init(state, segmentLengths: segmentLengths, plane: nil)
    }

    /// The same, with a plane to record.
    package init(_ state: StationaryState, segmentLengths: [Int], plane: (Int, Int)?) {
      self.state = state
      self.segmentLengths = segmentLengths
      self.plane = plane
      entropyForm = state.entropyForm
      meanEntropyProduction = state.meanEntropyProduction
    }

    /// A plan that tests the fluctuation theorems in the directions of a projection, k × d:
    /// those of ``StationaryState/currentProjection(_:)``, or others.
    public init(
      _ state: StationaryState, projection: Matrix, segmentLengths: [Int] = [1, 2, 3, 10]
    ) throws(StationaryStateError) {
      self.init(state, segmentLengths: segmentLengths)
      (entropyForm, meanEntropyProduction) = try state.projectedEntropyForm(projection)
    }
  }

  let plan: Plan
  private(set) var moments: [StepMoments]
  private(set) var entropies: [EntropyRecord]
  private(set) var plane: PlaneRecord?
  private let whitening: Cholesky
  /// LᵀQL: σ = zᵀ(LᵀQL)δ.
  private let form: Matrix
  private let tickCount: Int
  private var made = 0
  // The last two positions, for the plane alone.
  private var previous: [Double] = []
  private var current: [Double] = []
  private var before: [Double] = []
  private var now: [Double]
  private var step: [Double]

  /// Batches of a chain.
  package static let batchCount = 32

  /// An observer of a chain of `tickCount` ticks, which are `tickCount + 1` draws.
  @usableFromInline
  package init(_ plan: Plan, tickCount: Int) throws(GSLError) {
    precondition(tickCount >= Self.batchCount, "an observed chain needs at least \(Self.batchCount) ticks")
    self.plan = plan
    self.tickCount = tickCount
    let d = plan.state.dimension
    whitening = try Cholesky(plan.state.covariance)
    form = whitening.factor.transposed * plan.entropyForm * whitening.factor
    moments = (0..<Self.batchCount).map { _ in StepMoments(dimension: d) }
    entropies = plan.segmentLengths.map {
      EntropyRecord(length: $0, predictedMean: plan.meanEntropyProduction, batchCount: Self.batchCount)
    }
    plane = plan.plane.map { PlaneRecord(axes: $0, state: plan.state) }
    now = [Double](repeating: 0, count: d)
    step = now
  }

  /// Takes the chain's next position.
  public mutating func observe(_ draw: Span<Double>, report: Span<Double>) {
    precondition(draw.count == now.count, "a draw of \(draw.count) parameters, not \(now.count)")
    for j in now.indices { now[j] = draw[j] - plan.state.mode[j] }
    whitening.solveLower(&now)
    defer {
      swap(&before, &now)
      if now.isEmpty { now = before }
      swap(&previous, &current)
    }
    if plane != nil {
      if current.isEmpty { current = now }
      for j in current.indices { current[j] = draw[j] }
    }
    guard !before.isEmpty else { return }
    for j in step.indices { step[j] = now[j] - before[j] }
    let batch = min(Self.batchCount - 1, made * Self.batchCount / tickCount)
    made += 1
    moments[batch].add(before, step)
    plane?.add(from: previous, to: current)
    guard !entropies.isEmpty else { return }
    var entropy = 0.0
    for i in before.indices { entropy += before[i] * form.dot(row: i, step.span) }
    for i in entropies.indices { entropies[i].add(entropy, batch: batch) }
  }
}
