/// The Euler–Maruyama scheme of overdamped Langevin dynamics:
///
///     θ ← θ − ηĝ(θ) + √(2ηT) ξ
///
/// On a Gaussian target of curvature a, h = ηa, with the full gradient, its variance is (1/a)/(1 − h/2): first order.
public struct EulerMaruyama: LinearIntegrator, Hashable {
  /// The scheme.
  public init() {}

  /// The chain's noise.
  @inlinable
  public func start(
    dimension: Int, temperature: Double, metric: Metric, using random: inout some RandomSource
  ) -> NoiseIncrements { NoiseIncrements(dimension: dimension) }

  /// The whole step.
  @inlinable
  public func complete(
    _ position: inout [Double], _ noise: inout NoiseIncrements, gradient: [Double], step: LangevinStep, metric: Metric,
    using random: inout some RandomSource
  ) -> Bool {
    if step.temperature > 0 { noise.draw(through: metric, using: &random) }
    return position.move(
      drift: gradient, -step.rate, noise: noise, (2 * step.temperature * step.rate).squareRoot())
  }

  /// The estimator's own loop, where it has one.
  @inlinable
  public func takeShortSteps<Gradient: GradientEstimator>(
    _ position: inout [Double], _ noise: inout NoiseIncrements, gradient: Gradient,
    gradientState: inout Gradient.State, most: Int, rate: Double, temperature: Double, metric: Metric,
    trace: inout MutableSpan<Double>, using random: inout some RandomSource
  ) -> Int {
    guard case .unit = metric else { return 0 }
    return gradient.takeShortSteps(
      most: most, rate: rate, temperature: temperature, state: &gradientState, noise: &noise, position: &position,
      trace: &trace, using: &random)
  }

  /// k = 1.
  public func linearSteps(_ steps: [LangevinStep]) -> [LinearStep] {
    steps.map { step in
      LinearStep(
        after: .identity(1), gradientScale: [-step.rate],
        noiseAfter: Matrix(diagonal: [(2 * step.temperature * step.rate).squareRoot()]))
    }
  }
}
