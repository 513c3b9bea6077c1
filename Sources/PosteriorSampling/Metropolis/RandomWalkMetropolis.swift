/// Random-walk Metropolis: needs the log density alone.
///
///     θ′ = θ + s Lξ,   ξ ~ N(0, I),   C = LLᵀ,   α = min(1, p(θ′)/p(θ))
///
/// A proposal whose log density is not finite is rejected. With C the posterior's covariance the best s is about
/// 2.38/√d, which accepts 0.44 (d = 1) to 0.234 (d → ∞).
///
/// Metropolis et al., J. Chem. Phys. 21 (1953), doi:10.1063/1.1699114; Roberts, Gelman & Gilks, Ann. Appl. Probab. 7
/// (1997), doi:10.1214/aoap/1034625254.
public struct RandomWalkMetropolis<Target: LogDensity>: TargetSampler {
  /// The log density drawn from.
  @usableFromInline package let target: Target
  /// s: the proposal's standard deviation in units of C.
  @usableFromInline package let scale: Double
  /// The shape C of the proposals' covariance.
  @usableFromInline package let metric: Metric

  /// What the next step needs.
  public struct State: SamplerState {
    /// Where the chain is: d elements.
    public internal(set) var position: [Double]
    /// ln p there, up to a constant.
    @usableFromInline package internal(set) var logDensity: Double
    /// Room for a proposal, so that a step allocates nothing.
    @usableFromInline var proposal: [Double]

    init(position: [Double], logDensity: Double) {
      // Storage of its own, which no caller's array shares.
      self.position = position.map { $0 }
      self.logDensity = logDensity
      proposal = [Double](repeating: 0, count: position.count)
    }

    @usableFromInline
    mutating func acceptProposal(logDensity: Double) {
      swap(&position, &proposal)
      self.logDensity = logDensity
    }
  }

  /// A sampler of a log density, by steps of scale s.
  public init(_ target: Target, scale: Double, metric: Metric = .unit) {
    precondition(scale > 0 && scale.isFinite, "a scale must be positive and finite, not \(scale)")
    metric.precondition(dimension: target.dimension)
    self.target = target
    self.scale = scale
    self.metric = metric
  }

  /// ln p and the acceptance probability.
  public var columns: [DrawColumn<State, MetropolisInfo>] { [.logDensity { $0.logDensity }, .acceptance] }

  /// A new chain at a position of d elements.
  ///
  /// - Throws: ``SamplingError/invalidStart(_:)`` where the log density is not finite.
  public func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
    precondition(position.count == dimension, "a position needs \(dimension) elements, not \(position.count)")
    let logDensity = target.logDensity(at: position.span)
    try target.checkStart(position: position, logDensity: logDensity)
    return State(position: position, logDensity: logDensity)
  }

  /// A saved state needs a position and room for a proposal, both of d elements.
  public func accepts(_ saved: State) -> Bool {
    saved.position.count == dimension && saved.proposal.count == dimension
  }

  /// One proposal, accepted or not.
  @inlinable
  @discardableResult
  public func step(
    _ state: inout State, using random: inout some RandomSource
  ) throws(SamplingError) -> MetropolisInfo {
    metric.drawIncrement(&state.proposal, using: &random)
    let finite = state.proposal.becomeProposal(from: state.position, scale: scale)
    let logDensity = target.logDensity(at: state.proposal.span)
    let change = finite && logDensity.isFinite ? logDensity - state.logDensity : -.infinity
    let (acceptance, isAccepted) = metropolis(change, using: &random)
    if isAccepted { state.acceptProposal(logDensity: logDensity) }
    return MetropolisInfo(acceptanceProbability: acceptance, isAccepted: isAccepted)
  }
}

extension [Double] {
  /// self ← position + scale · self; returns whether it is finite.
  @inlinable
  mutating func becomeProposal(from position: [Double], scale: Double) -> Bool {
    precondition(position.count == count, "vectors of different lengths")
    let position = position.span
    var proposal = mutableSpan
    var finite = 0.0
    for j in 0..<position.count {
      proposal[unchecked: j] = position[unchecked: j] + scale * proposal[unchecked: j]
      finite += 0 * proposal[unchecked: j]
    }
    return finite == 0
  }
}
