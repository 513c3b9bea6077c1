public import PosteriorSampling

/// A linear, logistic or Poisson regression whose rows are read from a disk while chains run, so that they need not fit
/// in memory, or are in memory in single precision.
///
/// Its posterior is that of ``LinearRegression``, ``LogisticRegression`` or ``PoissonRegression`` on the same rows; the
/// log density leaves out −Σ ln yᵢ! of counts. It takes any sampler. Minibatches by `BlockEpochs` are read ahead in
/// long pieces, and so are passes over all rows. Rows one by one, as other minibatches take them, come as slowly as the
/// disk finds them.
public struct StoredRegression: IndependentPriorModel, TwiceDifferentiable {
  /// What the responses are.
  package var family: RegressionFamily
  /// The prior on each coefficient.
  @usableFromInline package let prior: Prior
  /// A name for each coefficient.
  public let parameterNames: [String]
  /// How many threads share a pass over all examples at the most: 1 unless set. Results are the same bits on any
  /// number.
  public var threads = 1
  package let rows: any RegressionRows

  /// A regression on rows that something lends.
  package init(_ family: RegressionFamily, _ rows: any RegressionRows, prior: Prior) {
    (self.family, self.rows, self.prior) = (family, rows, prior)
    parameterNames = rows.names
  }

  /// A regression on rows in memory, whose design may be in single precision.
  ///
  /// Single precision rounds the design's numbers to 24 bits, to within 6·10⁻⁸ of each. The posterior is that of the
  /// rounded data. Steps on a design that is larger than the caches take up to half the time.
  ///
  /// - Parameters:
  ///   - family: What the responses are.
  ///   - design: X: N × d, an example a row.
  ///   - responses: y: N numbers, 0 and 1 for logistic regression, and counts for Poisson regression.
  ///   - prior: The prior on each coefficient.
  ///   - parameterNames: A name for each coefficient; β[1], β[2], … where it is nil.
  ///   - precision: That of the design in memory.
  public init(
    _ family: RegressionFamily, design: Matrix, responses: [Double], prior: Prior = .flat,
    parameterNames: [String]? = nil, precision: DesignPrecision
  ) {
    design.checkExamples(responses.count, "responses")
    precondition(responses.allSatisfy(family.allows), "responses must be those of the family")
    let names = parameterNames ?? design.coefficientNames
    self.init(family, RowsInMemory(design, responses, names: names, precision), prior: prior)
  }

  /// The number of coefficients d.
  public var dimension: Int { parameterNames.count }

  /// The number of examples N.
  public var exampleCount: Int { rows.rowCount }

  /// The minibatches that are read fastest: blocks of rows that are read together, those of a window
  /// shuffled together: as many as make the order of the rows harmless, where memory allows it.
  package var blocks: BlockEpochs { rows.blocks }

  /// How many rows there is room for in memory.
  package var rowsInMemory: Int { rows.rowsInMemory }

  /// The columns by which the rows are ordered, so that windows of blocks bias a chain; none for rows in random order.
  ///
  /// - Parameter window: How many blocks, far apart, are shuffled together.
  package func orderedColumns(window: Int) -> [String] { rows.orderedColumns(window: window) }

  /// The bytes of memory with which ``blocks`` would have so many blocks in a window that the order of the rows does no
  /// harm; nil where no memory helps.
  package var memoryForOrder: Int? { rows.memoryForOrder }

  /// What went wrong as rows were read, if anything did. Gradients are not numbers since.
  package var readFailure: (any Error)? { rows.failure }

  /// The Hessian, the closed form of a linear regression, and the reader of rows.
  public var capabilities: Capabilities {
    var capabilities = Capabilities(hessian: self)
    if case .linear = family, prior.independentNormals(1) != nil { capabilities.exactPosterior = self }
    capabilities.stored = rows is RowsInMemory ? nil : rows
    return capabilities
  }

