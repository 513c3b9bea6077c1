/// For each of some points, its k-th nearest other point in a tree.
struct NearestNeighbours {
  /// The squared distance to the k-th nearest point that is not a copy; infinite where there are fewer than k.
  var squaredDistances: [Double]
  /// The number of points in the tree that are equal to this one.
  var copies: [Int]
}

extension KDTree {
  /// The k-th nearest neighbours of points in rows. They are visited in the given order, in which neighbours should be
  /// near each other, so that their searches find the same leaves in the processor's cache.
  func neighbours(_ k: Int, of points: Matrix, order: [Int32]) -> NearestNeighbours {
    var result = NearestNeighbours(
      squaredDistances: [Double](repeating: 0, count: points.rowCount),
      copies: [Int](repeating: 0, count: points.rowCount))
    var (nearest, point, offsets) = ([Double](repeating: 0, count: k), lowest, lowest)
    for i in order {
      for j in 0..<dimension { point[j] = points[Int(i), j] }
      var found = nearest.mutableSpan
      found.fill(.infinity)
      result.copies[Int(i)] = search(point.span, found: &found, offsets: &offsets)
      result.squaredDistances[Int(i)] = found[k - 1]
    }
    return result
  }

  /// Finds the smallest positive squared distances, and returns how many are zero.
  private func search(_ point: Span<Double>, found: inout MutableSpan<Double>, offsets: inout [Double]) -> Int {
    var offsets = offsets.mutableSpan
    var toBox = 0.0
    for j in 0..<dimension {
      let offset = max(lowest[j] - point[j], point[j] - highest[j], 0)
      offsets[j] = offset
      toBox += offset * offset
    }
    var copies = 0
    visit(1, toBox, point, splits.span, quads.span, &offsets, &found, &copies)
    return copies
  }

  /// Visits a node whose box is at a squared distance of `toBox`, `offsets` being that distance's coordinates.
  private func visit(
    _ node: Int, _ toBox: Double, _ point: Span<Double>, _ splits: Span<Split>, _ quads: Span<SIMD4<Double>>,
    _ offsets: inout MutableSpan<Double>, _ found: inout MutableSpan<Double>, _ copies: inout Int
  ) {
    if node >= leafCount {
      scan((node - leafCount) * quadsPerLeaf * dimension, point, quads, &found, &copies)
      return
    }
    let split = splits[unchecked: node]
    let x = point[unchecked: split.dimension]
    let (toBelow, toAbove) = (x - split.below, split.above - x)
    let isBelow = toBelow < toAbove
    let near = isBelow ? 2 * node : 2 * node + 1
    visit(near, toBox, point, splits, quads, &offsets, &found, &copies)

    let offset = isBelow ? toAbove : toBelow
    let before = offsets[unchecked: split.dimension]
    let toFar = toBox - before * before + offset * offset
    if toFar < found[unchecked: found.count - 1] {
      offsets[unchecked: split.dimension] = offset
      visit(near ^ 1, toFar, point, splits, quads, &offsets, &found, &copies)
      offsets[unchecked: split.dimension] = before
    }
  }

  private func scan(
    _ start: Int, _ point: Span<Double>, _ quads: Span<SIMD4<Double>>, _ found: inout MutableSpan<Double>,
    _ copies: inout Int
  ) {
    var bound = found[unchecked: found.count - 1]
    for quad in 0..<quadsPerLeaf {
      var sum = SIMD4<Double>.zero
      for j in 0..<dimension {
        let difference = quads[unchecked: start + quad * dimension + j] - SIMD4(repeating: point[unchecked: j])
        sum += difference * difference
      }
      guard any(sum .< SIMD4(repeating: bound)) else { continue }
      for lane in 0..<4 where sum[lane] < bound {
        let squared = sum[lane]
        if squared == 0 {
          copies += 1
          continue
        }
        var place = found.count - 1
        while place > 0, found[unchecked: place - 1] > squared {
          found[unchecked: place] = found[unchecked: place - 1]
          place -= 1
        }
        found[unchecked: place] = squared
        bound = found[unchecked: found.count - 1]
      }
    }
  }
}
