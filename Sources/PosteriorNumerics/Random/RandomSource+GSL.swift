extension RandomSource {
  /// Calls `body` with this source where it is a ``GSLRandom``, as is known when code is compiled for the source's
  /// type.
  @inlinable
  package mutating func asGSLRandom<Result>(_ body: (inout GSLRandom) -> Result) -> Result? {
    guard Self.self == GSLRandom.self else { return nil }
    return withValue(&self, as: GSLRandom.self, body)
  }
}

/// Lends a value under the type that it is known to have.
@inlinable
package func withValue<Value, Known, Result>(
  _ value: inout Value, as type: Known.Type, _ body: (inout Known) -> Result
) -> Result {
  precondition(Value.self == Known.self, "a value of another type")
  return withUnsafeMutablePointer(to: &value) { pointer in
    body(&UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: Known.self).pointee)
  }
}
