/// A random source that hands the normals it has given to one chain to another, so that both move under the same noise.
@usableFromInline
struct CoupledNoise<Base: RandomSource>: RandomSource {
  @usableFromInline var base: Base
  @usableFromInline var tape: [Double] = []
  /// The place on the tape to read from; nil while it is being written.
  @usableFromInline var reading: Int?

  @inlinable
  init(_ base: Base) { self.base = base }

  /// Forgets the tape: what comes is new.
  @inlinable
  mutating func record() {
    tape.removeAll(keepingCapacity: true)
    reading = nil
  }

  /// Gives the normals on the tape again, from its beginning.
  @inlinable
  mutating func replay() { reading = 0 }

  @inlinable
  mutating func fillNormal(_ buffer: inout MutableSpan<Double>) {
    if let first = reading {
      precondition(first + buffer.count <= tape.count, "the second chain draws more than the first")
      for i in 0..<buffer.count { buffer[unchecked: i] = tape[first + i] }
      reading = first + buffer.count
    } else {
      base.fillNormal(&buffer)
      for i in 0..<buffer.count { tape.append(buffer[unchecked: i]) }
    }
  }

  @inlinable
  mutating func normal() -> Double {
    var value = [0.0]
    var span = value.mutableSpan
    fillNormal(&span)
    return value[0]
  }

  @inlinable
  mutating func next() -> UInt64 { base.next() }

  @inlinable
  mutating func fillUniform(_ buffer: inout MutableSpan<Double>) { base.fillUniform(&buffer) }

  @inlinable
  mutating func fillIndices(_ buffer: inout MutableSpan<Int32>, first count: Int, below bound: Int) {
    base.fillIndices(&buffer, first: count, below: bound)
  }

  @inlinable
  mutating func shuffle(_ items: inout MutableSpan<Int32>, choosing chosen: Int) {
    base.shuffle(&items, choosing: chosen)
  }
}
