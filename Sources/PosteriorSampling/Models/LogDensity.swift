/// A log density and its gradient: what a full-gradient sampler needs to know of a target.
public protocol LogDensity: Sendable {
  /// The number of parameters d.
  var dimension: Int { get }

  /// A name for each of the d parameters.
  var parameterNames: [String] { get }

  /// ln p(θ) up to a constant, at a position of d elements.
  func logDensity(at position: Span<Double>) -> Double

  /// Adds ∇ ln p(θ) to `gradient` (d elements, not zero at the start).
  func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>)
}

extension LogDensity {
  /// θ[1] to θ[d].
  public var parameterNames: [String] { (0..<dimension).map { "θ[\($0 + 1)]" } }
}
