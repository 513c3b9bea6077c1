/// A line cᵢ + bᵢλ for each example of a generalised linear model, in its linear predictor λ = xᵢᵀθ, and their sum.
@usableFromInline
struct PredictorLines: Sendable {
  /// X: N × d, an example a row.
  let design: Matrix
  /// cᵢ and bᵢ, in turn: 2N elements.
  private let coefficients: [Double]
  /// Σ cᵢxᵢ: d elements.
  private let offset: [Double]
  /// Σ bᵢxᵢxᵢᵀ: d × d.
  let hessian: Matrix

  /// The lines of least squares of −score under predictors N(xᵢᵀμ, sᵢ²).
  init(_ model: some GeneralizedLinearModel, mean: [Double], spreads: [Double]) {
    design = model.design
    var (coefficients, slopes) = ([Double](), [Double]())
    var offset = [Double](repeating: 0, count: mean.count)
    var sum = offset.mutableSpan
    for (i, spread) in spreads.enumerated() {
      let predictor = design.dot(row: i, mean.span)
      let (score, curvature) = model.averages(of: i, overPredictors: predictor, standardDeviation: spread)
      let constant = -score - curvature * predictor
      coefficients += [constant, curvature]
      slopes.append(curvature)
      sum.add(constant, timesRow: i, of: design)
    }
    self.coefficients = coefficients
    self.offset = offset
    hessian = design.gram(weightedBy: slopes)
  }

  /// Whether all numbers are far from overflowing.
  var isFinite: Bool { (hessian.elements + coefficients + offset).allSatisfy { abs($0) < 1e100 } }

  /// bᵢ.
  func slope(of example: Int) -> Double { coefficients[2 * example + 1] }

  /// cᵢ + bᵢλ.
  func value(of example: Int, atPredictor predictor: Double) -> Double {
    coefficients[2 * example] + coefficients[2 * example + 1] * predictor
  }

  /// cᵢλᵢ + ½bᵢλᵢ², whose slope is the line.
  func parabola(of example: Int, atPredictor predictor: Double) -> Double {
    predictor * (coefficients[2 * example] + 0.5 * coefficients[2 * example + 1] * predictor)
  }

  /// The parabolas' sum.
  func sum(at position: Span<Double>) -> Double {
    var sum = position.dot(offset.span)
    for j in 0..<position.count { sum += 0.5 * position[j] * hessian.dot(row: j, position) }
    return sum
  }

  /// Adds scale · Σ (cᵢ + bᵢλᵢ)xᵢ over all examples.
  @usableFromInline
  func addSum(at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>) {
    gradient.add(scale, times: offset.span)
    for j in 0..<position.count { gradient.add(scale * position[j], timesRow: j, of: hessian) }
  }

  /// Adds scale · Σ (cᵢ + bᵢλᵢ)xᵢ over some examples.
  @usableFromInline
  func add(
    _ examples: Span<Int32>, at position: Span<Double>, scaledBy scale: Double, to gradient: inout MutableSpan<Double>
  ) {
    design.forEachBlock(ofRows: examples, at: position) { places, values in
      for i in 0..<values.count {
        values[unchecked: i] =
          scale * value(of: Int(examples[places.lowerBound + i]), atPredictor: values[unchecked: i])
      }
      design.addSum(ofRows: examples, at: places, weightedBy: values.span, to: &gradient)
    }
  }
}

/// A minibatch's estimate of ∇U in one pass, relative to lines.
final class LineRelativeGradient: OnePassGradient {
  private let base: any OnePassGradient
  private let lines: PredictorLines

  init(_ base: any OnePassGradient, _ lines: PredictorLines) {
    self.base = base
    self.lines = lines
  }

  func setPotentialGradient(_ gradient: inout [Double], of minibatches: Minibatches, at position: [Double]) {
    base.setPotentialGradient(&gradient, of: minibatches, at: position)
    let examples = minibatches.examples.span.extracting(minibatches.current)
    var span = gradient.mutableSpan
    lines.addSum(at: position.span, scaledBy: 1, to: &span)
    lines.add(
      examples, at: position.span, scaledBy: -Double(minibatches.exampleCount) / Double(examples.count), to: &span)
  }

  func relative(to anchor: Anchor) -> (any OnePassGradient)? { nil }
}
