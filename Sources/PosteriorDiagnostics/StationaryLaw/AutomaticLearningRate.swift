import Foundation

/// A learning rate chosen for a divergence: the largest at which the sampler's stationary law, on the quadratic
/// potential at the posterior's mode, is within a target KL of the posterior.
///
///     let mode = try model.mode().position
///     let gradient = MinibatchGradient(model, ReshuffledEpochs(), batchSize: 10)
///     let rate = try AutomaticLearningRate(gradient, EulerMaruyama(), mode: mode, targetKL: 1e-3)
///     let check = try rate.checkedByHalving()
///
/// Exact for a normal posterior. For another it is a prediction from the curvature at the mode, which ``HalvingCheck``
/// holds against what chains do.
public struct AutomaticLearningRate: Sendable {
  /// The rate found: η, and not ε/2.
  public let learningRate: Double
  /// The predicted law at η.
  public let law: StationaryLaw
  /// The KL that was asked for.
  package let targetKL: Double
  let dynamics: AffineDynamics
  let gradient: any GradientEstimator
  let metric: Metric

  /// The largest rate, within one per cent, whose predicted KL and twice its standard error are within the target, and
  /// which is at most 1/λ, λ the largest curvature (in the metric's coordinates): half of what is stable.
  ///
  /// - Throws: ``StationaryLawError`` when the position is not a mode, the state too large, or no rate meets the
  ///   target.
  public init(
    _ gradient: some GradientEstimator, _ integrator: some LinearIntegrator, mode: [Double],
    metric: Metric = .unit, targetKL: Double = 1e-3
  ) throws(StationaryLawError) {
    precondition(targetKL > 0 && targetKL.isFinite, "a target must be positive and finite, not \(targetKL)")
    dynamics = try AffineDynamics(gradient, integrator, metric: metric, mode: mode)
    self.gradient = gradient
    self.metric = metric
    self.targetKL = targetKL
    (learningRate, law) = try dynamics.largestRate(targetKL)
  }
}

extension AffineDynamics {
  fileprivate func largestRate(_ target: Double) throws(StationaryLawError) -> (Double, StationaryLaw) {
    func law(_ rate: Double) -> StationaryLaw? {
      guard let law = stableLaw(learningRate: rate) else { return nil }
      return law.kl + 2 * law.error.kl <= target ? law : nil
    }
    let highest = 1 / (whitened.rates.max() ?? 1)
    var (rate, found) = (1e-3 * highest, law(1e-3 * highest))
    // Below 10⁻⁷ of the highest the excess over the posterior is lost in rounding.
    while found == nil {
      rate /= 8
      guard rate > 1e-7 * highest else { throw .noLearningRate(target: target) }
      found = law(rate)
    }
    // Upwards to the first rate that is too large, then between the two.
    var high = highest
    while rate < highest {
      let next = min(2 * rate, highest)
      guard let better = law(next) else {
        high = next
        break
      }
      (rate, found) = (next, better)
    }
    while high > 1.01 * rate {
      let middle = (rate * high).squareRoot()
      if let better = law(middle) { (rate, found) = (middle, better) } else { high = middle }
    }
    guard let found else { throw .noLearningRate(target: target) }
    return (rate, found)
  }
}
