import Foundation

/// A chain of the posterior itself that moves under another chain's noise, so that the two hardly part and their
/// difference shows the other's bias far below the Monte Carlo error of either.
///
/// A proposal is the Ornstein–Uhlenbeck motion of the posterior's quadratic over a stretch of time τ, with the
/// gradient at the stretch's start in place of the quadratic's own, driven by the increments ξ of the other chain's
/// steps. In the eigenbasis of the curvature, H = VΛVᵀ, a mode of curvature λ gets
///
///     ζ ← e^(−ηλ) ζ + √((1 − e^(−2ηλ))/λ) ξ   at every step,   δ = −A g + ζ   at the end,
///     A = (1 − e^(−τλ))/λ
///
/// with g = Vᵀ∇U. The proposal is normal, so that Metropolis and Hastings' rule makes the posterior stationary,
/// whatever H is: with r = −δ + A g* the noise of the way back and Q = (1 − e^(−2τλ))/λ,
///
///     ln α = U − U* + Σ (ζ² − r²)/(2Q)
///
/// On a normal posterior α = 1. A rejected proposal parts the chains by a stretch, and they come together again.
/// Common noise for two chains: Glynn & Rhee, J. Appl. Probab. 51A (2014), doi:10.1239/jap/1417528487.
@usableFromInline
struct ExponentialTwin: Sendable {
  @usableFromInline let quadratic: TwinQuadratic

  /// Where the chain is, and what it has gathered of the other one's noise.
  @usableFromInline
  struct State: Sendable, Codable {
    @usableFromInline var position: [Double]
    /// U there.
    fileprivate var potential: Double
    /// Vᵀ∇U there.
    fileprivate var slope: [Double]
    /// ζ: in modes.
    @usableFromInline var noise: [Double]
    /// τ since the last proposal.
    @usableFromInline var time = 0.0
    /// Room for an increment in modes.
    @usableFromInline var increment: [Double]
    /// The length of the last step, and what it makes of ζ and of ξ.
    @usableFromInline var rate = 0.0
    @usableFromInline var kept: [Double]
    @usableFromInline var added: [Double]
    /// The proposals rejected so far, and those rejected since one was accepted.
    @usableFromInline var rejections = 0
    @usableFromInline var streak = 0
  }

  /// A twin, from the curvature that its proposals assume.
  @usableFromInline
  init(_ quadratic: TwinQuadratic) { self.quadratic = quadratic }

  /// A new chain at a position of d elements.
  @usableFromInline
  func start(at position: [Double]) -> State {
    let zero = [Double](repeating: 0, count: position.count)
    let (potential, slope) = quadratic.potentialAndSlope(at: position)
    return State(
      position: position, potential: potential, slope: slope, noise: zero, increment: zero, kept: zero, added: zero)
  }

  /// Takes up the increment ξ of a step of length η.
  @inlinable
  func drive(_ state: inout State, by increment: [Double], rate: Double) {
    if rate != state.rate { prepare(&state, for: rate) }
    for j in quadratic.curvatures.indices {
      state.noise[j] =
        state.kept[j] * state.noise[j] + state.added[j] * quadratic.modes.dot(row: j, increment.span)
    }
    state.time += rate
  }

  @usableFromInline
  func prepare(_ state: inout State, for rate: Double) {
    state.rate = rate
    for (j, curvature) in quadratic.curvatures.enumerated() {
      state.kept[j] = exp(-rate * curvature)
      state.added[j] = (-expm1(-2 * rate * curvature) / curvature).squareRoot()
    }
  }

  /// Proposes where the noise since the last time leads, and goes there or stays.
  @usableFromInline
  func move(_ state: inout State, using random: inout some RandomSource) {
    let curvatures = quadratic.curvatures
    let scales = curvatures.map { -expm1(-state.time * $0) / $0 }
    let step = curvatures.indices.map { state.noise[$0] - scales[$0] * state.slope[$0] }
    let proposal = zip(state.position, quadratic.modes.transposed * step).map { $0 + $1 }
    let (potential, slope) = quadratic.potentialAndSlope(at: proposal)
    var logRatio = state.potential - potential
    for (j, curvature) in curvatures.enumerated() {
      let back = scales[j] * slope[j] - step[j]
      let variance = -expm1(-2 * state.time * curvature) / curvature
      logRatio += (state.noise[j] * state.noise[j] - back * back) / (2 * variance)
    }
    // Not a number where the proposal has no density: such a comparison is false.
    let isAccepted = log(random.uniform()) < logRatio
    if isAccepted {
      (state.position, state.potential, state.slope) = (proposal, potential, slope)
      state.streak = 0
    } else {
      state.rejections += 1
      state.streak += 1
    }
    for j in state.noise.indices { state.noise[j] = 0 }
    state.time = 0
  }
}
