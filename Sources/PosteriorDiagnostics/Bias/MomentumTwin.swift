import Foundation

/// A chain of the posterior itself with a velocity, that moves under the noise of another chain with one: what
/// ``ExponentialTwin`` is to overdamped dynamics. Its law is exp(−U(θ) − ½|v|²).
///
/// With U = ½(θ − m)ᵀH(θ − m) + R(θ), a move over a stretch of time t is half a kick, the exact motion of the
/// quadratic, and half a kick, in the eigenbasis of H:
///
///     v ← v − ½t∇R(θ)   (x, v) ← Φ(x, v) + ζ   v ← v − ½t∇R(θ),   x = Vᵀ(θ − m)
///
/// ζ ~ N(0, Σ) is made of the other chain's noise (``MomentumStretch``). Turned round, v ← −v, the motion is as
/// likely from its end to its start as from its start to its end under the quadratic's own law, and a kick undoes
/// itself. So a generalised Metropolis rule makes the law stationary, which turns a rejected chain round
/// (Horowitz, Phys. Lett. B 268 (1991), doi:10.1016/0370-2693(91)90812-5):
///
///     ln α = −Δ(U + ½|v|²) over the whole + Δ(½xᵀΛx + ½|v|²) over the motion alone
///
/// On a normal posterior R = 0 and α = 1. A chain that has been turned round comes back to the other within some 1/γ:
/// the mean square gap of one that was is 2/γ a parameter, over time and in posterior standard deviations.
@usableFromInline
struct MomentumTwin: Sendable {
  let quadratic: TwinQuadratic

  /// Where the chain is.
  @usableFromInline
  struct State: Sendable, Codable {
    @usableFromInline var position: [Double]
    /// Vᵀv.
    fileprivate(set) var velocity: [Double]
    /// x.
    fileprivate var offset: [Double]
    /// U there.
    fileprivate var potential: Double
    /// Vᵀ∇R there.
    fileprivate var pull: [Double]
    /// The moves rejected so far, and those rejected since one was accepted.
    @usableFromInline var rejections = 0
    @usableFromInline var streak = 0
  }

  @usableFromInline
  init(_ quadratic: TwinQuadratic) { self.quadratic = quadratic }

  /// A new chain at a position, with a velocity.
  @usableFromInline
  func start(at position: [Double], velocity: [Double]) -> State {
    let offset = quadratic.modes * zip(position, quadratic.center).map(-)
    let (potential, pull) = potentialAndPull(at: position, offset)
    return State(
      position: position, velocity: quadratic.modes * velocity, offset: offset, potential: potential, pull: pull)
  }

  /// Goes where the noise of the other chain leads, or turns round.
  ///
  /// - Parameters:
  ///   - position: What the stretch's noise alone makes of the other chain's position: d elements.
  ///   - velocity: The same of its velocity.
  @usableFromInline
  func move(
    _ state: inout State, over stretch: MomentumStretch, position: [Double], velocity: [Double],
    using random: inout some RandomSource
  ) {
    let noise = (position: quadratic.modes * position, velocity: quadratic.modes * velocity)
    var (x, v) = (state.offset, state.velocity)
    var logRatio = state.potential
    for (j, mode) in stretch.modes.enumerated() {
      logRatio += 0.5 * v[j] * v[j]
      v[j] -= 0.5 * stretch.time * state.pull[j]
      logRatio -= mode.energy(x[j], v[j])
      (x[j], v[j]) = mode.motion(x[j], v[j], noise: noise.position[j], noise.velocity[j], using: &random)
      logRatio += mode.energy(x[j], v[j])
    }
    let proposal = zip(quadratic.center, quadratic.modes.transposed * x).map(+)
    let (potential, pull) = potentialAndPull(at: proposal, x)
    for j in v.indices {
      v[j] -= 0.5 * stretch.time * pull[j]
      logRatio -= 0.5 * v[j] * v[j]
    }
    logRatio -= potential
    // Not a number where the proposal has no density: such a comparison is false.
    if log(random.uniform()) < logRatio {
      (state.position, state.offset, state.velocity) = (proposal, x, v)
      (state.potential, state.pull) = (potential, pull)
      state.streak = 0
    } else {
      for j in v.indices { state.velocity[j] = -state.velocity[j] }
      state.rejections += 1
      state.streak += 1
    }
  }

  /// U and Vᵀ∇R.
  private func potentialAndPull(at position: [Double], _ offset: [Double]) -> (potential: Double, pull: [Double]) {
    let (potential, slope) = quadratic.potentialAndSlope(at: position)
    return (potential, offset.indices.map { slope[$0] - quadratic.curvatures[$0] * offset[$0] })
  }
}
