internal import CPosteriorKernels
import PosteriorSampling

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
  ///
  /// Nodes are visited nearest first, and only those whose box is nearer than the k-th neighbour found so far
  /// (Friedman, Bentley & Finkel 1977, doi:10.1145/355744.355745): O(k log n) a point in few dimensions, O(n) in many.
  func neighbours(_ k: Int, of points: Matrix, order: [Int32]) -> NearestNeighbours {
    precondition(k >= 1, "the number of neighbours must be positive, not \(k)")
    precondition(points.columnCount == dimension, "points of \(points.columnCount) dimensions, not \(dimension)")
    let isInside = order.allSatisfy { $0 >= 0 && $0 < points.rowCount }
    precondition(isInside, "a point's index is outside 0..<\(points.rowCount)")
    var result = NearestNeighbours(
      squaredDistances: [Double](repeating: 0, count: points.rowCount),
      copies: [Int](repeating: 0, count: points.rowCount))
    var found = [Double](repeating: 0, count: (k + 7) / 8 * 8)
    boxes.withUnsafeBufferPointer { boxes in
      leaves.withUnsafeBufferPointer { leaves in
        var tree = cpk_tree(
          dimension: dimension, first_leaf: firstLeaf, groups_per_leaf: groupsPerLeaf, boxes: boxes.baseAddress,
          leaves: leaves.baseAddress)
        cpk_nearest_neighbours(
          &tree, points.elements, order, order.count, k, &found, &result.squaredDistances, &result.copies)
      }
    }
    return result
  }
}
