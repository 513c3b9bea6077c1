/// The scheme of Leimkuhler and Matthews for overdamped Langevin dynamics, whose noise is the mean of two steps':
///
///     θ ← θ − ηĝ(θ) + √(ηT/2) (ξₙ + ξₙ₊₁)
///
/// It is the high-friction limit of ``BAOAB``, of second order in the invariant law where Euler's is of first, at the
/// same cost; on a Gaussian target with the full gradient its covariance is exact. A short step is θ ← y −
/// η'ĝ(θ) + √(2η'T) ξₙ with the gradient at θ = y + √(η'T/2) ξₙ, which is the same scheme where all
/// steps are equal.
///
/// Leimkuhler & Matthews, Appl. Math. Res. Express 2013, doi:10.1093/amrx/abs010; as a postprocessed Euler scheme:
/// Vilmart, SIAM J. Sci. Comput. 37 (2015), doi:10.1137/140974328.
public struct LeimkuhlerMatthews: LinearIntegrator, Hashable {
  /// What the next step needs.
  public struct State: Sendable, Codable {
    /// Lξₙ, of which the position holds a part already.
    @usableFromInline var noise: NoiseBuffer
    /// The factor with which it does.
    @usableFromInline var included = 0.0

    @inlinable
    init(dimension: Int) { noise = NoiseBuffer(dimension: dimension) }
  }

  /// The scheme, which has no settings of its own.
  public init() {}

  /// The noise Lξₙ, which two steps share.
  public static var carried: [WritableKeyPath<State, [Double]>] { [\.noise.current] }

  /// Lξₙ drives the step as if it were Euler's: the position without its part of the noise is such a chain.
  public static var drivingIncrement: DrivingIncrement<State>? {
    .drawnBefore(\.noise.current, included: \.included)
  }

  /// The first step's noise, none of which is in the position.
  @inlinable
  public func start(
    dimension: Int, temperature: Double, metric: Metric, using random: inout some RandomSource
  ) -> State {
    var state = State(dimension: dimension)
    if temperature > 0 { state.noise.draw(through: metric, using: &random) }
    return state
  }

  /// Makes the position's part of the noise this step's, which differs where the step's length was not foreseen.
  @inlinable
  public func prepare(
    _ position: inout [Double], _ state: inout State, for step: LangevinStep, metric: Metric,
    using random: inout some RandomSource
  ) {
    let part = Self.part(step.rate, step.temperature)
    if part != state.included { position.add(part - state.included, times: state.noise) }
  }

  /// The drift, the rest of this step's noise, and the next one's first part.
  @inlinable
  public func complete(
    _ position: inout [Double], _ state: inout State, gradient: [Double], step: LangevinStep, metric: Metric,
    using random: inout some RandomSource
  ) -> Bool {
    let isFinite = position.move(
      drift: gradient, -step.rate, noise: state.noise, Self.part(step.rate, step.temperature))
    if step.temperature > 0 { state.noise.draw(through: metric, using: &random) }
    state.included = Self.part(step.fullRate, step.temperature)
    return position.add(state.included, times: state.noise) && isFinite
  }

  @inlinable
  static func part(_ rate: Double, _ temperature: Double) -> Double { (0.5 * rate * temperature).squareRoot() }
}
