import Foundation

/// Bayesian Poisson regression with the logarithmic link: yᵢ ~ Poisson(tᵢ e^(xᵢᵀβ)).
///
///     ln p(yᵢ | β) = yᵢλᵢ − e^λᵢ − ln yᵢ!,   λᵢ = xᵢᵀβ + ln tᵢ
///
/// tᵢ is the example's exposure, such as the time or the area in which yᵢ was counted; ln tᵢ is known as the
/// offset. An intercept is a column of ones in the design. The gradient grows like e^λ, so that chains need learning
/// rates small enough for the largest rate they meet.
public struct PoissonRegression: IndependentPriorModel, OnePassLinearModel {
  /// The design X: N × d, an example a row.
  public let design: Matrix
  /// The N counts, not negative.
  @usableFromInline package let counts: [Int]
  /// ln t: the logarithms of the N exposures.
  @usableFromInline package let offsets: [Double]
  /// The prior on each coefficient.
  @usableFromInline package let prior: Prior
  /// A name for each coefficient.
  public let parameterNames: [String]
  /// How many threads share a pass over all examples at the most: 1 unless set. Results are the same bits on any
  /// number.
  public var threads = 1
  /// ln yᵢ!, which does not depend on β.
  private let logFactorials: [Double]
  private let packed: PackedModel?

  /// A model of N counts on an N × d design, with N positive exposures (all 1 when left out).
  public init(
    design: Matrix, counts: [Int], exposures: [Double]? = nil, prior: Prior = .flat, parameterNames: [String]? = nil
  ) {
    design.checkExamples(counts.count, "counts")
    precondition(counts.allSatisfy { $0 >= 0 }, "counts cannot be negative")
    let exposures = exposures ?? [Double](repeating: 1, count: counts.count)
    design.checkExamples(exposures.count, "exposures")
    precondition(exposures.allSatisfy { $0 > 0 && $0.isFinite }, "exposures must be positive")
    self.design = design
    self.counts = counts
    offsets = exposures.map { log($0) }
    self.prior = prior
    self.parameterNames = parameterNames ?? design.coefficientNames
    logFactorials = counts.map { SpecialFunctions.logGamma(Double($0) + 1) }
    packed = .poissonRegression(
      design, counts: counts, offsets: offsets, prior: prior.independentNormals(design.columnCount))
  }

  /// The Hessian, the linear predictor, and fused steps where the design is narrow.
  public var capabilities: Capabilities {
    Capabilities(hessian: self, linearPredictor: self, onePass: packed)
  }

  /// ln p(yᵢ | β); −∞ where the rate overflows.
  public func logLikelihood(of example: Int, atPredictor predictor: Double) -> Double {
    RegressionFamily.poisson.logLikelihood(Double(counts[example]), atPredictor: predictor + offsets[example])
      - logFactorials[example]
  }

  @usableFromInline
  package func logLikelihood(_ pass: LikelihoodPass) -> Double {
    pass.poisson(design, counts, offsets: offsets, logFactorials: logFactorials)
  }

  /// The count less its mean, yᵢ − e^λᵢ.
  public func score(of example: Int, atPredictor predictor: Double) -> Double {
    Double(counts[example]) - curvature(of: example, atPredictor: predictor)
  }

  /// The examples' scores, eight at a time.
  public func replacePredictors(_ values: inout MutableSpan<Double>, byScoresOf examples: Span<Int32>) {
    for i in 0..<values.count { values[i] += offsets[Int(examples[i])] }
    values.formExponentials()
    for i in 0..<values.count { values[i] = Double(counts[Int(examples[i])]) - min(values[i], 1e300) }
  }

  /// e^λᵢ, kept finite, so that a zero in the design stays a zero in the gradient and never is 0 · ∞.
  public func curvature(of example: Int, atPredictor predictor: Double) -> Double {
    RegressionFamily.poisson.curvature(atPredictor: predictor + offsets[example])
  }
  /// In closed form: the mean rate is that of a predictor half a variance higher.
  public func averages(
    of example: Int, overPredictors mean: Double, standardDeviation: Double
  ) -> (score: Double, curvature: Double) {
    let rate = curvature(of: example, atPredictor: mean + 0.5 * standardDeviation * standardDeviation)
    return (Double(counts[example]) - rate, rate)
  }
}
