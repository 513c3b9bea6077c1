/// The order of finite numbers: the one sort that a parameter's diagnostics need.
struct SortedDraws: Sendable {
  /// The numbers, ascending.
  private(set) var values: [Double]
  /// Where each of them stood.
  private(set) var places: [Int32]

  /// Sorts finite numbers; equal ones keep their order, and −0 is 0.
  init(_ numbers: [Double]) {
    values = []
    places = []
    numbers.span.sort(into: &values, places: &places)
  }

  /// Already sorted numbers.
  private init(values: [Double], places: [Int32]) {
    self.values = values
    self.places = places
  }

  /// The order of |x − center|, from the order of x: both sides of the center, merged.
  func folded(around center: Double) -> SortedDraws {
    let count = values.count
    let above = values.partitioningIndex { $0 > center }
    var moved: [Int32] = []
    let distances = [Double](unsafeUninitializedCapacity: count) { distances, written in
      moved = [Int32](unsafeUninitializedCapacity: count) { moved, written in
        merge(center, above, &distances, &moved)
        written = count
      }
      written = count
    }
    return SortedDraws(values: distances, places: moved)
  }

  /// The merge from the center outwards and that from the ends inwards meet halfway: a step waits for the one before,
  /// so that two merges take the time of one.
  private func merge(
    _ center: Double, _ firstAbove: Int, _ distances: inout UnsafeMutableBufferPointer<Double>,
    _ moved: inout UnsafeMutableBufferPointer<Int32>
  ) {
    let (x, places) = (values.span, places.span)
    var (below, above) = (firstAbove - 1, firstAbove)
    var (lowest, highest) = (0, x.count - 1)
    var (near, far) = (0, x.count - 1)
    while lowest < below, above < highest, near < far {
      let (left, right) = (center - x[unchecked: below], x[unchecked: above] - center)
      let isLeft = left <= right
      distances[near] = isLeft ? left : right
      moved[near] = places[unchecked: isLeft ? below : above]
      below &-= isLeft ? 1 : 0
      above &+= isLeft ? 0 : 1
      near &+= 1
      let (farLeft, farRight) = (center - x[unchecked: lowest], x[unchecked: highest] - center)
      let isFarLeft = farLeft > farRight
      distances[far] = isFarLeft ? farLeft : farRight
      moved[far] = places[unchecked: isFarLeft ? lowest : highest]
      lowest &+= isFarLeft ? 1 : 0
      highest &-= isFarLeft ? 0 : 1
      far &-= 1
    }
    while near <= far {
      let left = lowest <= below ? center - x[below] : .infinity
      let right = above <= highest ? x[above] - center : .infinity
      let isLeft = lowest <= below && (left <= right || above > highest)
      distances[near] = isLeft ? left : right
      moved[near] = places[isLeft ? below : above]
      below -= isLeft ? 1 : 0
      above += isLeft ? 0 : 1
      near += 1
    }
  }
}

extension [Double] {
  /// The index of the first element of the sorted array that is at or past a boundary.
  func partitioningIndex(where isPast: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if isPast(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
