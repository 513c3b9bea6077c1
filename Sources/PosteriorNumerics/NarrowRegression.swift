internal import CPosteriorKernels

/// The potential of a linear regression on at most seven columns, laid out for short steps: each example a cache line of its own.
///
///     ∇U = precision · θ − offset − scale · Σ_b xᵢ(yᵢ − xᵢᵀθ)
///
/// See narrow_linear_gradient.c and narrow_linear_steps.c.
@usableFromInline
package struct NarrowRegression: Sendable {
  /// The most columns a design may have.
  @usableFromInline package static let mostColumns = 7

  /// Eight numbers an example, from the first place on a multiple of 64 bytes: an array of its own, which nothing moves.
  let elements: [Double]
  let first: Int
  let rowCount: Int
  let columnCount: Int

  /// A copy of a design's rows and their responses.
  package init(_ design: Matrix, responses: [Double]) {
    precondition(design.columnCount <= Self.mostColumns, "a narrow design has at most \(Self.mostColumns) columns")
    precondition(responses.count == design.rowCount, "\(responses.count) responses for \(design.rowCount) rows")
    (rowCount, columnCount) = (design.rowCount, design.columnCount)
    var elements = [Double](repeating: 0, count: 8 * rowCount + 8)
    first = elements.withUnsafeBufferPointer { (64 - Int(bitPattern: $0.baseAddress) % 64) % 64 / 8 }
    for i in 0..<rowCount {
      for j in 0..<columnCount { elements[first + 8 * i + j] = design[i, j] }
      elements[first + 8 * i + columnCount] = responses[i]
    }
    self.elements = elements
  }

  /// Other values for the examples to be compared with than their responses, and what is subtracted from the gradient.
  @usableFromInline
  package struct Shift: Sendable {
    let values: [Double]
    let offset: [Double]

    /// N values, and d numbers to subtract.
    @usableFromInline
    package init(values: [Double], offset: [Double]) {
      self.values = values
      self.offset = offset
    }
  }

  /// Writes ∇U over the examples with the given indices.
  @usableFromInline
  package func setGradient(
    _ gradient: inout MutableSpan<Double>, ofMinibatch examples: Span<Int32>, at position: Span<Double>,
    precision: Double, scale: Double
  ) {
    precondition(gradient.count == columnCount && position.count == columnCount, "vectors of different lengths")
    elements.withUnsafeBufferPointer { elements in
      var model = model(elements, precision: precision, scale: scale)
      setGradient(&gradient, examples, position, &model)
    }
  }

  /// Writes ∇U over the examples with the given indices, relative to a shift.
  @usableFromInline
  package func setGradient(
    _ gradient: inout MutableSpan<Double>, ofMinibatch examples: Span<Int32>, values: [Double], offset: [Double],
    at position: Span<Double>, precision: Double, scale: Double
  ) {
    precondition(
      gradient.count == columnCount && position.count == columnCount && offset.count == columnCount
        && values.count == rowCount, "vectors of different lengths")
    elements.withUnsafeBufferPointer { elements in
      values.withUnsafeBufferPointer { values in
        offset.withUnsafeBufferPointer { offset in
          var model = model(elements, precision: precision, scale: scale)
          model.responses = values.baseAddress
          model.offset = offset.baseAddress
          setGradient(&gradient, examples, position, &model)
        }
      }
    }
  }

  private func setGradient(
    _ gradient: inout MutableSpan<Double>, _ examples: Span<Int32>, _ position: Span<Double>,
    _ model: inout cpk_narrow_regression
  ) {
    let isDone = gradient.withUnsafeMutableBufferPointer { gradient in
      examples.withUnsafeBufferPointer { examples in
        position.withUnsafeBufferPointer { position in
          cpk_set_narrow_gradient(
            &model, examples.baseAddress, examples.count, position.baseAddress, gradient.baseAddress)
        }
      }
    }
    precondition(isDone != 0, "an example's index is outside 0..<\(rowCount)")
  }

  func model(
    _ elements: UnsafeBufferPointer<Double>, precision: Double, scale: Double
  ) -> cpk_narrow_regression {
    cpk_narrow_regression(
      packed: elements.baseAddress.map { $0 + first }, rows: rowCount, columns: columnCount, responses: nil,
      offset: nil, precision: precision, scale: scale)
  }
}
