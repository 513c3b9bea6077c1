/// What was measured of a stationary state: every quantity that ``StationaryState`` predicts, with its Monte Carlo
/// error.
///
///     let state = try StationaryState(of: model, FreshSubset(), mode: mode, learningRate: 1e-7, batchSize: 10)
///     let sampler = SGD(model, FreshSubset(), learningRate: 1e-7, batchSize: 10)
///     let seen = try await StationaryMeasurement.run(sampler, .init(state), settings: .init(ticks: 30_000_000))
public struct StationaryMeasurement: Sendable {
  /// The prediction it is held against.
  package let state: StationaryState
  /// The ticks recorded, over all chains.
  public let tickCount: Int
  /// The mean position of each parameter.
  public let mean: [MeasuredValue]
  /// The stationary covariance Σ, measured beside its prediction.
  public let covariance: MeasuredMatrix
  /// D of a tick: half the covariance of what a linear drift does not explain of the displacements.
  public let diffusion: MeasuredMatrix
  /// tr(Σ Σ₀⁻¹)/d against the plan's Σ₀: how much wider or narrower the cloud is than predicted, over all
  /// directions.
  public let relativeCovariance: MeasuredValue
  /// tr(D D₀⁻¹)/d against the plan's D₀.
  public let relativeDiffusion: MeasuredValue
  /// The mean stochastic area ½⟨x ∧ Δx⟩ of a tick: 𝒞.
  public let circulation: MeasuredMatrix
  /// ⟨σ⟩ of a tick; nil when no segments were recorded.
  public let meanEntropyProduction: MeasuredValue?
  /// The integral theorem, for each segment length.
  public let integralFluctuations: [IntegralFluctuation]
  /// The detailed theorem, for each segment length where a current is predicted.
  public let detailedFluctuations: [DetailedFluctuation]
  /// Whether there is a current; nil for one parameter.
  public let current: CurrentTest?
  /// The density and the current in a plane, if one was asked for.
  package let plane: PlaneRecord?
  /// The length of a chain in relaxation times of its slowest direction.
  package let relaxationTimesPerChain: Double

  /// The relaxation times a chain must last for the intervals of Σ and the mean to be trusted: four batches of five,
  /// and some.
  package static let enoughRelaxationTimes = 24.0

  /// Whether `relaxationTimesPerChain` is enough.
  public var isLongEnough: Bool { relaxationTimesPerChain >= Self.enoughRelaxationTimes }

  /// What several chains of the same length showed.
  @usableFromInline
  package init(_ observers: [StationaryObserver]) throws(GSLError) {
    precondition(!observers.isEmpty, "a measurement needs at least one chain")
    let state = observers[0].plan.state
    self.state = state
    let batches = observers.flatMap(\.moments).filter { $0.count > 0 }
    var whole = StepMoments(dimension: state.dimension)
    for batch in batches { whole.merge(batch) }
    tickCount = Int(whole.count)
    relaxationTimesPerChain = whole.count / Double(observers.count) / state.relaxationTicks

    let whitening = try Cholesky(state.covariance)
    func color(_ matrix: Matrix) -> Matrix { whitening.factor * matrix * whitening.factor.transposed }
    let center = whole.mean
    // The position remembers, as steps do not: batches are joined until they outlast its memory.
    let long = observers.flatMap { $0.moments.joined(lasting: 5 * state.relaxationTicks) }
    let means = long.map { batch in whitening.multiply(batch.mean) }
    mean = state.mode.indices.map { j in
      let value = MeasuredValue(sums: zip(means, long).map { $0[j] * $1.count }, counts: long.map(\.count))
      return value.transformed(scale: 1, offset: state.mode[j])
    }
    let spreads = long.map { $0.covariance(about: center) }
    covariance = MeasuredMatrix(color(whole.covariance(about: center)), batches: spreads.map(color))
    let (kicks, noise) = (batches.map(\.halfSquaredDisplacement), try whole.diffusion())
    diffusion = MeasuredMatrix(color(noise), batches: kicks.map(color))
    let d = Double(state.dimension)
    relativeCovariance = MeasuredValue(
      sums: zip(spreads, long).map { $0.trace * $1.count }, counts: long.map { d * $0.count })
    // In whitened coordinates D₀⁻¹ is LᵀD₀⁻¹L.
    let metric = whitening.factor.transposed * (try Cholesky(state.diffusion).inverse) * whitening.factor
    let sizes = kicks.map { (metric * $0).trace / d }
    let size = sizes.reduce(0, +) / Double(sizes.count)
    relativeDiffusion = MeasuredValue(
      (metric * noise).trace / d, deviations: sizes.map { ($0 - size) / Double(sizes.count) })
    circulation = MeasuredMatrix(color(whole.area), batches: batches.map { color($0.area) })
    current = CurrentTest(batches: batches.map(\.area), directions: try state.currentDirections(whitening))

    let lengths = observers[0].plan.segmentLengths.indices
    let records = lengths.map { index in observers.map { $0.entropies[index] } }
    integralFluctuations = records.map(IntegralFluctuation.init)
    detailedFluctuations = records.compactMap(DetailedFluctuation.init)
    meanEntropyProduction = integralFluctuations.first.map {
      $0.meanEntropyProduction.transformed(scale: 1 / Double($0.segmentLength), offset: 0)
    }
    plane = observers.map(\.plane).reduce(nil as PlaneRecord?) { sum, next in
      guard var sum, let next else { return sum ?? next }
      sum.merge(next)
      return sum
    }
  }
}
