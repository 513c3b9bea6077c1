/// A model whose example i depends on the parameters through its linear predictor λᵢ = xᵢᵀθ alone.
///
/// A model writes ln p(yᵢ | λ) and its first two derivatives, and everything else follows. Its gradients are numbers
/// times the design's rows. The examples at an anchor are noted as N numbers, so that control variates cost nothing a
/// step.
///
/// Examples are gone through in blocks, in three passes: predictors, scores, and the sum of rows times scores. The
/// first and the last are vectorised for every model.
public protocol GeneralizedLinearModel: TwiceDifferentiable {
  /// The design X: N × d, an example a row.
  var design: Matrix { get }

  /// ln p(yᵢ | λ).
  func logLikelihood(of example: Int, atPredictor predictor: Double) -> Double

  /// ∂ ln p(yᵢ | λ)/∂λ.
  func score(of example: Int, atPredictor predictor: Double) -> Double

  /// −∂² ln p(yᵢ | λ)/∂λ².
  func curvature(of example: Int, atPredictor predictor: Double) -> Double

  /// The averages of an example's score and curvature over predictors N(mean, standardDeviation²): by a rule of 24
  /// nodes unless the model knows them in closed form.
  func averages(
    of example: Int, overPredictors mean: Double, standardDeviation: Double
  ) -> (score: Double, curvature: Double)

  /// Replaces the linear predictors of some examples by their scores. One at a time unless the model knows a faster
  /// way.
  func replacePredictors(_ values: inout MutableSpan<Double>, byScoresOf examples: Span<Int32>)

  /// Writes what control variates need to know of each example at an anchor: N numbers. The examples' scores unless the
  /// model also overrides the gradient that reads them.
  func note(_ notes: inout [Double], at position: Span<Double>)
}

extension GeneralizedLinearModel {
  /// The number of coefficients d.
  public var dimension: Int { design.columnCount }

  /// The number of examples N.
  public var exampleCount: Int { design.rowCount }

  /// The Hessian and the linear predictor.
  public var capabilities: Capabilities { Capabilities(hessian: self, linearPredictor: self) }

  /// ln p(yᵢ | λᵢ).
  @inlinable
  public func logLikelihood(of example: Int, at position: Span<Double>) -> Double {
    logLikelihood(of: example, atPredictor: design.dot(row: example, position))
  }

  /// The log prior plus the log likelihood of all examples, their predictors block by block.
  @inlinable
  public func logDensity(at position: Span<Double>) -> Double {
    var sum = logPrior(at: position)
    (0..<exampleCount).forEachBlock { examples in
      design.forEachBlock(ofRows: examples, at: position) { places, predictors in
        sum += logLikelihood(ofExamples: examples.extracting(places), atPredictors: predictors.span)
      }
    }
    return sum
  }

  /// The same with its gradient, in one pass over the design.
  @inlinable
  public func logDensity(at position: Span<Double>, addingGradientTo gradient: inout MutableSpan<Double>) -> Double {
    var sum = logPrior(at: position)
    addLogPriorGradient(at: position, to: &gradient)
    (0..<exampleCount).forEachBlock { examples in
      design.forEachBlock(ofRows: examples, at: position) { places, values in
        sum += logLikelihood(ofExamples: examples.extracting(places), atPredictors: values.span)
        replacePredictors(&values, byScoresOf: examples.extracting(places))
        design.addSum(ofRows: examples, at: places, weightedBy: values.span, to: &gradient)
      }
    }
    return sum
  }

  @inlinable
  func logLikelihood(ofExamples examples: Span<Int32>, atPredictors predictors: Span<Double>) -> Double {
    var sum = 0.0
    for i in 0..<examples.count { sum += logLikelihood(of: Int(examples[i]), atPredictor: predictors[i]) }
    return sum
  }

  /// Adds scale · (∂ ln p(yᵢ | λᵢ)/∂λ) xᵢ.
  @inlinable
  public func addLogLikelihoodGradient(
    of example: Int, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    let score = score(of: example, atPredictor: design.dot(row: example, position))
    gradient.add(scale * score, timesRow: example, of: design)
  }

  /// Averages by a rule of 24 nodes. For logistic regression they are right to 10⁻⁵ up to a standard deviation of 2.
  public func averages(
    of example: Int, overPredictors mean: Double, standardDeviation: Double
  ) -> (score: Double, curvature: Double) {
    GaussHermite.averages { z in
      let predictor = mean + standardDeviation * z
      return (score(of: example, atPredictor: predictor), curvature(of: example, atPredictor: predictor))
    }
  }

  /// One score after another, by ``score(of:atPredictor:)``.
  @inlinable
  public func replacePredictors(_ values: inout MutableSpan<Double>, byScoresOf examples: Span<Int32>) {
    precondition(values.count == examples.count, "\(values.count) predictors of \(examples.count) examples")
    for i in 0..<values.count {
      values[unchecked: i] = score(of: Int(examples[unchecked: i]), atPredictor: values[unchecked: i])
    }
  }

  /// Adds scale · Σ score xᵢ over some examples, or scale · Σ (score − score at the anchor) xᵢ.
  @inlinable
  public func addLogLikelihoodGradient(
    ofExamples examples: Span<Int32>, at position: Span<Double>, relativeTo anchor: Anchor?, scaledBy scale: Double,
    to gradient: inout MutableSpan<Double>
  ) {
    forEachBlock(of: examples, at: position) { places, scores in
      if let anchor {
        for i in 0..<scores.count {
          scores[unchecked: i] -= anchor.notes[Int(examples[places.lowerBound + i])]
        }
      }
      for i in 0..<scores.count { scores[unchecked: i] *= scale }
      design.addSum(ofRows: examples, at: places, weightedBy: scores.span, to: &gradient)
    }
  }

  /// The examples' scores at the anchor, one number for each.
  @inlinable
  public func note(_ notes: inout [Double], at position: Span<Double>) {
    if notes.count != exampleCount { notes = [Double](repeating: 0, count: exampleCount) }
    (0..<exampleCount).forEachBlock { examples in
      forEachBlock(of: examples, at: position) { places, scores in
        for i in 0..<scores.count { notes[Int(examples[places.lowerBound + i])] = scores[i] }
      }
    }
  }

  /// Calls `body` with the scores of one block of the examples after another, and with the block's places among them.
  @inlinable
  package func forEachBlock(
    of examples: Span<Int32>, at position: Span<Double>,
    _ body: (_ places: Range<Int>, _ scores: inout MutableSpan<Double>) -> Void
  ) {
    design.forEachBlock(ofRows: examples, at: position) { places, values in
      replacePredictors(&values, byScoresOf: examples.extracting(places))
      body(places, &values)
    }
  }
}

extension Matrix {
  /// Calls `body` with the linear predictors of one block of rows after another, and with the block's places among
  /// them.
  ///
  /// A block is small enough for its rows to stay in the first-level cache between the passes, and those of the next
  /// beside them.
  @inlinable
  package func forEachBlock(
    ofRows rows: Span<Int32>, at position: Span<Double>,
    _ body: (_ places: Range<Int>, _ predictors: inout MutableSpan<Double>) -> Void
  ) {
    var first = 0
    while first < rows.count {
      let places = first..<min(first + 16, rows.count)
      withScratch(places.count) { values in
        writeProducts(ofRows: rows, at: places, with: position, to: &values)
        body(places, &values)
      }
      first = places.upperBound
    }
  }
}
