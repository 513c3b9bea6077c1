/// A Hamiltonian sampler whose every chain warms up for itself in its first steps, and keeps what it was tuned to.
///
///     let draws = try await NUTS(model, stepSize: 1).selfTuning().draws(from: starts, count: 1000, threads: 4)
///
/// Several chains, each with a step size and metric of its own, run so behind the one protocol. A chain can be saved in
/// its warm-up too.
public struct SelfTuning<Base: HamiltonianSampler>: TargetSampler {
  /// The sampler before it is tuned.
  package let base: Base
  /// The log density drawn from.
  @usableFromInline package var target: Base.Target { base.target }
  /// How it is tuned.
  package let warmUp: WarmUp

  /// A chain, and what its steps are tuned to.
  public struct State: SamplerState, TunedState {
    /// ε of the next step.
    package internal(set) var stepSize: Double
    /// C of the next step.
    package internal(set) var metric: Metric
    /// The chain's own state.
    package internal(set) var state: Base.State
    /// How far the warm-up has come; nil behind its end.
    var progress: WarmUpProgress?

    /// Where the chain is: d elements.
    public var position: [Double] { state.position }

    package var tuning: Tuning { progress == nil ? .done(stepSize, metric) : .underWay }
  }

  init(_ base: Base, warmUp: WarmUp) {
    self.base = base
    self.warmUp = warmUp
  }

  /// The columns that the tuned sampler has.
  public var columns: [DrawColumn<State, HamiltonianInfo>] {
    base.columns.map { column in DrawColumn(column.name) { column.value($0.state, $1) } }
  }

  /// The steps of the warm-up.
  public var warmUpSteps: Int { warmUp.steps }

  /// The steps of the warm-up that a chain has still to make.
  public func warmUpStepsLeft(of state: State) -> Int { state.progress.map { warmUp.steps - $0.stepsMade } ?? 0 }

  /// Begins a chain's warm-up at a position of d elements. The step size and metric that the sampler was given are
  /// where the search begins.
  ///
  /// - Throws: ``SamplingError/invalidStart(_:)`` where the log density or its gradient is not finite;
  ///   ``SamplingError/improperPosterior(_:)`` when the log density does not fall off far out, naming the parameter;
  ///   ``SamplingError/warmUpFailed(_:)`` when the gradient is not the log density's, or no step size is accepted.
  public func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
    let (sampler, state, progress) = try warmUp.begin(base, from: position, using: &random)
    return State(stepSize: sampler.stepSize, metric: sampler.metric, state: state, progress: progress)
  }

  /// One step of the warm-up and, behind its end, of the tuned sampler.
  ///
  /// - Throws: See ``start(at:using:)``.
  @discardableResult
  public func step(
    _ state: inout State, using random: inout some RandomSource
  ) throws(SamplingError) -> HamiltonianInfo {
    var sampler = base.tuned(stepSize: state.stepSize, metric: state.metric)
    // Taken out, so that it is changed in place.
    guard var progress = state.progress.take() else { return try sampler.step(&state.state, using: &random) }
    // Put back after a step that throws too: the chain is still in its warm-up.
    defer {
      (state.stepSize, state.metric) = (sampler.stepSize, sampler.metric)
      state.progress = progress.stepsMade < warmUp.steps ? progress : nil
    }
    return try warmUp.step(&sampler, &state.state, &progress, using: &random)
  }

  /// A saved state needs a step size and a metric that the sampler can have, and a state that it accepts.
  public func accepts(_ saved: State) -> Bool {
    saved.stepSize > 0 && saved.stepSize.isFinite && saved.metric.fits(dimension: dimension)
      && base.accepts(saved.state) && saved.progress?.fits(warmUp, dimension: dimension) ?? true
  }
}

/// A state that may hold what a warm-up has found.
package protocol TunedState {
  /// What it has found.
  var tuning: Tuning { get }
}

/// What a chain's steps were tuned to.
package enum Tuning: Sendable {
  /// The sampler does not tune itself.
  case none
  /// The warm-up is not at its end.
  case underWay
  /// ε and C.
  case done(Double, Metric)
}

extension HamiltonianSampler {
  /// This sampler, each of whose chains warms up for itself in its first steps.
  public func selfTuning(_ warmUp: WarmUp = WarmUp()) -> SelfTuning<Self> { SelfTuning(self, warmUp: warmUp) }
}