  /// ln p(yᵢ | β), for counts up to the constant −ln yᵢ!.
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    var value = 0.0
    lendRow(example) { row, response in
      value = family.logLikelihood(response, atPredictor: position.dot(row.span))
    }
    return value
  }

  /// Adds scale · ∇ ln p(yᵢ | β).
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    let examples = CollectionOfOne(Int32(example))
    addLogLikelihoodGradient(
      ofExamples: examples.span, at: position, relativeTo: nil, scaledBy: scale, to: &gradient)
  }

  /// Adds scale · Σ score xᵢ over some examples, or scale · Σ (score − score at the anchor) xᵢ. An anchor notes nothing
  /// of its examples: their scores there are found with those at the position.
  public func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    precondition(position.count == dimension && gradient.count == dimension, "vectors of \(dimension) elements")
    gradient.withBuffers(and: position) { gradient, position in
      rows.lendAll(examples) { lent in
        family.addGradient(lent, at: position, relativeTo: anchor?.position, scaledBy: scale, to: gradient)
      }
    }
  }

  /// The log prior plus the log likelihood of all examples, in one pass over them.
  public func logDensity(at position: Span<Double>) -> Double {
    logPrior(at: position) + position.withUnsafeBufferPointer { pass(at: $0, gradient: nil) }
  }

  /// The same with its gradient, in one pass too.
  public func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    precondition(gradient.count == dimension, "a gradient has \(dimension) elements")
    addLogPriorGradient(at: position, to: &gradient)
    return logPrior(at: position) + gradient.withBuffers(and: position) { pass(at: $1, gradient: $0) }
  }

  /// The gradient of the prior and of all examples, in one pass over them.
  public func addLogDensityGradient(at position: Span<Double>, to gradient: inout MutableSpan<Double>) {
    _ = logDensity(at: position, addingGradientTo: &gradient)
  }
}

extension RegressionFamily {
  /// Adds scale · Σ score xᵢ over rows that are lent, their scores relative to those at an anchor where there is one.
  fileprivate func addGradient(
    _ rows: LentRows, at position: UnsafeBufferPointer<Double>, relativeTo anchor: [Double]?, scaledBy scale: Double,
    to gradient: UnsafeMutableBufferPointer<Double>
  ) {
    if case .linear(let noise) = self {
      return rows.addLeastSquares(at: position, relativeTo: anchor, scaledBy: scale / (noise * noise), to: gradient)
    }
    // As many rows as the first-level cache keeps between the passes.
    withUnsafeTemporaryAllocation(of: Double.self, capacity: 32) { room in
      for first in stride(from: 0, to: rows.places.count, by: 16) {
        let count = min(16, rows.places.count - first)
        func scores(_ part: Slice<UnsafeMutableBufferPointer<Double>>, _ position: UnsafeBufferPointer<Double>)
          -> UnsafeMutableBufferPointer<Double>
        {
          let weights = UnsafeMutableBufferPointer(rebasing: part)
          rows.writePredictors(weights, from: first, at: position)
          replace(weights) { rows.responses[Int(rows.places[first + $0])] }
          return weights
        }
        let weights = scores(room[..<count], position)
        if let anchor {
          let there = anchor.withUnsafeBufferPointer { scores(room[16..<16 + count], $0) }
          for i in 0..<count { weights[i] -= there[i] }
        }
        for i in 0..<count { weights[i] *= scale }
        rows.add(weights, from: first, to: gradient)
      }
    }
  }
}

extension LentRows {
  /// Adds scale · Σ xᵢ(yᵢ − xᵢᵀβ), or relative to an anchor −scale · Σ xᵢxᵢᵀ(β − β*).
  fileprivate func addLeastSquares(
    at position: UnsafeBufferPointer<Double>, relativeTo anchor: [Double]?, scaledBy scale: Double,
    to gradient: UnsafeMutableBufferPointer<Double>
  ) {
    guard let anchor else {
      return addLeastSquares(at: position, scaledBy: scale, withResponses: true, to: gradient)
    }
    withUnsafeTemporaryAllocation(of: Double.self, capacity: position.count) { difference in
      for j in position.indices { difference.initializeElement(at: j, to: position[j] - anchor[j]) }
      addLeastSquares(at: UnsafeBufferPointer(difference), scaledBy: scale, withResponses: false, to: gradient)
    }
  }
}
