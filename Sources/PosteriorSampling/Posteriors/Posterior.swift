/// A posterior that is a prior times a product over examples: what a stochastic-gradient sampler needs to know.
///
///     ln p(θ | y) = ln p(θ) + Σᵢ ln p(yᵢ | θ) + constant
///
/// A model writes the prior and one example's likelihood, each with its gradient. Everything else follows from these. A
/// model that can add up many examples faster than one by one overrides
/// ``addLogLikelihoodGradient(ofExamples:at:relativeTo:scaledBy:to:)``, and one that knows more, such as its Hessian,
/// declares that in its ``LogDensity/capabilities``.
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

  /// Adds scale · Σ ∇ ln p(yᵢ | θ) over some examples to `gradient`; with an anchor at θ*, scale · Σ [∇ ln
  /// p(yᵢ | θ) − ∇ ln p(yᵢ | θ*)].
  ///
  /// It goes through the examples one by one unless the model knows better.
  ///
  /// - Parameters:
  ///   - examples: The examples' indices. An index may come more than once.
  ///   - position: θ: d elements.
  ///   - anchor: Where the examples' gradients are subtracted, as control variates; nil for plain gradients.
  ///   - scale: A factor of every example's gradient.
  ///   - gradient: d elements, not zero at the start.
  func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>)
}

extension Posterior {
  /// The model itself, which is a product over its examples.
  public var asPosterior: (any Posterior)? { self }

  /// The sum one example at a time; the anchor's by a second gradient.
  @inlinable
  public func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    for i in 0..<examples.count {
      addLogLikelihoodGradient(of: Int(examples[unchecked: i]), at: position, scaledBy: scale, to: &gradient)
    }
    guard let there = anchor?.position else { return }
    for i in 0..<examples.count {
      addLogLikelihoodGradient(of: Int(examples[unchecked: i]), at: there.span, scaledBy: -scale, to: &gradient)
    }
  }

  /// Adds Σ ∇ ln p(yᵢ | θ) over all N examples to `gradient`.
  @inlinable
  package func addLogLikelihoodGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    (0..<exampleCount).forEachBlock { examples in
      addLogLikelihoodGradient(ofExamples: examples, at: position, relativeTo: nil, scaledBy: 1, to: &gradient)
    }
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
    addLogLikelihoodGradient(at: position, to: &gradient)
  }
}

extension Range<Int> {
  /// Calls `body` with the numbers of the range, up to 1024 at a time.
  @inlinable
  package func forEachBlock(_ body: (Span<Int32>) -> Void) {
    var room = InlineArray<1024, Int32>(repeating: 0)
    var first = lowerBound
    while first < upperBound {
      let count = Swift.min(room.count, upperBound - first)
      var span = room.mutableSpan
      for i in 0..<count { span[i] = Int32(first + i) }
      body(room.span.extracting(first: count))
      first += count
    }
  }
}
