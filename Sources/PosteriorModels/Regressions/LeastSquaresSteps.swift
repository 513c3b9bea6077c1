internal import CPosteriorKernels

/// Steps on a linear regression of more columns than a ``PackedModel`` has: least_squares.c.
final class LeastSquaresSteps: FusedModel {
  private let design: Matrix
  /// Each example's response, or its predictor at an anchor.
  private let responses: [Double]
  private let noisePrecision: Double
  /// The prior's.
  private let precision: Double
  /// The examples' gradient at an anchor; none without an anchor.
  private let pulls: [Double]?

  init(
    _ design: Matrix, _ responses: [Double], noisePrecision: Double, priorPrecision: Double, pulls: [Double]? = nil
  ) {
    (self.design, self.responses, self.noisePrecision) = (design, responses, noisePrecision)
    (precision, self.pulls) = (priorPrecision, pulls)
  }

  var dimension: Int { design.columnCount }
  var exampleCount: Int { design.rowCount }

  func relative(to anchor: Anchor) -> (any OnePassGradient)? {
    guard pulls == nil else { return nil }
    let predictors =
      anchor.notes.isEmpty
      ? (0..<exampleCount).map { design.dot(row: $0, anchor.position.span) } : anchor.notes
    precondition(predictors.count == exampleCount, "an anchor with \(predictors.count) notes")
    return LeastSquaresSteps(
      design, predictors, noisePrecision: noisePrecision, priorPrecision: precision, pulls: anchor.gradient)
  }

  func setPotentialGradient(_ gradient: inout [Double], of minibatches: Minibatches, at position: [Double]) {
    precondition(gradient.count == dimension && position.count == dimension, "vectors of different lengths")
    let minibatch = minibatches.current
    let isDone = minibatches.examples.withUnsafeBufferPointer { examples in
      withKernel(batchSize: minibatch.count) { model in
        cpk_set_least_squares_gradient(
          &model, UnsafeBufferPointer(rebasing: examples[minibatch]).baseAddress, minibatch.count, position, &gradient)
      }
    }
    precondition(isDone != 0, "an example's index is outside 0..<\(exampleCount)")
  }

  func take(_ count: Int, _ scheme: cpk_scheme, _ chain: inout cpk_chain) -> Int {
    var scheme = scheme
    return withKernel(batchSize: chain.minibatches.size) { model in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: dimension) { gradient in
        cpk_take_least_squares_steps(&model, gradient.baseAddress, &scheme, &chain, count)
      }
    }
  }

  private func withKernel<Result>(batchSize: Int, _ body: (inout cpk_least_squares) -> Result) -> Result {
    // An array that is passed as a pointer is lent until the call returns.
    func read(
      _ elements: UnsafePointer<Double>, _ responses: UnsafePointer<Double>, _ pulls: UnsafePointer<Double>?
    ) -> Result {
      var model = cpk_least_squares(
        design: elements, rows: exampleCount, columns: dimension, responses: responses, precision: precision,
        pulls: pulls, scale: Double(exampleCount) / Double(batchSize) * noisePrecision)
      return body(&model)
    }
    return read(design.elements, responses, pulls)
  }
}
