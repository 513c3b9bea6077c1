/// Numbers that do not change, at a multiple of 64 bytes.
package final class AlignedNumbers<Element: BitwiseCopyable>: Sendable {
  /// How many there are.
  package let count: Int
  // Written before anyone else has the object.
  private nonisolated(unsafe) let memory: UnsafeMutableRawPointer

  /// Zeros, which a function may replace.
  package init(count: Int, _ fill: (UnsafeMutableBufferPointer<Element>) -> Void) {
    self.count = count
    let bytes = Swift.max(count * MemoryLayout<Element>.stride, 64)
    memory = .allocate(byteCount: bytes, alignment: 64)
    UnsafeRawBufferPointer(start: memory, count: bytes).useLargePages(isFilled: false)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
    fill(UnsafeMutableBufferPointer(start: memory.bindMemory(to: Element.self, capacity: count), count: count))
  }

  /// A copy of an array's elements.
  package convenience init(_ values: [Element]) {
    self.init(count: values.count) { numbers in _ = numbers.update(fromContentsOf: values) }
  }

  deinit { memory.deallocate() }

  /// The first of them, as long as the object lives.
  package var start: UnsafePointer<Element> { UnsafePointer(memory.assumingMemoryBound(to: Element.self)) }
}
