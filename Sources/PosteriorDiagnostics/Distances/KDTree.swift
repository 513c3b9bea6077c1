/// A k-d tree over points in R^d, for exact nearest-neighbour distances (Bentley 1975, doi:10.1145/361002.361007).
///
/// The tree is perfectly balanced: leaf l of L holds the points l n/L to (l + 1) n/L of `order`, so that no node needs
/// to name its children. A split keeps the gap between its two sides, which prunes more than a plane would.
struct KDTree: Sendable {
  let dimension: Int
  let count: Int
  /// The points' indices, neighbours near each other.
  let order: [Int32]

  /// A power of two; the nodes are numbered 1 to L − 1, the children of i being 2i and 2i + 1, and leaf l is node L + l.
  let leafCount: Int
  /// The widest coordinate of an inner node's points, and the ends of the gap between its sides.
  let splits: [Split]
  /// The leaves' points, four at a time, coordinate by coordinate; empty places are at infinity.
  private(set) var quads: [SIMD4<Double>]
  let quadsPerLeaf: Int
  /// The corners of the box around all points.
  let lowest: [Double]
  let highest: [Double]

  struct Split: Sendable {
    var dimension = 0
    var below = 0.0
    var above = 0.0
  }

  private static let largestLeaf = 16

  /// The tree of n ≥ 1 finite points in rows, n × d. O(dn log n).
  init(_ points: Matrix) {
    precondition(points.rowCount > 0, "a tree needs at least one point")
    precondition(points.rowCount <= Int32.max, "too many points for a tree: \(points.rowCount)")
    precondition(points.isFinite, "a tree needs finite points")
    (dimension, count) = (points.columnCount, points.rowCount)
    var leafCount = 1
    while leafCount * Self.largestLeaf < count { leafCount *= 2 }
    self.leafCount = leafCount
    quadsPerLeaf = ((count + leafCount - 1) / leafCount + 3) / 4
    var order = (0..<Int32(count)).map(\.self)
    var splits = [Split](repeating: Split(), count: leafCount)
    quads = [SIMD4](repeating: SIMD4(repeating: .infinity), count: leafCount * quadsPerLeaf * dimension)
    lowest = (0..<dimension).map { points.column($0).min() ?? 0 }
    highest = (0..<dimension).map { points.column($0).max() ?? 0 }
    let columns = points.transposed.elements
    var width = 1
    while width < leafCount {
      for node in 0..<width {
        let (from, to) = (node * count / width, (node + 1) * count / width)
        let middle = (2 * node + 1) * count / (2 * width)
        var places = order.mutableSpan
        splits[width + node] = Self.split(columns.span, count, &places, from, middle, to)
      }
      width *= 2
    }
    self.order = order
    self.splits = splits
    fill(points)
  }

  /// Splits places `from` to `to` of an order at `middle`, in the coordinate in which their points spread widest.
  private static func split(
    _ columns: Span<Double>, _ count: Int, _ order: inout MutableSpan<Int32>, _ from: Int, _ middle: Int, _ to: Int
  ) -> Split {
    var (widest, spread) = (0, -1.0)
    for j in 0..<columns.count / count {
      let (low, high) = columns.extracting(j * count..<(j + 1) * count).range(of: order, from, to)
      if high - low > spread { (widest, spread) = (j, high - low) }
    }
    let column = columns.extracting(widest * count..<(widest + 1) * count)
    order.select(middle, from, to, by: column)
    return Split(
      dimension: widest, below: column.range(of: order, from, middle).high,
      above: column.range(of: order, middle, to).low)
  }

  private mutating func fill(_ points: Matrix) {
    for leaf in 0..<leafCount {
      let (from, to) = (leaf * count / leafCount, (leaf + 1) * count / leafCount)
      for place in from..<to {
        let (quad, lane) = ((place - from) / 4, (place - from) % 4)
        for j in 0..<dimension {
          quads[(leaf * quadsPerLeaf + quad) * dimension + j][lane] = points[Int(order[place]), j]
        }
      }
    }
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
