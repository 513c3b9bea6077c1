/// A posterior that is a prior times a product over examples: what a stochastic-gradient sampler needs to know.
///
///     ln p(θ | y) = ln p(θ) + Σᵢ ln p(yᵢ | θ) + constant
///
/// A model writes the prior and one example's likelihood, each with its gradient. The sums over a minibatch and over
/// a block of examples follow from those; a model that can add up many examples faster than one by one overrides
/// them.
public protocol Posterior: LogDensity {
  /// The number of examples N.
  var exampleCount: Int { get }

  /// ln p(θ), up to a constant.
  func logPrior(at position: Span<Double>) -> Double

  /// Adds ∇ ln p(θ) to `gradient`.
  func addLogPriorGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>)

  /// ln p(yᵢ | θ) of the example with index `example`, from 0.
  func logLikelihood(of example: Int, at position: Span<Double>) -> Double

  /// Adds scale · ∇ ln p(yᵢ | θ) of one example to `gradient`.
  func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>)

  /// Adds scale · Σ ∇ ln p(yᵢ | θ) over a minibatch, given by its examples' indices, to `gradient`.
  func addLogLikelihoodGradient(
    ofMinibatch examples: Span<Int32>, at position: Span<Double>, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>)

  /// Adds Σ ∇ ln p(yᵢ | θ) over a block of consecutive examples to `gradient`.
  func addLogLikelihoodGradient(
    ofBlock examples: Range<Int>, at position: Span<Double>, to gradient: inout MutableSpan<Double>)

  /// Adds scale · Σ [∇ ln p(yᵢ | θ) − ∇ ln p(yᵢ | θ*)] over a minibatch to `gradient`, θ* being where `anchor` is.
  ///
  /// The second gradient is computed beside the first unless the model knows better: one whose examples' gradients at θ* are
  /// a number times a known vector keeps those numbers in the anchor, and overrides this and ``note(_:at:)``.
  func addLogLikelihoodGradient(
    ofMinibatch examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>)

  /// Writes the minibatch's estimate of ∇U, −∇ ln p(θ) − (N/|b|) Σ ∇ ln p(yᵢ | θ), to `gradient`.
  ///
  /// It follows from the sums above; a model whose steps are so short that a loop over d parameters counts overrides it.
  func setPotentialGradient(
    _ gradient: inout MutableSpan<Double>, ofMinibatch examples: Span<Int32>, at position: Span<Double>)

  /// Writes the same estimate with control variates: the examples' gradients are relative to those at an anchor, whose sum the prior
  /// takes (``AnchoredPosterior``).
  func setPotentialGradient(
    _ gradient: inout MutableSpan<Double>, ofMinibatch examples: Span<Int32>, at position: Span<Double>,
    relativeTo anchor: Anchor)

  /// The model for a loop over many short steps, where there is one for its kind.
  var shortSteps: ShortSteps? { get }

  /// Writes what the model wants to keep of its examples at a position: a number for each, or nothing.
  func note(_ notes: inout [Double], at position: Span<Double>)
}

extension Posterior {
  /// The difference by two gradients.
  @inlinable
  public func addLogLikelihoodGradient(
    ofMinibatch examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    addLogLikelihoodGradient(ofMinibatch: examples, at: position, scaledBy: scale, to: &gradient)
    addLogLikelihoodGradient(ofMinibatch: examples, at: anchor.position.span, scaledBy: -scale, to: &gradient)
  }

  /// The prior's part, then the minibatch's.
  @inlinable
  public func setPotentialGradient(
    _ gradient: inout MutableSpan<Double>, ofMinibatch examples: Span<Int32>, at position: Span<Double>
  ) {
    gradient.fill(0)
    addLogPriorGradient(at: position, to: &gradient)
    gradient.negate()
    addLogLikelihoodGradient(
      ofMinibatch: examples, at: position, scaledBy: -Double(exampleCount) / Double(examples.count), to: &gradient)
  }

  /// The prior's part, then the minibatch's.
  @inlinable
  public func setPotentialGradient(
    _ gradient: inout MutableSpan<Double>, ofMinibatch examples: Span<Int32>, at position: Span<Double>,
    relativeTo anchor: Anchor
  ) {
    gradient.fill(0)
    addLogPriorGradient(at: position, to: &gradient)
    gradient.add(1, times: anchor.gradient.span)
    gradient.negate()
    addLogLikelihoodGradient(
      ofMinibatch: examples, at: position, relativeTo: anchor,
      scaledBy: -Double(exampleCount) / Double(examples.count), to: &gradient)
  }

  /// None.
  @inlinable
  public var shortSteps: ShortSteps? { nil }

  /// Nothing.
  @inlinable
  public func note(_ notes: inout [Double], at position: Span<Double>) {}

  /// The sum over a minibatch, one example at a time.
  @inlinable
  public func addLogLikelihoodGradient(
    ofMinibatch examples: Span<Int32>, at position: Span<Double>, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    for i in 0..<examples.count {
      addLogLikelihoodGradient(of: Int(examples[unchecked: i]), at: position, scaledBy: scale, to: &gradient)
    }
  }

  /// The sum over a block, one example at a time.
  @inlinable
  public func addLogLikelihoodGradient(
    ofBlock examples: Range<Int>, at position: Span<Double>, to gradient: inout MutableSpan<Double>
  ) {
    for i in examples { addLogLikelihoodGradient(of: i, at: position, scaledBy: 1, to: &gradient) }
  }

  /// The log prior plus the log likelihood of all N examples.
  @inlinable
  public func logDensity(at position: Span<Double>) -> Double {
    var sum = logPrior(at: position)
    for i in 0..<exampleCount { sum += logLikelihood(of: i, at: position) }
    return sum
  }

  /// The prior's gradient plus that of all N examples.
  @inlinable
  public func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    addLogPriorGradient(at: position, to: &gradient)
    addLogLikelihoodGradient(ofBlock: 0..<exampleCount, at: position, to: &gradient)
  }
}

/// A posterior that is known in closed form, so that a sampler's draws can be held against it.
public protocol ConjugatePosterior: Posterior {
  /// The closed form.
  associatedtype Exact: ExactPosterior

  /// The exact posterior.
  ///
  /// - Throws: ``SamplingError/improperPosterior(_:)`` when the data do not determine one.
  func exactPosterior() throws(SamplingError) -> Exact
}
