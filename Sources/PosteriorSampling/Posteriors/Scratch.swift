/// Lends `count` zeros to `body`, from the stack unless they are many, so that a gradient needs no allocation.
@inlinable
package func withScratch<Result>(_ count: Int, _ body: (inout MutableSpan<Double>) -> Result) -> Result {
  withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { buffer in
    buffer.initialize(repeating: 0)
    var span = buffer.mutableSpan
    return body(&span)
  }
}
