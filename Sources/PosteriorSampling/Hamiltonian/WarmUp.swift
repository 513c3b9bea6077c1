/// How a chain's step size and metric are tuned while it moves to the posterior, by
/// ``HamiltonianSampler/selfTuning(_:)``. Its draws until then are no draws from the posterior.
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
}
