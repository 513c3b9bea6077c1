// C reads several vectors in one call: they are lent together, so that the call stands in one closure.
extension MutableSpan<Double> {
  /// Lends these numbers and a vector, for the length of one call.
  @inlinable
  package mutating func withBuffers<Result>(
    and vector: Span<Double>,
    _ body: (_ own: UnsafeMutableBufferPointer<Double>, _ vector: UnsafeBufferPointer<Double>) -> Result
  ) -> Result {
    withUnsafeMutableBufferPointer { own in vector.withUnsafeBufferPointer { body(own, $0) } }
  }

  /// Lends these numbers, a vector and the indices of examples, for the length of one call.
  @inlinable
  package mutating func withBuffers<Result>(
    and vector: Span<Double>, _ examples: Span<Int32>,
    _ body: (
      _ own: UnsafeMutableBufferPointer<Double>, _ vector: UnsafeBufferPointer<Double>,
      _ examples: UnsafeBufferPointer<Int32>
    ) -> Result
  ) -> Result {
    withBuffers(and: vector) { own, vector in examples.withUnsafeBufferPointer { body(own, vector, $0) } }
  }
}
