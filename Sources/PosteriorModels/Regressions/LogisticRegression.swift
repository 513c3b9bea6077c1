import Foundation

/// Bayesian logistic regression: P(yᵢ = 1) = 1/(1 + e^(−xᵢᵀβ)), yᵢ ∈ {0, 1}.
///
///     ln p(yᵢ | β) = −ln(1 + e^(−mᵢ)),   mᵢ = ±xᵢᵀβ,   + for yᵢ = 1
///
/// An intercept is a column of ones in the design. When a hyperplane separates the two kinds of examples, or columns of
/// the design depend on each other, the likelihood does not determine β: a flat prior then makes no proper posterior,
/// and a chain wanders off without end. A `WarmUp` reports the first of these.
public struct LogisticRegression: IndependentPriorModel, OnePassLinearModel {
  /// The design X: N × d, an example a row.
  public let design: Matrix
  /// The N labels, 0 or 1.
  public let labels: [Int]
  /// The prior on each coefficient.
  @usableFromInline package let prior: Prior
  /// A name for each coefficient.
  public let parameterNames: [String]
  /// How many threads share a pass over all examples at the most: 1 unless set. Results are the same bits on any
  /// number.
  public var threads = 1
  /// +1 for yᵢ = 1, −1 for yᵢ = 0: in a byte each, of which many stay in a cache.
  @usableFromInline let signs: [Int8]
  private let packed: PackedModel?

  /// A model of N labels, 0 or 1, on an N × d design.
  public init(design: Matrix, labels: [Int], prior: Prior = .flat, parameterNames: [String]? = nil) {
    design.checkExamples(labels.count, "labels")
    precondition(labels.allSatisfy { $0 == 0 || $0 == 1 }, "labels must be 0 or 1")
    self.design = design
    self.labels = labels
    signs = labels.map { $0 == 1 ? 1 : -1 }
    self.prior = prior
    self.parameterNames = parameterNames ?? design.coefficientNames
    packed = .logisticRegression(design, signs: signs, prior: prior.independentNormals(design.columnCount))
  }

  /// The Hessian, the linear predictor, and fused steps where the design is narrow.
  public var capabilities: Capabilities {
    Capabilities(hessian: self, linearPredictor: self, onePass: packed)
  }

  /// ln p(yᵢ | β).
  public func logLikelihood(of example: Int, atPredictor predictor: Double) -> Double {
    RegressionFamily.logistic.logLikelihood(Double(labels[example]), atPredictor: predictor)
  }

  @usableFromInline
  package func logLikelihood(_ pass: LikelihoodPass) -> Double { pass.bernoulli(design, signs: signs) }

  /// ±1/(1 + e^mᵢ), which is yᵢ − P(yᵢ = 1).
  @inlinable
  public func score(of example: Int, atPredictor predictor: Double) -> Double {
    let sign = sign(of: example)
    return sign / (1 + exp(sign * predictor))
  }

  /// The examples' scores, eight at a time.
  public func replacePredictors(_ values: inout MutableSpan<Double>, byScoresOf examples: Span<Int32>) {
    precondition(values.count == examples.count, "\(values.count) predictors of \(examples.count) examples")
    for i in 0..<values.count { values[unchecked: i] *= -sign(of: Int(examples[unchecked: i])) }
    values.formLogistics()
    for i in 0..<values.count { values[unchecked: i] *= sign(of: Int(examples[unchecked: i])) }
  }

  /// P(yᵢ = 1) P(yᵢ = 0).
  public func curvature(of example: Int, atPredictor predictor: Double) -> Double {
    RegressionFamily.logistic.curvature(atPredictor: predictor)
  }

  @inlinable
  func sign(of example: Int) -> Double { Double(signs[example]) }
}
