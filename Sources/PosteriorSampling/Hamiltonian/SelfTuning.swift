/// A Hamiltonian sampler whose every chain warms up for itself as it starts, and keeps what it was tuned to.
///
///     let draws = try await NUTS(model, stepSize: 1).selfTuning().draws(from: starts, count: 1000, threads: 4)
///
/// Where ``WarmUp`` gives one tuned sampler for a chain that goes on by hand, this lets several chains, each with a
/// step size and metric of its own, run behind the one protocol.
public struct SelfTuning<Base: HamiltonianSampler>: TargetSampler {
  /// The sampler before it is tuned.
  package let base: Base
  /// The log density drawn from.
  @usableFromInline package var target: Base.Target { base.target }
  /// How it is tuned.
  package let warmUp: WarmUp

  /// A chain, and what its steps were tuned to.
  public struct State: SamplerState, TunedState {
    /// ε that this chain's warm-up has found.
    package let stepSize: Double
    /// C that it has found.
    package let metric: Metric
    /// The chain's own state.
    package internal(set) var state: Base.State

    /// Where the chain is: d elements.
    public var position: [Double] { state.position }

    package var tuning: (stepSize: Double, metric: Metric)? { (stepSize, metric) }
  }

  init(_ base: Base, warmUp: WarmUp) {
    self.base = base
    self.warmUp = warmUp
  }

  /// The columns that the tuned sampler has.
  public var columns: [DrawColumn<State, HamiltonianInfo>] {
    base.columns.map { column in DrawColumn(column.name) { column.value($0.state, $1) } }
  }

  /// Warms a chain up from a position of d elements.
  ///
  /// - Throws: See ``WarmUp/callAsFunction(_:from:using:)``.
  public func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
    let (sampler, state) = try warmUp(base, from: position, using: &random)
    return State(stepSize: sampler.stepSize, metric: sampler.metric, state: state)
  }

  /// One step of the tuned sampler.
  @discardableResult
  public func step(
    _ state: inout State, using random: inout some RandomSource
  ) throws(SamplingError) -> HamiltonianInfo {
    try base.tuned(stepSize: state.stepSize, metric: state.metric).step(&state.state, using: &random)
  }

  /// A saved state needs a step size and a metric that the sampler can have, and a state that it accepts.
  public func accepts(_ saved: State) -> Bool {
    saved.stepSize > 0 && saved.stepSize.isFinite && saved.metric.fits(dimension: dimension)
      && base.accepts(saved.state)
  }
}

/// A state that may hold what a warm-up has found.
package protocol TunedState {
  /// ε and C; nil where nothing was tuned.
  var tuning: (stepSize: Double, metric: Metric)? { get }
}

extension HamiltonianSampler {
  /// This sampler, each of whose chains warms up for itself as it starts.
  public func selfTuning(_ warmUp: WarmUp = WarmUp()) -> SelfTuning<Self> { SelfTuning(self, warmUp: warmUp) }
}
