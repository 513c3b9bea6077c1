/// Linear, logistic or Poisson regression on a sparse design, as of words in texts: the models of ``LinearRegression``,
/// ``LogisticRegression`` and ``PoissonRegression``, in time and memory for the design's non-zeros and for d numbers.
///
/// Nothing of it is d × d. A step of `SGLD`, `SGWORLD` or `CALM` on it costs what the non-zeros of its minibatch
/// cost, where these are few beside d, the prior is normal or flat, and several steps make a draw: a coordinate that no
/// example of a minibatch has a part in makes its steps later, all in one. Such steps have the law of steps one by one,
/// and not the same numbers.
public struct SparseRegression: IndependentPriorModel {
  /// The design X: N × d, an example a row.
  public let design: SparseMatrix
  /// The prior on each coefficient.
  @usableFromInline package let prior: Prior
  /// A name for each coefficient.
  public let parameterNames: [String]
  private let likelihood: SparseLikelihood
  private let steps: SparseSteps?

  /// A model of N responses on an N × d design: 0 and 1 for logistic regression, and counts for Poisson regression.
  public init(
    _ family: RegressionFamily, design: SparseMatrix, responses: [Double], prior: Prior, parameterNames: [String]? = nil
  ) {
    self.design = design
    self.prior = prior
    self.parameterNames = parameterNames ?? (1...design.columnCount).map { "β[\($0)]" }
    precondition(self.parameterNames.count == design.columnCount, "a name for each of \(design.columnCount) columns")
    let likelihood = SparseLikelihood(family, design, responses)
    self.likelihood = likelihood
    steps = prior.independentNormals(1).map { SparseSteps(likelihood, precision: $0.precisions[0]) }
  }

  /// The number of coefficients d.
  public var dimension: Int { design.columnCount }

  /// The number of examples N.
  public var exampleCount: Int { design.rowCount }

  /// Steps at the cost of non-zeros.
  public var capabilities: Capabilities {
    var capabilities = Capabilities()
    capabilities.onePass = steps
    return capabilities
  }

  /// The log prior plus the log likelihood of all examples, in one pass over their non-zeros.
  public func logDensity(at position: Span<Double>) -> Double { logPrior(at: position) + likelihood.sum(at: position) }

  /// The same with its gradient, in one pass too.
  public func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    addLogPriorGradient(at: position, to: &gradient)
    return logPrior(at: position)
      + gradient.withUnsafeMutableBufferPointer { likelihood.sum(at: position, addingGradientTo: $0) }
  }

  /// The gradient of the prior and of all examples.
  public func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    _ = logDensity(at: position, addingGradientTo: &gradient)
  }

  /// ln p(yᵢ | β).
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    CollectionOfOne(Int32(example)).span.withUnsafeBufferPointer { likelihood.sum(over: $0, at: position) }
  }

  /// Adds scale · ∇ ln p(yᵢ | β).
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    addLogLikelihoodGradient(
      ofExamples: CollectionOfOne(Int32(example)).span, at: position, relativeTo: nil, scaledBy: scale, to: &gradient)
  }

  /// Adds scale · Σ ∇ ln p(yᵢ | β) over some examples, less that at an anchor where there is one.
  public func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    gradient.withUnsafeMutableBufferPointer { gradient in
      examples.withUnsafeBufferPointer { examples in
        likelihood.sum(over: examples, at: position, scaledBy: scale, addingGradientTo: gradient)
        guard let there = anchor?.position else { return }
        likelihood.sum(over: examples, at: there.span, scaledBy: -scale, addingGradientTo: gradient)
      }
    }
  }
}
