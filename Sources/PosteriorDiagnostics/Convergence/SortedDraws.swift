/// The order of finite numbers: the one sort that a parameter's diagnostics need.
struct SortedDraws: Sendable {
  /// The numbers, ascending.
  private(set) var values: [Double]
  /// Where each of them stood.
  private(set) var places: [Int32]

  /// Sorts by eleven bits at a time, the lowest first: radix sort (Knuth, TAOCP 3, 5.2.5).
  init(_ numbers: [Double]) {
    let count = numbers.count
    precondition(count <= Int(Int32.max), "\(count) draws are more than can be ranked")
    var keys = numbers.map { SortedDraws.key($0) }
    var places = (0..<Int32(count)).map(\.self)
    var histograms = [Int](repeating: 0, count: 6 * 2048)
    for key in keys {
      for digit in 0..<6 { histograms[digit &* 2048 &+ SortedDraws.digit(digit, of: key)] &+= 1 }
    }
    var movedKeys = keys
    var movedPlaces = places
    for digit in 0..<6 {
      let buckets = digit * 2048..<(digit + 1) * 2048
      guard !histograms[buckets].contains(count) else { continue }  // all alike: nothing to move
      var first = 0
      for bucket in buckets {
        let size = histograms[bucket]
        histograms[bucket] = first
        first += size
      }
      SortedDraws.move(digit, keys, places, by: &histograms, to: &movedKeys, &movedPlaces)
      swap(&keys, &movedKeys)
      swap(&places, &movedPlaces)
    }
    self.places = places
    values = keys.map { SortedDraws.value($0) }
  }

  /// Already sorted numbers.
  private init(values: [Double], places: [Int32]) {
    self.values = values
    self.places = places
  }

  /// The order of |x − center|, from the order of x: both sides of the center, merged outwards.
  func folded(around center: Double) -> SortedDraws {
    let (source, sourcePlaces) = (values.span, places.span)
    var distances = [Double](repeating: 0, count: values.count)
    var moved = [Int32](repeating: 0, count: values.count)
    var target = distances.mutableSpan
    var targetPlaces = moved.mutableSpan
    var above = values.partitioningIndex { $0 > center }
    var below = above - 1
    for i in 0..<source.count {
      let left = below >= 0 ? center - source[unchecked: below] : .infinity
      let right = above < source.count ? source[unchecked: above] - center : .infinity
      if below >= 0, left <= right || above == source.count {
        target[unchecked: i] = left
        targetPlaces[unchecked: i] = sourcePlaces[unchecked: below]
        below -= 1
      } else {
        target[unchecked: i] = right
        targetPlaces[unchecked: i] = sourcePlaces[unchecked: above]
        above += 1
      }
    }
    return SortedDraws(values: distances, places: moved)
  }

  private static func move(
    _ digit: Int, _ keys: [UInt64], _ places: [Int32], by next: inout [Int],
    to movedKeys: inout [UInt64], _ movedPlaces: inout [Int32]
  ) {
    let (keys, places) = (keys.span, places.span)
    var movedKeys = movedKeys.mutableSpan
    var movedPlaces = movedPlaces.mutableSpan
    var next = next.mutableSpan
    for i in 0..<keys.count {
      let bucket = digit &* 2048 &+ SortedDraws.digit(digit, of: keys[unchecked: i])
      let place = next[unchecked: bucket]
      next[unchecked: bucket] = place &+ 1
      movedKeys[unchecked: place] = keys[unchecked: i]
      movedPlaces[unchecked: place] = places[unchecked: i]
    }
  }

  private static func digit(_ digit: Int, of key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key &>> UInt64(digit &* 11)) & 2047)
  }

  /// Bits in the order of the numbers; −0 is 0.
  private static func key(_ number: Double) -> UInt64 {
    let bits = (number + 0).bitPattern
    return bits & (1 << 63) == 0 ? bits | (1 << 63) : ~bits
  }

  private static func value(_ key: UInt64) -> Double {
    Double(bitPattern: key & (1 << 63) == 0 ? ~key : key ^ (1 << 63))
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
