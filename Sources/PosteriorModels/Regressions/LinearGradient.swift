internal import CPosteriorKernels

extension MutableSpan<Double> {
  /// Adds scale · Σ xᵢ(yᵢ − xᵢᵀθ) over the examples with the given indices, xᵢ being row i of `design`.
  @usableFromInline
  package mutating func addLinearGradient(
    design: Matrix, responses: [Double], examples: Span<Int32>, at position: Span<Double>, scaledBy scale: Double
  ) {
    precondition(
      position.count == design.columnCount && count == design.columnCount && responses.count == design.rowCount,
      "vectors of different lengths")
    let isDone = withBuffers(and: position, examples) { gradient, position, examples in
      cpk_add_linear_gradient(
        design.elements, design.rowCount, design.columnCount, responses, examples.baseAddress, examples.count,
        position.baseAddress, scale, gradient.baseAddress)
    }
    precondition(isDone != 0, "an example's index is outside 0..<\(design.rowCount)")
  }
}
