/// A normal is a target too: any exact sampler takes it, and its scores are known.
extension MultivariateNormal: LogDensity {
  /// Adds −Σ⁻¹(θ − mean).
  public func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    let pull = cholesky.solve((0..<dimension).map { mean[$0] - position[$0] })
    for j in 0..<dimension { gradient[j] += pull[j] }
  }
}
