internal import CPosteriorKernels

// The vector arithmetic of inner loops. Lengths are checked once; then short vectors are gone through here, where the
// compiler sees them, and those of 16 elements and more by the kernels of long_vectors.c.

extension Span<Double> {
  /// The inner product Σ aᵢbᵢ of two vectors of the same length.
  @inlinable
  public func dot(_ other: Span<Double>) -> Double {
    precondition(count == other.count, "vectors of different lengths")
    if count >= 16 { return longDot(other) }
    var sum = 0.0
    for i in 0..<count { sum += self[unchecked: i] * other[unchecked: i] }
    return sum
  }

  @usableFromInline
  func longDot(_ other: Span<Double>) -> Double {
    withUnsafeBufferPointer { a in other.withUnsafeBufferPointer { b in cpk_dot(a.baseAddress, b.baseAddress, a.count) }
    }
  }

  /// The place of the first number that is farther from 0 than `bound`, or nil. A NaN is not.
  package func firstIndex(beyond bound: Double) -> Int? {
    let place = withUnsafeBufferPointer { cpk_first_beyond($0.baseAddress, $0.count, bound) }
    return place < count ? place : nil
  }
}

extension [Double] {
  /// The inner product Σ aᵢbᵢ of two vectors of the same length.
  @inlinable
  public func dot(_ other: [Double]) -> Double { span.dot(other.span) }
}

extension MutableSpan<Double> {
  /// self ← self + scale · vector.
  @inlinable
  public mutating func add(_ scale: Double, times vector: Span<Double>) {
    precondition(count == vector.count, "vectors of different lengths")
    if count >= 16 { return longAdd(scale, times: vector) }
    for i in 0..<count { self[unchecked: i] += scale * vector[unchecked: i] }
  }

  @usableFromInline
  mutating func longAdd(_ scale: Double, times vector: Span<Double>) {
    withUnsafeMutableBufferPointer { sum in
      vector.withUnsafeBufferPointer { cpk_add_scaled(sum.baseAddress, scale, $0.baseAddress, $0.count) }
    }
  }

  /// self ← self + scale · (row `row` of `matrix`).
  @inlinable
  public mutating func add(_ scale: Double, timesRow row: Int, of matrix: Matrix) {
    add(scale, times: matrix.elements.span.extracting(unchecked: matrix.places(ofRow: row)))
  }

  /// Changes the sign of every element.
  @inlinable
  package mutating func negate() {
    for i in 0..<count { self[unchecked: i] = -self[unchecked: i] }
  }

  /// Sets every element to `value`.
  @inlinable
  package mutating func fill(_ value: Double) {
    for i in 0..<count { self[unchecked: i] = value }
  }
}

extension Matrix {
  /// The inner product of row `row` with `vector`.
  @inlinable
  public func dot(row: Int, _ vector: Span<Double>) -> Double {
    elements.span.extracting(unchecked: places(ofRow: row)).dot(vector)
  }

  /// The places of a row's elements: inside, since there are `rowCount * columnCount` of them.
  @inlinable
  func places(ofRow row: Int) -> Range<Int> {
    precondition(UInt(bitPattern: row) < UInt(bitPattern: rowCount), "no row \(row) among \(rowCount)")
    let first = row &* columnCount
    return Range(uncheckedBounds: (first, first &+ columnCount))
  }
}
