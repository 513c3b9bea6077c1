/// A model whose type is decided at run time, as by a command's options.
///
/// A minibatch's gradient is one indirect call, whatever its number of examples, so that samplers are compiled once for
/// all models at little cost.
public struct AnyPosterior: Posterior {
  /// The model itself, of whatever type.
  public let base: any Posterior

  /// Any model.
  public init(_ base: any Posterior) { self.base = base }

  /// The number of parameters d.
  public var dimension: Int { base.dimension }

  /// The number of examples N.
  public var exampleCount: Int { base.exampleCount }

  /// The parameters' names.
  public var parameterNames: [String] { base.parameterNames }

  /// The names of what is reported.
  public var reportedNames: [String] { base.reportedNames }

  /// What the model reports of a position.
  public func report(_ position: Span<Double>, into values: inout MutableSpan<Double>) {
    base.report(position, into: &values)
  }

  /// The log density.
  public func logDensity(at position: Span<Double>) -> Double { base.logDensity(at: position) }

  /// The log density's gradient.
  public func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    base.addLogDensityGradient(at: position, to: &gradient)
  }

  /// ln p(θ).
  public func logPrior(at position: Span<Double>) -> Double { base.logPrior(at: position) }

  /// Adds ∇ ln p(θ).
  public func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    base.addLogPriorGradient(at: position, to: &gradient)
  }

  /// ln p(yᵢ | θ).
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    base.logLikelihood(of: example, at: position)
  }

  /// Adds scale · ∇ ln p(yᵢ | θ).
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    base.addLogLikelihoodGradient(of: example, at: position, scaledBy: scale, to: &gradient)
  }

  /// Adds scale · Σ ∇ ln p(yᵢ | θ) over a minibatch.
  public func addLogLikelihoodGradient(
    ofMinibatch examples: Span<Int32>, at position: Span<Double>, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    base.addLogLikelihoodGradient(ofMinibatch: examples, at: position, scaledBy: scale, to: &gradient)
  }

  /// Adds Σ ∇ ln p(yᵢ | θ) over a block.
  public func addLogLikelihoodGradient(
    ofBlock examples: Range<Int>, at position: Span<Double>, to gradient: inout MutableSpan<Double>
  ) {
    base.addLogLikelihoodGradient(ofBlock: examples, at: position, to: &gradient)
  }

  /// Adds scale · Σ [∇ ln p(yᵢ | θ) − ∇ ln p(yᵢ | θ*)] over a minibatch.
  public func addLogLikelihoodGradient(
    ofMinibatch examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    base.addLogLikelihoodGradient(
      ofMinibatch: examples, at: position, relativeTo: anchor, scaledBy: scale, to: &gradient)
  }

  /// Writes the minibatch's estimate of ∇U.
  public func setPotentialGradient(
    _ gradient: inout MutableSpan<Double>, ofMinibatch examples: Span<Int32>, at position: Span<Double>
  ) {
    base.setPotentialGradient(&gradient, ofMinibatch: examples, at: position)
  }

  /// Writes the minibatch's estimate of ∇U with control variates.
  public func setPotentialGradient(
    _ gradient: inout MutableSpan<Double>, ofMinibatch examples: Span<Int32>, at position: Span<Double>,
    relativeTo anchor: Anchor
  ) {
    base.setPotentialGradient(&gradient, ofMinibatch: examples, at: position, relativeTo: anchor)
  }

  /// The model's loop over short steps.
  public var shortSteps: ShortSteps? { base.shortSteps }

  /// What the model keeps of its examples.
  public func note(_ notes: inout [Double], at position: Span<Double>) { base.note(&notes, at: position) }
}
