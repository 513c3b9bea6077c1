/// A chain beside its ``ExponentialTwin``, as one chain of both positions side by side. A step leads from a draw of the
/// chain to the next.
@usableFromInline
struct TwinnedPair<Gradient: GradientEstimator, Integrator: LinearIntegrator>: PosteriorSampler {
  @usableFromInline let sampler: LangevinSampler<Gradient, Integrator>
  @usableFromInline let twin: ExponentialTwin
  /// The steps of a draw behind which the twin moves.
  @usableFromInline let stretchEnds: [Int]

  @usableFromInline
  struct State: SamplerState {
    @usableFromInline var chain: LangevinSampler<Gradient, Integrator>.State
    @usableFromInline var twin: ExponentialTwin.State
    /// The draw of the posterior that is held against the chain's.
    @usableFromInline var companion: [Double]
    /// Room for a step's noise.
    @usableFromInline var increment: [Double]

    @inlinable
    init(chain: LangevinSampler<Gradient, Integrator>.State, twin: ExponentialTwin.State) {
      self.chain = chain
      self.twin = twin
      companion = chain.position
      increment = chain.position
    }

    @inlinable var position: [Double] { chain.position + companion }
  }

  /// A sampler and its twin, which moves so many times an epoch.
  @inlinable
  init(_ sampler: LangevinSampler<Gradient, Integrator>, _ twin: ExponentialTwin, stretchesPerEpoch: Int) {
    self.sampler = sampler
    self.twin = twin
    stretchEnds = sampler.stretches(perEpoch: stretchesPerEpoch).map(\.upperBound)
  }

  /// 2d.
  @inlinable var dimension: Int { 2 * sampler.dimension }

  /// The twin's rejections so far, and those since it last moved.
  @inlinable var columns: [DrawColumn<State, Void>] {
    [
      DrawColumn("rejections") { state, _ in Double(state.twin.rejections) },
      DrawColumn("streak") { state, _ in Double(state.twin.streak) },
    ]
  }

  /// Both chains at one position of d elements.
  @inlinable
  func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
    State(chain: try sampler.start(at: position, using: &random), twin: twin.start(at: position))
  }

  @inlinable
  func step(_ state: inout State, using random: inout some RandomSource) throws(SamplingError) {
    guard let driving = Integrator.drivingIncrement else { preconditionFailure("the scheme has no twin") }
    var done = 0
    for end in stretchEnds {
      while done < end {
        if driving.included != nil { state.increment = state.chain.integratorState[keyPath: driving.value] }
        let step = try sampler.step(&state.chain, using: &random)
        if driving.included == nil { state.increment = state.chain.integratorState[keyPath: driving.value] }
        twin.drive(&state.twin, by: state.increment, rate: step.rate)
        done += 1
      }
      twin.move(&state.twin, using: &random)
    }
    guard let included = driving.included else {
      state.companion = state.twin.position
      return
    }
    // The position holds a part of the next step's noise. A draw that is to be near it takes up the same part, as long
    // a motion as has its variance; the twin itself waits for the step.
    var companion = state.twin
    let part = state.chain.integratorState[keyPath: included]
    let increment = state.chain.integratorState[keyPath: driving.value]
    twin.drive(&companion, by: increment, rate: 0.5 * part * part)
    twin.move(&companion, using: &random)
    state.companion = companion.position
  }
}
