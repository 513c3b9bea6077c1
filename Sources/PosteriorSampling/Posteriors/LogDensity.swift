/// A log density and its gradient: what a full-gradient sampler needs to know of a target.
public protocol LogDensity: ParameterSpace {
  /// ln p(θ) up to a constant, at a position of d elements.
  func logDensity(at position: Span<Double>) -> Double

  /// Adds ∇ ln p(θ) to `gradient` (d elements, not zero at the start).
  func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>)

  /// Adds ∇ ln p(θ) to `gradient` (d elements, not zero at the start), and returns ln p(θ): what a step of NUTS
  /// asks for.
  ///
  /// The one and then the other, unless the density has both in one pass.
  func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double

  /// A name for each value that ``report(_:into:)`` writes.
  var reportedNames: [String] { get }

  /// Writes what a user wants to know of a position (d elements) into `values` (as many as ``reportedNames``): the
  /// parameters themselves, or σ for a parameter that is sampled as ln σ.
  func report(_ position: Span<Double>, into values: inout MutableSpan<Double>)

  /// What the density can do besides; nothing unless it says so.
  var capabilities: Capabilities { get }

  /// The density itself where it is a prior times a product over examples; nil otherwise. Only ``Posterior`` needs to
  /// say so.
  var asPosterior: (any Posterior)? { get }
}

extension LogDensity {
  /// The parameters' names, unless a model reports something else.
  public var reportedNames: [String] { parameterNames }

  /// ``addLogDensityGradient(at:to:)``, then ``logDensity(at:)``.
  @inlinable
  public func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    addLogDensityGradient(at: position, to: &gradient)
    return logDensity(at: position)
  }

  /// No capability, unless a model declares some.
  public var capabilities: Capabilities { Capabilities() }

  /// Nothing is known of a product over examples.
  public var asPosterior: (any Posterior)? { nil }

  /// Copies the parameters, unless a model reports something else.
  public func report(_ position: Span<Double>, into values: inout MutableSpan<Double>) {
    precondition(values.count == position.count, "\(position.count) parameters do not fit \(values.count) values")
    for j in 0..<position.count { values[unchecked: j] = position[unchecked: j] }
  }

  /// The reported values at a position of d elements, in the order of ``reportedNames``.
  package func reported(at position: [Double]) -> [Double] {
    var values = [Double](repeating: 0, count: reportedNames.count)
    var span = values.mutableSpan
    report(position.span, into: &span)
    return values
  }
}
