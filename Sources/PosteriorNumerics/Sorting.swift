internal import CPosteriorKernels

// Sorts in O(n log n) for any numbers, on few branches that a processor could guess wrongly: a vectorised quicksort on
// machines with AVX-512, a radix sort on others. −0 is sorted as 0 and comes out as it; there must be no NaN.
//
// Arrays that already have the right length are reused, so that many sorts of one size allocate once.

extension Span<Double> {
  /// Writes the numbers in ascending order over what `sorted` held.
  package func sort(into sorted: inout [Double]) {
    let count = count
    withUnsafeBufferPointer { numbers in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: count + 8) { scratch in
        overwrite(&sorted, count: count) {
          precondition(
            cpk_sort(numbers.baseAddress, count, $0, scratch.baseAddress) != 0, "a NaN has no place in an order")
        }
      }
    }
  }

  /// Writes finite numbers in ascending order, equal ones in the order they stood in, and the place where each stood.
  package func sort(into sorted: inout [Double], places: inout [Int32]) {
    let count = count
    precondition(count <= Int(Int32.max), "\(count) numbers are more than can be ranked")
    withUnsafeBufferPointer { numbers in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: 2 * count + 8) { scratch in
        overwrite(&sorted, count: count) { sorted in
          overwrite(&places, count: count) { places in
            let isSorted = cpk_sort_places(numbers.baseAddress, count, sorted, places, scratch.baseAddress)
            precondition(isSorted != 0, "a NaN has no place in an order")
          }
        }
      }
    }
  }
}

/// Gives the array `count` elements, all of which `body` writes.
private func overwrite<Element>(
  _ array: inout [Element], count: Int, _ body: (UnsafeMutablePointer<Element>?) -> Void
) {
  if array.count == count {
    array.withUnsafeMutableBufferPointer { body($0.baseAddress) }
  } else {
    array = [Element](unsafeUninitializedCapacity: count) { buffer, written in
      body(buffer.baseAddress)
      written = count
    }
  }
}
