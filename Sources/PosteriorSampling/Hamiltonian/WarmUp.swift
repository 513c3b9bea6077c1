/// Tunes a sampler's step size and metric while its chain moves to the posterior, and gives back the tuned sampler and
/// the chain's state. Its draws are no draws from the posterior.
///
/// The step size follows ``DualAveraging``; the metric is estimated in windows that double, with Stan's settings.
///
/// Carpenter et al., J. Stat. Softw. 76 (2017), doi:10.18637/jss.v076.i01; Stan Reference Manual.
public struct WarmUp: Sendable, Hashable {
  /// The number of steps.
  package let steps: Int
  /// What is estimated of the posterior's covariance.
  package let metric: Metric.Shape
  /// δ: the acceptance statistic aimed at. Closer to 1 makes steps smaller and divergences rarer.
  package let targetAcceptance: Double

  /// A plan of a number of steps, at least 1.
  public init(steps: Int = 1000, metric: Metric.Shape = .diagonal, targetAcceptance: Double = 0.8) {
    precondition(steps > 0, "a warm-up needs at least one step, not \(steps)")
    precondition(targetAcceptance > 0 && targetAcceptance < 1, "an acceptance cannot be \(targetAcceptance)")
    self.steps = steps
    self.metric = metric
    self.targetAcceptance = targetAcceptance
  }

  /// Tunes `sampler` from a position of d elements; its own step size and metric are where the search begins.
  ///
  /// - Throws: ``SamplingError/invalidStart(_:)`` where the log density or its gradient is not finite;
  ///   ``SamplingError/improperPosterior(_:)`` when the log density does not fall off far out, naming the parameter;
  ///   ``SamplingError/warmUpFailed(_:)`` when the gradient is not the log density's, or no step size is accepted.
  public func callAsFunction<Sampler: HamiltonianSampler>(
    _ sampler: Sampler, from position: [Double], using random: inout some RandomSource
  ) throws(SamplingError) -> (sampler: Sampler, state: Sampler.State) {
    let target = sampler.target
    let start = try PhasePoint(target, at: position)
    var sampler = try sampler.withReasonableStepSize(from: start, using: &random)
    try target.checkGradient(at: start, metric: sampler.metric, stepSize: sampler.stepSize, using: &random)
    var state = try sampler.start(at: position, using: &random)

    let windows = metric == .unit ? [] : WarmUpWindows(steps: steps).windows
    var averaging = DualAveraging(stepSize: sampler.stepSize, targetAcceptance: targetAcceptance)
    var moments = RunningCovariance(dimension: position.count, shape: metric)
    var (acceptanceSum, stepsOnMetric) = (0.0, 0)
    for step in 0..<steps {
      let info = try sampler.step(&state, using: &random)
      acceptanceSum += info.acceptanceStatistic
      stepsOnMetric += 1
      averaging.add(acceptance: info.acceptanceStatistic)
      sampler = sampler.tuned(stepSize: averaging.boundedStepSize, metric: sampler.metric)

      guard let window = windows.first(where: { $0.contains(step) }) else { continue }
      moments.add(state.position)
      if step + 1 == window.upperBound {
        let here = try PhasePoint(target, at: state.position)
        try target.checkFallOff(from: here, movedFrom: start, sampler)
        sampler = try sampler.tuned(stepSize: averaging.boundedStepSize, metric: moments.metric())
          .withReasonableStepSize(from: here, using: &random)
        averaging = DualAveraging(stepSize: sampler.stepSize, targetAcceptance: targetAcceptance)
        moments = RunningCovariance(dimension: position.count, shape: metric)
        (acceptanceSum, stepsOnMetric) = (0, 0)
      }
    }

    if stepsOnMetric >= 20, acceptanceSum < 0.1 * Double(stepsOnMetric) {
      throw .warmUpFailed(
        "no step size is accepted: the last \(stepsOnMetric) steps accepted \(acceptanceSum / Double(stepsOnMetric)) "
          + "on average, down to a step size of \(sampler.stepSize); check the log density for jumps and its "
          + "gradient, or start nearer to the posterior's mass")
    }
    sampler = sampler.tuned(stepSize: averaging.boundedAverage, metric: sampler.metric)
    try target.checkFallOff(from: PhasePoint(target, at: state.position), movedFrom: start, sampler)
    return (sampler, state)
  }
}

extension DualAveraging {
  /// ε for the next step, kept where arithmetic is possible.
  fileprivate var boundedStepSize: Double { min(max(stepSize, 1e-300), 1e300) }
  fileprivate var boundedAverage: Double { min(max(averagedStepSize, 1e-300), 1e300) }
}

extension NUTS {
  /// A tuned sampler, and the state of a chain that has reached the posterior:
  ///
  ///     let (sampler, state) = try NUTS.warmUp(model, from: start, using: &random)
  ///
  /// - Throws: See ``WarmUp/callAsFunction(_:from:using:)``.
  package static func warmUp(
    _ target: Target, from position: [Double], steps: Int = 1000, metric: Metric.Shape = .diagonal,
    targetAcceptance: Double = 0.8, using random: inout some RandomSource
  ) throws(SamplingError) -> (sampler: NUTS, state: NUTSState) {
    try WarmUp(steps: steps, metric: metric, targetAcceptance: targetAcceptance)(
      NUTS(target, stepSize: 1), from: position, using: &random)
  }
}
