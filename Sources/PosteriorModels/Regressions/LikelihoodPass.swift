internal import CPosteriorKernels

/// One pass over all examples of a regression, for their log likelihood at a position and perhaps its gradient:
/// regression.c.
@usableFromInline
package struct LikelihoodPass {
  let position: UnsafeBufferPointer<Double>
  /// What the gradient is added to; nil where the value suffices.
  var gradient: UnsafeMutableBufferPointer<Double>?
  /// How many threads share the pass at the most.
  let threads: Int

  /// Σ −½τ(yᵢ − xᵢᵀθ)²: of responses N(xᵢᵀθ, 1/τ), but for constants.
  func normal(_ design: Matrix, _ responses: [Double], precision: Double) -> Double {
    precision * sum(CPK_NORMAL, design, responses, scaledBy: precision)
  }

  /// Σ −ln(1 + e^(−sᵢxᵢᵀθ)): of signs sᵢ that are 1 with the probability 1/(1 + e^−xᵢᵀθ), and −1 otherwise.
  func bernoulli(_ design: Matrix, signs: [Int8]) -> Double { sum(CPK_BERNOULLI, design, signs) }

  /// Σ yᵢmᵢ − e^mᵢ − ln yᵢ!, mᵢ being xᵢᵀθ and an offset: of counts that are Poisson's.
  func poisson(_ design: Matrix, _ counts: [Int], offsets: [Double], logFactorials: [Double]) -> Double {
    sum(CPK_POISSON, design, counts, (offsets, logFactorials))
  }

  private func sum<Response: BitwiseCopyable>(
    _ family: Int, _ design: Matrix, _ responses: [Response],
    _ counts: (offsets: [Double], logFactorials: [Double]) = ([], []), scaledBy scale: Double = 1
  ) -> Double {
    let columns = design.columnCount
    precondition(
      position.count >= columns && gradient?.count ?? columns >= columns, "vectors of fewer than \(columns) elements")
    // An array that is passed as a pointer is lent until the call returns.
    func add(
      _ elements: UnsafePointer<Double>, _ responses: UnsafeRawPointer, _ offsets: UnsafePointer<Double>,
      _ logFactorials: UnsafePointer<Double>
    ) -> Double {
      var regression = cpk_regression(
        family: Int32(family), design: elements, rows: design.rowCount, columns: columns, responses: responses,
        offsets: offsets, log_factorials: logFactorials)
      return cpk_add_regression(&regression, position.baseAddress, scale, max(1, threads), gradient?.baseAddress)
    }
    return add(design.elements, responses, counts.offsets, counts.logFactorials)
  }
}

/// A regression whose examples are gone through in one pass for the log likelihood, its gradient, or both.
@usableFromInline
package protocol OnePassRegression: Posterior {
  /// How many threads share a pass over all examples at the most.
  var threads: Int { get }

  /// Σ ln p(yᵢ | θ) over all examples. Its gradient is added where the pass has room for one.
  func logLikelihood(_ pass: LikelihoodPass) -> Double
}

extension OnePassRegression {
  /// The log prior plus the log likelihood of all examples, in one pass over them.
  public func logDensity(at position: Span<Double>) -> Double { density(at: position) }

  /// The same with its gradient, in one pass too.
  public func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    density(at: position, addingGradientTo: &gradient)
  }

  /// The gradient of the prior and of all examples, in one pass over them.
  public func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    _ = density(at: position, addingGradientTo: &gradient)
  }

  fileprivate func density(at position: Span<Double>) -> Double {
    logPrior(at: position)
      + position.withUnsafeBufferPointer { logLikelihood(LikelihoodPass(position: $0, threads: threads)) }
  }

  fileprivate func density(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    addLogPriorGradient(at: position, to: &gradient)
    return logPrior(at: position)
      + gradient.withBuffers(and: position) {
        logLikelihood(LikelihoodPass(position: $1, gradient: $0, threads: threads))
      }
  }
}

/// One of them that depends on its parameters through a linear predictor alone.
@usableFromInline
package protocol OnePassLinearModel: OnePassRegression, GeneralizedLinearModel {}

extension OnePassLinearModel {
  /// The log prior plus the log likelihood of all examples, in one pass over them.
  public func logDensity(at position: Span<Double>) -> Double { density(at: position) }

  /// The same with its gradient, in one pass too.
  public func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    density(at: position, addingGradientTo: &gradient)
  }
}
