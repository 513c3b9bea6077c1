extension RandomSource {
  /// Calls `body` with this source where it is a ``GSLRandom``, as is known when code is compiled for the source's type.
  @inlinable
  package mutating func asGSLRandom<Result>(_ body: (inout GSLRandom) -> Result) -> Result? {
    guard Self.self == GSLRandom.self else { return nil }
    return withUnsafeMutablePointer(to: &self) { pointer in
      body(&UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: GSLRandom.self).pointee)
    }
  }
}
