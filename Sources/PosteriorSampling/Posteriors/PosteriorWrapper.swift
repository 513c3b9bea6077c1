/// A posterior that another one lies behind: whatever it does not write itself is the other's.
///
/// ``LogDensity/logDensity(at:addingGradientTo:)`` alone is made of the wrapper's own log density and gradient, of
/// which it may have written either. A wrapper that leaves both as they are hands it on.
public protocol PosteriorWrapper: Posterior {
  /// The other one.
  var base: any Posterior { get }
}

extension PosteriorWrapper {
  /// Handed on from the base.
  public var dimension: Int { base.dimension }

  /// Handed on from the base.
  public var exampleCount: Int { base.exampleCount }

  /// Handed on from the base.
  public var parameterNames: [String] { base.parameterNames }

  /// Handed on from the base.
  public var reportedNames: [String] { base.reportedNames }

  /// The base's. A wrapper whose density is another one takes those away that are no longer true.
  public var capabilities: Capabilities {
    var capabilities = base.capabilities
    // They stand in for gradients and likelihoods, which a wrapper may have changed.
    (capabilities.onePass, capabilities.pointwise) = (nil, nil)
    return capabilities
  }

  /// What the base reports.
  public func report(_ position: Span<Double>, into values: inout MutableSpan<Double>) {
    base.report(position, into: &values)
  }

  /// Handed on from the base.
  public func logDensity(at position: Span<Double>) -> Double { base.logDensity(at: position) }

  /// Handed on from the base.
  public func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    base.addLogDensityGradient(at: position, to: &gradient)
  }

  /// Handed on from the base.
  public func logPrior(at position: Span<Double>) -> Double { base.logPrior(at: position) }

  /// Handed on from the base.
  public func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    base.addLogPriorGradient(at: position, to: &gradient)
  }

  /// Handed on from the base.
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    base.logLikelihood(of: example, at: position)
  }

  /// Handed on from the base.
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    base.addLogLikelihoodGradient(of: example, at: position, scaledBy: scale, to: &gradient)
  }

  /// Handed on from the base.
  public func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    base.addLogLikelihoodGradient(
      ofExamples: examples, at: position, relativeTo: anchor, scaledBy: scale, to: &gradient)
  }
}
