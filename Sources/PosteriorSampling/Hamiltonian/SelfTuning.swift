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

  /// A tuned sampler and its chain.
  public struct State: SamplerState {
    /// The sampler that this chain's warm-up has tuned.
    package let sampler: Base
    /// The chain's own state.
    package internal(set) var state: Base.State

    /// Where the chain is: d elements.
    public var position: [Double] { state.position }
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
    return State(sampler: sampler, state: state)
  }

  /// One step of the tuned sampler.
  @discardableResult
  public func step(
    _ state: inout State, using random: inout some RandomSource
  ) throws(SamplingError) -> HamiltonianInfo {
    try state.sampler.step(&state.state, using: &random)
  }
}

extension HamiltonianSampler {
  /// This sampler, each of whose chains warms up for itself as it starts.
  public func selfTuning(_ warmUp: WarmUp = WarmUp()) -> SelfTuning<Self> { SelfTuning(self, warmUp: warmUp) }
}
