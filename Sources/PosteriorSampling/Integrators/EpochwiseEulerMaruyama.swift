/// The Euler–Maruyama scheme with its noise injected once an epoch, √(2T Ση) ξ after the last of an epoch's
/// minibatches:
///
///     θ ← θ − ηĝ(θ),   and at an epoch's end   θ ← θ + √(2T Ση) ξ
///
/// A second reading of arXiv:2306.03521, for comparison: its bias is far larger, of the order Mh.
public struct EpochwiseEulerMaruyama: LinearIntegrator, Hashable {
  /// What the next step needs.
  public struct State: Sendable, Codable {
    /// η summed over the steps since noise was last injected.
    @usableFromInline var noiselessTime = 0.0
    @usableFromInline var noise: NoiseBuffer

    @inlinable
    init(dimension: Int) { noise = NoiseBuffer(dimension: dimension) }
  }

  /// The scheme, which has no settings of its own.
  public init() {}

  /// No time without noise so far.
  @inlinable
  public func start(
    dimension: Int, temperature: Double, metric: Metric, using random: inout some RandomSource
  ) -> State { State(dimension: dimension) }

  /// The drift, and at an epoch's end the noise of all its steps.
  @inlinable
  public func complete(
    _ position: inout [Double], _ state: inout State, gradient: [Double], step: LangevinStep, metric: Metric,
    using random: inout some RandomSource
  ) -> Bool {
    state.noiselessTime += step.rate
    let isNoisy = step.isEpochEnd && step.temperature > 0
    if isNoisy { state.noise.draw(through: metric, using: &random) }
    let noisyTime = isNoisy ? state.noiselessTime : 0
    state.noiselessTime -= noisyTime
    return position.move(
      drift: gradient, -step.rate, noise: state.noise, (2 * step.temperature * noisyTime).squareRoot())
  }
}
