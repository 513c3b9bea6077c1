/// A prior of independent normals around zero, one for each parameter, or the flat prior that is their limit.
public struct NormalPrior: IndependentPrior, Hashable {
  /// 1 / variance; 0 for the flat prior.
  @usableFromInline package let precision: Double

  /// p(θ) ∝ 1: improper, so the data must determine every parameter.
  public static let flat = NormalPrior(precision: 0)

  /// N(0, sd²) for each parameter.
  public static func normal(standardDeviation: Double) -> NormalPrior {
    precondition(
      standardDeviation > 0 && standardDeviation.isFinite,
      "a prior's standard deviation must be positive, not \(standardDeviation)")
    return NormalPrior(precision: 1 / (standardDeviation * standardDeviation))
  }

  /// ln p(θ) up to a constant.
  @inlinable
  public func logDensity(at position: Span<Double>) -> Double {
    precision == 0 ? 0 : -0.5 * precision * position.dot(position)
  }

  /// Adds ∇ ln p(θ) to `gradient`.
  @inlinable
  public func addGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    if precision != 0 { gradient.add(-precision, times: position) }
  }
}
