internal import CPosteriorKernels

// Gradients of networks of one hidden tanh layer: see tanh_network.c, and `TanhNetwork` for the order of the
// parameters.
extension MutableSpan<Double> {
  /// Adds scale · Σ (yᵢ − f(xᵢ)) ∇f(xᵢ) over the examples with the given indices, for a network of one
  /// output.
  @usableFromInline
  package mutating func addTanhRegressionGradient(
    design: Matrix, hiddenCount: Int, responses: [Double], examples: Span<Int32>, at position: Span<Double>,
    scaledBy scale: Double
  ) {
    precondition(responses.count == design.rowCount, "vectors of different lengths")
    var scratch = [Double](repeating: 0, count: checkNetwork(design, hiddenCount, 1, examples, position))
    withBuffers(and: position, examples) { gradient, position, examples in
      cpk_add_tanh_regression_gradient(
        design.elements, design.columnCount, hiddenCount, responses, examples.baseAddress, examples.count,
        position.baseAddress, scale, gradient.baseAddress, &scratch)
    }
  }

  /// Adds scale · Σ ∇ ln P(yᵢ) over the examples with the given indices, their classes being 0 to
  /// `counts.output`.
  package mutating func addTanhClassifierGradient(
    design: Matrix, counts: (hidden: Int, output: Int), labels: [Int], examples: Span<Int32>, at position: Span<Double>,
    scaledBy scale: Double
  ) {
    precondition(labels.count == design.rowCount, "vectors of different lengths")
    var scratch = [Double](repeating: 0, count: checkNetwork(design, counts.hidden, counts.output, examples, position))
    withBuffers(and: position, examples) { gradient, position, examples in
      cpk_add_tanh_classifier_gradient(
        design.elements, design.columnCount, counts.hidden, counts.output, labels, examples.baseAddress,
        examples.count, position.baseAddress, scale, gradient.baseAddress, &scratch)
    }
  }

  /// C reads what it is told to, so lengths and indices are checked here; returns the number of elements of scratch
  /// memory.
  private func checkNetwork(
    _ design: Matrix, _ hiddenCount: Int, _ outputCount: Int, _ examples: Span<Int32>, _ position: Span<Double>
  ) -> Int {
    let parameterCount = hiddenCount * (design.columnCount + 1) + outputCount * (hiddenCount + 1)
    precondition(position.count == parameterCount && count == parameterCount, "vectors of different lengths")
    examples.checkIndices(at: 0..<examples.count, below: design.rowCount)
    let valueCount = design.columnCount + hiddenCount + outputCount
    return valueCount <= Int(CPK_NETWORK_ROOM) ? 0 : Int(CPK_NETWORK_WIDTH) * valueCount
  }
}
