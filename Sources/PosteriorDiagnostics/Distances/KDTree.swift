import PosteriorSampling

/// A k-d tree over points in R^d, for exact nearest-neighbour distances (Bentley 1975, doi:10.1145/361002.361007).
///
/// Points are halved in the coordinate in which they spread widest, into leaves of equal size: leaf l of L holds the
/// points l n/L to (l + 1) n/L of `order`. Three halvings make a node of eight children, whose boxes, drawn tightly
/// around their points, a search compares at once.
struct KDTree: Sendable {
  let dimension: Int
  let count: Int
  /// The points' indices, neighbours near each other.
  let order: [Int32]

  /// The children of node i are 8i + 1 to 8i + 8. Those from here on are leaves; the root may have fewer than eight.
  let firstLeaf: Int
  /// For each inner node and coordinate, the lower ends of its children's boxes, and the upper ones.
  let boxes: [Double]
  /// For each leaf, group of eight points and coordinate, eight values; empty places are at infinity.
  let leaves: [Double]
  let groupsPerLeaf: Int

  private static let largestLeaf = 32

  /// The tree of n ≥ 1 finite points in rows, n × d. O(dn log n).
  init(_ points: Matrix) {
    precondition(points.rowCount > 0, "a tree needs at least one point")
    precondition(points.rowCount <= Int32.max, "too many points for a tree: \(points.rowCount)")
    precondition(points.isFinite, "a tree needs finite points")
    (dimension, count) = (points.columnCount, points.rowCount)
    var halvings = 0
    while Self.largestLeaf << halvings < count { halvings += 1 }
    order = Self.order(points, halvings)
    groupsPerLeaf = (((count - 1) >> halvings) + 8) / 8
    firstLeaf = (0..<(halvings + 2) / 3).reduce(0) { first, _ in 8 * first + 1 }
    leaves = Self.leaves(points, order, halvings, groupsPerLeaf)
    boxes = Self.boxes(points, order, halvings, firstLeaf)
  }

  /// The points' indices, halved again and again.
  private static func order(_ points: Matrix, _ halvings: Int) -> [Int32] {
    let (count, columns) = (points.rowCount, points.transposed.elements)
    var order = (0..<Int32(count)).map(\.self)
    for level in 0..<halvings {
      for part in 0..<(1 << level) {
        let (from, to) = ((part * count) >> level, ((part + 1) * count) >> level)
        var places = order.mutableSpan
        Self.halve(columns.span, count, &places, from, ((2 * part + 1) * count) >> (level + 1), to)
      }
    }
    return order
  }

  /// Halves places `from` to `to` of an order at `middle`, in the coordinate in which their points spread widest.
  private static func halve(
    _ columns: Span<Double>, _ count: Int, _ order: inout MutableSpan<Int32>, _ from: Int, _ middle: Int, _ to: Int
  ) {
    var (widest, spread) = (0, -1.0)
    for j in 0..<columns.count / count {
      let (low, high) = columns.extracting(j * count..<(j + 1) * count).range(of: order, from, to)
      if high - low > spread { (widest, spread) = (j, high - low) }
    }
    order.select(middle, from, to, by: columns.extracting(widest * count..<(widest + 1) * count))
  }

  private static func leaves(_ points: Matrix, _ order: [Int32], _ halvings: Int, _ groupsPerLeaf: Int) -> [Double] {
    let (count, d, x) = (points.rowCount, points.columnCount, points.elements.span)
    var leaves = [Double](repeating: .infinity, count: (8 * groupsPerLeaf * d) << halvings)
    for leaf in 0..<(1 << halvings) {
      let from = (leaf * count) >> halvings
      for place in from..<((leaf + 1) * count) >> halvings {
        let (group, lane) = (leaf * groupsPerLeaf + (place - from) / 8, (place - from) % 8)
        for j in 0..<d { leaves[8 * (group * d + j) + lane] = x[Int(order[place]) * d + j] }
      }
    }
    return leaves
  }

  /// The boxes around all inner nodes' children, from the leaves up.
  private static func boxes(_ points: Matrix, _ order: [Int32], _ halvings: Int, _ firstLeaf: Int) -> [Double] {
    let (count, d, x) = (points.rowCount, points.columnCount, points.elements.span)
    guard firstLeaf > 0 else { return [] }
    let innerCount = (firstLeaf + (1 << halvings) - 2) / 8 + 1
    // A child that is missing is infinitely far, and widens nothing.
    var boxes = (0..<16 * d * innerCount).map { $0 / 8 % 2 == 0 ? Double.infinity : -.infinity }
    func set(_ node: Int, _ j: Int, _ range: (low: Double, high: Double)) {
      let place = 16 * ((node - 1) / 8 * d + j) + (node - 1) % 8
      (boxes[place], boxes[place + 8]) = range
    }
    for leaf in 0..<(1 << halvings) {
      for j in 0..<d {
        var range = (low: Double.infinity, high: -Double.infinity)
        for place in (leaf * count) >> halvings..<((leaf + 1) * count) >> halvings {
          let value = x[Int(order[place]) * d + j]
          range = (min(range.low, value), max(range.high, value))
        }
        set(firstLeaf + leaf, j, range)
      }
    }
    for node in (1..<max(1, innerCount)).reversed() {
      for j in 0..<d {
        let lower = 16 * (node * d + j)
        set(node, j, (boxes[lower..<lower + 8].min() ?? 0, boxes[lower + 8..<lower + 16].max() ?? 0))
      }
    }
    return boxes
  }
}

extension Span<Double> {
  /// The smallest and the largest value among places `from` to `to` of an order.
  fileprivate func range(of order: borrowing MutableSpan<Int32>, _ from: Int, _ to: Int) -> (low: Double, high: Double)
  {
    var (low, high) = (Double.infinity, -Double.infinity)
    for place in from..<to {
      let value = self[unchecked: Int(order[unchecked: place])]
      low = value < low ? value : low
      high = value > high ? value : high
    }
    return (low, high)
  }
}

extension MutableSpan<Int32> {
  /// Reorders places `from` to `to` so that those before `middle` have keys no larger, and those after no smaller, than
  /// the one at `middle` (Hoare's quickselect, the pivot a median of three).
  fileprivate mutating func select(_ middle: Int, _ from: Int, _ to: Int, by keys: Span<Double>) {
    func median(_ a: Double, _ b: Double, _ c: Double) -> Double { max(min(a, b), min(max(a, b), c)) }
    var (low, high) = (from, to - 1)
    while low < high {
      let pivot = median(
        keys[unchecked: Int(self[unchecked: low])], keys[unchecked: Int(self[unchecked: low + (high - low) / 2])],
        keys[unchecked: Int(self[unchecked: high])])
      var (i, j) = (low, high)
      while i <= j {
        while keys[unchecked: Int(self[unchecked: i])] < pivot { i += 1 }
        while keys[unchecked: Int(self[unchecked: j])] > pivot { j -= 1 }
        if i <= j {
          let kept = self[unchecked: i]
          self[unchecked: i] = self[unchecked: j]
          self[unchecked: j] = kept
          i += 1
          j -= 1
        }
      }
      if middle <= j { high = j } else if middle >= i { low = i } else { return }
    }
  }
}
