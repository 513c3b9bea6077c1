internal import CPosteriorKernels

// Sorts in O(n log n) for any numbers, on few branches that a processor could guess wrongly: a vectorised quicksort on
// machines with AVX-512, a radix sort on others. −0 is sorted as 0 and comes out as it; there must be no NaN.
//
// Arrays that already have the right length are reused, so that many sorts of one size allocate once.

extension Span<Double> {
  /// Writes the numbers in ascending order over what `sorted` held.
  package func sort(into sorted: inout [Double]) {
    let count = count
    sort(scratch: count + 8) { numbers, scratch in
      overwrite(&sorted, count: count) { cpk_sort(numbers, count, $0, scratch) }
    }
  }

  /// Writes finite numbers in ascending order, equal ones in the order they stood in, and the place where each stood.
  package func sort(into sorted: inout [Double], places: inout [Int32]) {
    let count = count
    precondition(count <= Int(Int32.max), "\(count) numbers are more than can be ranked")
    sort(scratch: 2 * count + 8) { numbers, scratch in
      overwrite(&sorted, count: count) { sorted in
        overwrite(&places, count: count) { cpk_sort_places(numbers, count, sorted, $0, scratch) }
      }
    }
  }

  /// Lends the numbers, and memory for as many as the kernel needs; it returns 0 where a number is a NaN.
  private func sort(
    scratch count: Int, _ kernel: (UnsafePointer<Double>?, UnsafeMutablePointer<Double>?) -> Int32
  ) {
    let isSorted = withUnsafeBufferPointer { numbers in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { kernel(numbers.baseAddress, $0.baseAddress) }
    }
    precondition(isSorted != 0, "a NaN has no place in an order")
  }
}

/// Gives the array `count` elements, all of which `body` writes, and returns what it returns.
private func overwrite<Element>(
  _ array: inout [Element], count: Int, _ body: (UnsafeMutablePointer<Element>?) -> Int32
) -> Int32 {
  if array.count == count { return array.withUnsafeMutableBufferPointer { body($0.baseAddress) } }
  var result: Int32 = 0
  array = [Element](unsafeUninitializedCapacity: count) { buffer, written in
    result = body(buffer.baseAddress)
    written = count
  }
  return result
}
