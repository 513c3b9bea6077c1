import Foundation

extension LogDensity {
  /// Holds a chain's position θ against what every proper density must do far out.
  ///
  /// If p can be integrated over all parameters, then by Fubini's theorem it can be integrated along the line through
  /// almost every θ in each parameter's direction, and along the ray from 0 through almost every θ: p must fall
  /// faster than 1/t at distances t → ∞. Student-t tails fall like t^−(ν+1), whatever ν. So a log density that
  /// at t = 10¹⁰ lengths has not even fallen by ½ ln t tells of an improper posterior: a parameter that nothing
  /// determines, or, on the ray, classes that a hyperplane separates.
  ///
  /// A length is |θⱼ| plus a step of the tuned sampler. Lines are tried only where the density is nearly flat
  /// already: where it is improper a chain goes there. Flat directions that are neither parameters nor rays are not
  /// seen.
  ///
  /// - Parameters:
  ///   - point: A chain's position, with its log density and gradient.
  ///   - start: Where the chain began: a point chosen by hand may be one of the few at which nothing can be said.
  /// - Throws: ``SamplingError/improperPosterior(_:)`` naming the parameter.
  func checkFallOff(
    from point: PhasePoint, movedFrom start: [Double], _ sampler: some HamiltonianSampler
  ) throws(SamplingError) {
    guard point.position != start else { return }
    let distance = 1e10
    let least = point.logDensity - 0.5 * log(distance)
    for j in 0..<dimension {
      let step = sampler.stepSize * sampler.metric.variance(of: j).squareRoot()
      guard abs(point.gradient[j]) * step < 0.1 else { continue }
      for sign in [-1.0, 1] {
        var far = point.position
        far[j] += sign * distance * (abs(far[j]) + step)
        // NaN says nothing.
        guard far[j].isFinite, logDensity(at: far.span) > least else { continue }
        throw .improperPosterior(
          "the posterior is improper: the log density does not fall off as '\(parameterNames[j])' goes to "
            + "\(sign < 0 ? "−" : "+")∞, so neither prior nor data determine it; give it a proper prior, or leave "
            + "it out")
      }
    }
    let ray = point.position.map { distance * $0 }
    guard ray.allSatisfy(\.isFinite), logDensity(at: ray.span) > least,
      let leading = ray.indices.max(by: { abs(ray[$0]) < abs(ray[$1]) }), ray[leading] != 0
    else { return }
    throw .improperPosterior(
      "the posterior is improper: the log density does not fall off as the parameters grow together, "
        + "'\(parameterNames[leading])' most, as when the data separate the classes of a regression; give a proper "
        + "prior")
  }
}
