/// A chain with a velocity beside its ``MomentumTwin``, as one chain of both positions side by side. A step leads from
/// a draw of the chain to the next.
///
/// The chain's noise over a stretch is read off a third one, the same steps on the quadratic under the same noise,
/// which is put back to rest at the centre where a stretch begins.
@usableFromInline
struct MomentumPair<Gradient: GradientEstimator, Integrator: LinearIntegrator>: PosteriorSampler {
  @usableFromInline let pair: CoupledPair<Gradient, Integrator>
  @usableFromInline let twin: MomentumTwin
  @usableFromInline let stretches: [MomentumStretch]
  /// 0: the quadratic's centre, and no velocity.
  @usableFromInline let rest: [Double]

  @usableFromInline
  struct State: SamplerState {
    @usableFromInline var pair: CoupledPair<Gradient, Integrator>.State
    @usableFromInline var twin: MomentumTwin.State

    @inlinable
    init(pair: CoupledPair<Gradient, Integrator>.State, twin: MomentumTwin.State) {
      self.pair = pair
      self.twin = twin
    }

    @inlinable var position: [Double] { pair.chain.position + twin.position }
  }

  /// A sampler and its twin, which moves so many times an epoch.
  @inlinable
  init(_ sampler: LangevinSampler<Gradient, Integrator>, _ quadratic: TwinQuadratic, stretchesPerEpoch: Int) {
    let steps = sampler.stepsOfADraw(at: [Double](repeating: 0, count: sampler.dimension))
    rest = [Double](repeating: 0, count: sampler.dimension)
    pair = CoupledPair(
      sampler,
      FullGradientTwin(
        sampler.integrator, metric: .unit, temperature: 1, mean: rest, precision: quadratic.hessian))
    twin = MomentumTwin(quadratic)
    stretches = MomentumStretch.stretches(
      sampler.stretches(perEpoch: stretchesPerEpoch), of: steps, by: sampler.integrator, quadratic)
  }

  /// A move that is rejected leaves the twin behind, which is a mean square gap of 2 where the stretch is long, and
  /// turns it round, which adds up to 2/γ over the time until the gap has closed.
  @usableFromInline var gapOfRejection: Double {
    2 + 2 * Double(stretches.count) / stretches.reduce(0) { $0 + $1.damping }
  }

  /// 2d.
  @inlinable var dimension: Int { 2 * rest.count }

  /// The twin's rejections so far, and those since it last moved.
  @inlinable var columns: [DrawColumn<State, Void>] {
    [
      DrawColumn("rejections") { state, _ in Double(state.twin.rejections) },
      DrawColumn("streak") { state, _ in Double(state.twin.streak) },
    ]
  }

  /// Both chains at one position of d elements, and with one velocity.
  @inlinable
  func start(at position: [Double], using random: inout some RandomSource) throws(SamplingError) -> State {
    var pair = try pair.start(at: position, using: &random)
    let velocity = pair.twin.integratorState[keyPath: Integrator.carried[0]]
    settle(&pair.twin)
    return State(pair: pair, twin: twin.start(at: position, velocity: velocity))
  }

  @inlinable
  func step(_ state: inout State, using random: inout some RandomSource) throws(SamplingError) {
    for stretch in stretches {
      try pair.advance(&state.pair, steps: stretch.stepCount, using: &random)
      twin.move(
        &state.twin, over: stretch, position: state.pair.twin.position,
        velocity: state.pair.twin.integratorState[keyPath: Integrator.carried[0]], using: &random)
      settle(&state.pair.twin)
    }
  }

  /// Puts the chain on the quadratic to rest.
  @inlinable
  func settle(_ state: inout FullGradientTwin<Integrator>.State) {
    state.position = rest
    state.integratorState[keyPath: Integrator.carried[0]] = rest
  }
}
