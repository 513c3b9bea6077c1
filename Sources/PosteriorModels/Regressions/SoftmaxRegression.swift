import Foundation

/// Bayesian softmax (multinomial logistic) regression on K classes, the first being the reference:
///
///     P(yᵢ = k) = e^(xᵢᵀβₖ) / Σₗ e^(xᵢᵀβₗ),   β₀ = 0
///
/// Only differences between the classes' coefficients change the likelihood, so those of class 0 are fixed at zero, and
/// βₖ are relative to it: the rest is identified. A prior on them is not symmetric between the classes. The position
/// is (β₁, …, β_{K−1}), (K − 1)·D elements for D columns in the design. As in ``LogisticRegression``,
/// separable classes need a proper prior.
public struct SoftmaxRegression: IndependentPriorModel, TwiceDifferentiable {
  /// The design X: N × D, an example a row.
  package let design: Matrix
  /// The N classes, 0 to K − 1.
  package let labels: [Int]
  /// The number of classes K.
  package let classCount: Int
  /// The prior on each coefficient.
  @usableFromInline package let prior: Prior
  /// A name for each coefficient, class by class from class 1.
  public let parameterNames: [String]

  /// A model of N labels, 0 to K − 1, on an N × D design.
  public init(
    design: Matrix, labels: [Int], classCount: Int, prior: Prior = .flat, columnNames: [String]? = nil
  ) {
    design.checkExamples(labels.count, "labels")
    checkLabels(labels, classCount: classCount)
    self.design = design
    self.labels = labels
    self.classCount = classCount
    self.prior = prior
    let columns = columnNames ?? (1...design.columnCount).map { "\($0)" }
    parameterNames = (1..<classCount).flatMap { k in columns.map { "β[\(k),\($0)]" } }
  }

  /// The number of coefficients, (K − 1)·D.
  public var dimension: Int { (classCount - 1) * design.columnCount }

  /// The number of examples N.
  public var exampleCount: Int { design.rowCount }

  /// The log probability of example i's class.
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    withScratch(classCount - 1) { logits in
      write(logitsOf: example, at: position, to: &logits)
      return logits.span.logSoftmax(of: labels[example])
    }
  }

  /// Adds scale · ([yᵢ = k] − P(k))xᵢ to the gradient of each βₖ.
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    withScratch(classCount - 1) { logits in
      write(logitsOf: example, at: position, to: &logits)
      logits.replaceLogitsByLogSoftmaxGradient(of: labels[example], scaledBy: scale)
      let columns = design.columnCount
      for k in 0..<logits.count {
        for j in 0..<columns { gradient[k * columns + j] += logits[k] * design[example, j] }
      }
    }
  }

  /// The sum in blocks, the anchor's by a second one.
  public func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    addSum(over: examples, at: position, scaledBy: scale, to: &gradient)
    if let anchor { addSum(over: examples, at: anchor.position.span, scaledBy: -scale, to: &gradient) }
  }

  /// The log prior plus the log likelihood of all examples, in blocks.
  public func logDensity(at position: Span<Double>) -> Double {
    var sum = logPrior(at: position)
    (0..<exampleCount).forEachBlock { examples in
      forEachBlock(of: examples, at: position) { sum += $2.sum - log($2.product) }
    }
    return sum
  }

  /// The same with its gradient, in one pass.
  public func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    var sum = logPrior(at: position)
    addLogPriorGradient(at: position, to: &gradient)
    (0..<exampleCount).forEachBlock { examples in
      addSum(over: examples, at: position, scaledBy: 1, to: &gradient) { sum += $0.sum - log($0.product) }
    }
    return sum
  }

  /// Each class's sum of rows times its part of the gradient. `onBlock` is told what a block's log likelihood is
  /// made of.
  private func addSum(
    over examples: Span<Int32>, at position: Span<Double>, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>,
    onBlock: (_ logLikelihood: (sum: Double, product: Double)) -> Void = { _ in }
  ) {
    let columns = design.columnCount
    precondition(gradient.count == dimension, "vectors of different lengths")
    forEachBlock(of: examples, at: position, scaledBy: scale) { places, values, logLikelihood in
      onBlock(logLikelihood)
      for k in 0..<classCount - 1 {
        design.addSum(
          ofRows: examples, at: places, weightedBy: values.extracting(k * places.count..<(k + 1) * places.count),
          to: &gradient, from: k * columns)
      }
    }
  }

  /// Calls `body` with one block of examples after another: their places among them, scale · ([yᵢ = k] − P(k)) class
  /// by class, and the sum of their log likelihoods in two parts. Logits of a class after another, then their
  /// exponentials.
  private func forEachBlock(
    of examples: Span<Int32>, at position: Span<Double>, scaledBy scale: Double = 1,
    _ body: (_ places: Range<Int>, _ values: Span<Double>, _ logLikelihood: (sum: Double, product: Double)) -> Void
  ) {
    let columns = design.columnCount
    precondition(position.count == dimension, "vectors of different lengths")
    var first = 0
    while first < examples.count {
      let places = first..<min(first + 16, examples.count)
      let count = places.count
      withScratch(classCount * count) { values in
        for k in 0..<classCount - 1 {
          design.writeProducts(
            ofRows: examples, at: places, with: position.extracting(k * columns..<(k + 1) * columns), to: &values,
            from: k * count)
        }
        let logLikelihood = values.replaceLogitsByLogSoftmaxGradients(
          of: labels, examples: examples.extracting(places), scaledBy: scale)
        body(places, values.span, logLikelihood)
      }
      first = places.upperBound
    }
  }

  func write(logitsOf example: Int, at position: Span<Double>, to logits: inout MutableSpan<Double>) {
    let columns = design.columnCount
    for k in 0..<logits.count {
      logits[k] = design.dot(row: example, position.extracting(k * columns..<(k + 1) * columns))
    }
  }
}
