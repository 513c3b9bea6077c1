/// The interval of a divergence κ from its plug-in value, by test inversion: it holds those κ of which the value is
/// neither in the lower nor in the upper tail.
///
/// Near its minimum a divergence is quadratic in the moments, so that the plug-in is a weighted sum of noncentral χ²:
/// its mean is κ + bias and its variance ρκ + Q. It is taken as the gamma distribution with those moments
/// (Satterthwaite 1946, doi:10.2307/3002019; Patnaik 1949, doi:10.2307/2332542), whose skewness keeps an exact sampler
/// from being called inexact more often than it should.
struct DivergenceInterval {
  /// What the plug-in shows on average when κ = 0.
  let bias: Double
  /// Q: the plug-in's variance when κ = 0.
  let constant: Double
  /// ρ: what the variance grows by with κ.
  let growth: Double

  /// The κ for which the plug-in exceeds `value` with probability `tail`; 0 when it does so less often even for κ =
  /// 0.
  func lower(_ value: Double, tail: Double) -> Double { solve(value, 1 - tail) }

  /// The κ for which the plug-in stays below `value` with probability `tail`. A value below the bias is taken for the
  /// bias: luck is no evidence of a smaller divergence.
  func upper(_ value: Double, tail: Double) -> Double { solve(max(value, bias), tail) }

  /// The κ ≥ 0 for which the plug-in is at most `value` with the given probability, which falls as κ rises.
  private func solve(_ value: Double, _ probability: Double) -> Double {
    func isAbove(_ kappa: Double) -> Bool { atMost(value, kappa) < probability }
    // Moments that are known exactly.
    if constant == 0, growth == 0 { return max(0, value - bias) }
    guard constant > 0, value.isFinite, !isAbove(0) else { return 0 }
    var (low, high) = (0.0, max(value, bias))
    while !isAbove(high), high < .greatestFiniteMagnitude { (low, high) = (high, 2 * high) }
    for _ in 0..<60 {
      let middle = 0.5 * (low + high)
      if isAbove(middle) { high = middle } else { low = middle }
    }
    return low
  }

  private func atMost(_ value: Double, _ kappa: Double) -> Double {
    let (mean, variance) = (kappa + bias, growth * kappa + constant)
    // A gamma distribution of such a shape is normal to ten digits, which GSL's function for it does not keep.
    if mean * mean > 1e10 * variance { return SpecialFunctions.normalCDF((value - mean) / variance.squareRoot()) }
    return SpecialFunctions.gammaCDF(value, shape: mean * mean / variance, scale: variance / mean)
  }
}
