/// A posterior that another one lies behind: whatever it does not write itself is the other's.
public protocol PosteriorWrapper: Posterior {
  /// The other one.
  var base: any Posterior { get }
}

extension PosteriorWrapper {
  /// The base's.
  public var dimension: Int { base.dimension }

  /// The base's.
  public var exampleCount: Int { base.exampleCount }

  /// The base's.
  public var parameterNames: [String] { base.parameterNames }

  /// The base's.
  public var reportedNames: [String] { base.reportedNames }

  /// The base's. A wrapper whose density is another one takes those away that are no longer true.
  public var capabilities: Capabilities {
    var capabilities = base.capabilities
    // It stands in for the gradients, which a wrapper may have changed.
    capabilities.packed = nil
    return capabilities
  }

  /// What the base reports.
  public func report(_ position: Span<Double>, into values: inout MutableSpan<Double>) {
    base.report(position, into: &values)
  }

  /// The base's.
  public func logDensity(at position: Span<Double>) -> Double { base.logDensity(at: position) }

  /// The base's.
  public func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    base.addLogDensityGradient(at: position, to: &gradient)
  }

  /// The base's.
  public func logPrior(at position: Span<Double>) -> Double { base.logPrior(at: position) }

  /// The base's.
  public func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    base.addLogPriorGradient(at: position, to: &gradient)
  }

  /// The base's.
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    base.logLikelihood(of: example, at: position)
  }

  /// The base's.
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    base.addLogLikelihoodGradient(of: example, at: position, scaledBy: scale, to: &gradient)
  }

  /// The base's.
  public func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    base.addLogLikelihoodGradient(
      ofExamples: examples, at: position, relativeTo: anchor, scaledBy: scale, to: &gradient)
  }
}
