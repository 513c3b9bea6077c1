internal import CPosteriorKernels

// The two passes over rows of a design that a generalised linear model's gradient takes: see design_rows.c. `places`
// are those of the rows in the list of their indices; the rows that come after these in the list are fetched meanwhile.
extension Matrix {
  /// Writes the inner products of rows with a vector, one for each place, to the elements of `products` from `start`
  /// on.
  @usableFromInline
  package func writeProducts(
    ofRows rows: Span<Int32>, at places: Range<Int>, with vector: Span<Double>, to products: inout MutableSpan<Double>,
    from start: Int = 0
  ) {
    precondition(
      vector.count == columnCount && start >= 0 && products.count - start >= places.count,
      "vectors of different lengths")
    check(rows, at: places)
    products.withBuffers(and: vector, rows) { products, vector, rows in
      cpk_linear_predictors(
        elements, rowCount, columnCount, rows.baseAddress.map { $0 + places.lowerBound }, places.count,
        rows.count - places.upperBound, vector.baseAddress, products.baseAddress.map { $0 + start })
    }
  }

  /// Adds the sum of rows, each times its weight, to the elements of `sum` from `start` on.
  @usableFromInline
  package func addSum(
    ofRows rows: Span<Int32>, at places: Range<Int>, weightedBy weights: Span<Double>,
    to sum: inout MutableSpan<Double>,
    from start: Int = 0
  ) {
    precondition(
      start >= 0 && sum.count - start >= columnCount && weights.count == places.count, "vectors of different lengths")
    check(rows, at: places)
    sum.withBuffers(and: weights, rows) { sum, weights, rows in
      cpk_add_weighted_rows(
        elements, rowCount, columnCount, rows.baseAddress.map { $0 + places.lowerBound }, places.count,
        rows.count - places.upperBound, weights.baseAddress, sum.baseAddress.map { $0 + start })
    }
  }

  /// C reads what it is told to, so that the indices at `places` are checked here. Those that follow are not: what they
  /// point to is fetched, and never read.
  private func check(_ rows: Span<Int32>, at places: Range<Int>) {
    precondition(places.lowerBound >= 0 && places.upperBound <= rows.count, "places outside the list of rows")
    rows.checkIndices(at: places, below: rowCount)
  }
}

extension Span<Int32> {
  /// Stops the program if an index at the given places is outside 0 ..< bound.
  package func checkIndices(at places: Range<Int>, below bound: Int) {
    // Without a branch in the loop, so that many are looked at together. A negative index is a large one unsigned.
    var largest: UInt32 = 0
    for i in places { largest = Swift.max(largest, UInt32(bitPattern: self[unchecked: i])) }
    precondition(places.isEmpty || Int(largest) < bound, "an example's index is outside 0..<\(bound)")
  }
}
