/// Tunes a sampler's step size and metric while its chain moves to the posterior, and gives back the tuned sampler and
/// the chain's state. Its draws are no draws from the posterior.
///
/// The step size follows `DualAveraging`; the metric is estimated from draws and gradients together.
///
/// Carpenter et al., J. Stat. Softw. 76 (2017), doi:10.18637/jss.v076.i01; Stan Reference Manual.
public struct WarmUp: Sendable, Hashable {
  /// The number of steps.
  package let steps: Int
  /// What is estimated of the posterior's covariance.
  package let metric: Metric.Shape
  /// δ: the acceptance statistic aimed at. Closer to 1 makes steps smaller and divergences rarer.
  package let targetAcceptance: Double
  /// The windows of steps after each of which the posterior is looked at, and the metric estimated unless it stays.
  let windows: [Range<Int>]

  /// A plan of a number of steps, at least 1.
  public init(steps: Int = 1000, metric: Metric.Shape = .auto, targetAcceptance: Double = 0.8) {
    precondition(steps > 0, "a warm-up needs at least one step, not \(steps)")
    precondition(targetAcceptance > 0 && targetAcceptance < 1, "an acceptance cannot be \(targetAcceptance)")
    self.steps = steps
    self.metric = metric
    self.targetAcceptance = targetAcceptance
    windows = WarmUpWindows(steps: steps).windows
  }

  /// Tunes `sampler` from a position of d elements; its own step size and metric are where the search begins.
  ///
  /// - Throws: ``SamplingError/invalidStart(_:)`` where the log density or its gradient is not finite;
  ///   ``SamplingError/improperPosterior(_:)`` when the log density does not fall off far out, naming the parameter;
  ///   ``SamplingError/warmUpFailed(_:)`` when the gradient is not the log density's, or no step size is accepted.
  public func callAsFunction<Sampler: HamiltonianSampler>(
    _ sampler: Sampler, from position: [Double], using random: inout some RandomSource
  ) throws(SamplingError) -> (sampler: Sampler, state: Sampler.State) {
    var (sampler, state, warming) = try begin(sampler, from: position, using: &random)
    while warming.stepsMade < steps { _ = try step(&sampler, &state, &warming, using: &random) }
    return (sampler, state)
  }
}

extension NUTS {
  /// A tuned sampler, and the state of a chain that has reached the posterior:
  ///
  ///     let (sampler, state) = try NUTS.warmUp(model, from: start, using: &random)
  ///
  /// - Throws: See ``WarmUp/callAsFunction(_:from:using:)``.
  package static func warmUp(
    _ target: Target, from position: [Double], steps: Int = 1000, metric: Metric.Shape = .auto,
    targetAcceptance: Double = 0.8, using random: inout some RandomSource
  ) throws(SamplingError) -> (sampler: NUTS, state: NUTSState) {
    try WarmUp(steps: steps, metric: metric, targetAcceptance: targetAcceptance)(
      NUTS(target, stepSize: 1), from: position, using: &random)
  }
}
