import Foundation

extension HamiltonianSampler {
  /// The same sampler with a step size that is right to a factor of about two: the one, found by doubling or halving,
  /// at which a single leapfrog step's acceptance crosses 0.8 (Hoffman & Gelman, JMLR 15 (2014), algorithm 4).
  ///
  /// - Throws: ``SamplingError/warmUpFailed(_:)`` when none does down to 10⁻¹⁰⁰,
  ///   ``SamplingError/improperPosterior(_:)`` when none does up to 10³⁰.
  func withReasonableStepSize(
    from start: PhasePoint, using random: inout some RandomSource
  ) throws(SamplingError) -> Self {
    var point = start
    var gain = 0.0
    func isAccurate(_ stepSize: Double, _ random: inout some RandomSource) -> Bool {
      point.copy(start)
      point.refreshMomentum(metric, using: &random)
      let energy = point.energy
      point.leapfrog(target, metric: metric, stepSize: stepSize)
      gain = energy - point.energy
      // A step lost in rounding keeps any energy.
      return gain > log(0.8) && point.position != start.position
    }

    var candidate = stepSize
    let grows = isAccurate(candidate, &random)
    while isAccurate(candidate, &random) == grows {
      candidate *= grows ? 2 : 0.5
      // Without a fall-off the density is flat, or rises until rounding hides the energy's error. On a slope so steep
      // that a step loses energy, it is the step that is too long.
      let change = abs(point.logDensity - start.logDensity)
      if grows, change > 1e10, gain > 1e-6 * change { break }
      if grows, candidate > 1e30 || change > 1e10 {
        throw .improperPosterior(
          "the posterior is improper (flat): the log density does not fall off, steps of any length keep the energy; "
            + "give a proper prior, or check that the log density depends on the parameters")
      }
      if candidate < 1e-100 {
        throw .warmUpFailed(
          "no step, however small, keeps the energy: the log density jumps at the start, or its gradient is wrong; "
            + "check the model's gradient against differences of its log density, or start elsewhere")
      }
    }
    return tuned(stepSize: candidate, metric: metric)
  }
}

extension LogDensity {
  /// Holds the gradient against the log density over short ways through a point, along random velocities: by Simpson's
  /// rule ∫∇ln p·v over [−h, h] is known up to O(h⁵). A way may cross a kink of the density, so several
  /// lengths are tried, and one that agrees is enough; those at which rounding hides the change say nothing.
  ///
  /// A wrong gradient does not make draws wrong, as they are accepted by the log density, but it makes them rare.
  ///
  /// - Throws: ``SamplingError/warmUpFailed(_:)`` when none agrees.
  func checkGradient(
    at point: PhasePoint, metric: Metric, stepSize: Double, using random: inout some RandomSource
  ) throws(SamplingError) {
    var (away, moved) = (point, point)
    away.refreshMomentum(metric, using: &random)
    func along(_ h: Double) -> (logDensity: Double, slope: Double) {
      moved.copy(away)
      moved.position.add(h, times: away.velocity)
      let height = logDensity(at: moved.position, gradient: &moved.gradient)
      return (height, moved.gradient.dot(away.velocity))
    }
    let middle = along(0)
    var disagreement: (change: Double, integral: Double)?
    for shrinkage in [0.1, 0.01, 1e-3, 1e-4, 1e-5] {
      let h = shrinkage * stepSize
      let (before, after) = (along(-h), along(h))
      let change = after.logDensity - before.logDensity
      let integral = h / 3 * (before.slope + 4 * middle.slope + after.slope)
      let size = h * (abs(before.slope) + abs(middle.slope) + abs(after.slope)) + abs(change)
      let rounding = 1e-13 * (1 + abs(middle.logDensity))
      guard size.isFinite, rounding < 1e-3 * size else { continue }
      if abs(change - integral) <= 1e-3 * size + rounding { return }
      disagreement = (change, integral)
    }
    guard let disagreement else { return }
    throw .warmUpFailed(
      "the model's gradient is not that of its log density: over a short way through the start the log density "
        + "changes by \(disagreement.change), and the gradient says \(disagreement.integral); check the gradient, its "
        + "sign, and that it is added to what the buffer holds")
  }
}
