/// What is known of some numbers: how many, their mean, and the sum of squares about it.
struct Moments {
  var (count, mean, squares) = (0.0, 0.0, 0.0)

  mutating func add(_ other: Moments) {
    guard other.count > 0 else { return }
    let (sum, shift) = (count + other.count, other.mean - mean)
    mean += shift * (other.count / sum)
    squares += other.squares + shift * shift * (count * (other.count / sum))
    count = sum
  }
}

/// Moments of the means of blocks, within stretches of consecutive blocks.
///
/// Blocks are kept in groups, of which two become one when there are too many: memory is bounded, and a stretch is as
/// long as it should be to within a group.
struct BlockMoments {
  private static let most = 2048
  private let columnCount: Int
  /// Moments of each group, column by column.
  private var groups: [[Moments]] = []
  private var blocksInGroup = 1
  private var blocksInLast = 0

  init(columnCount: Int) { self.columnCount = columnCount }

  /// Adds a block: the mean of each column; nil where it has no cell.
  mutating func add(_ means: [Double?]) {
    if blocksInLast == blocksInGroup || groups.isEmpty {
      if groups.count == Self.most { halve() }
      groups.append(Array(repeating: Moments(), count: columnCount))
      blocksInLast = 0
    }
    blocksInLast += 1
    for (column, mean) in means.enumerated() {
      if let mean { groups[groups.count - 1][column].add(Moments(count: 1, mean: mean, squares: 0)) }
    }
  }

  private mutating func halve() {
    groups = stride(from: 0, to: groups.count, by: 2).map { place in
      var both = groups[place]
      for column in both.indices { both[column].add(groups[place + 1][column]) }
      return both
    }
    blocksInGroup *= 2
  }

  /// The variance of a column's block means within stretches of the rows, as many as are given; nil unless there are
  /// twice as many blocks.
  func variance(_ column: Int, stretches: Int) -> Double? {
    var within = Array(repeating: Moments(), count: stretches)
    for (place, group) in groups.enumerated() {
      within[((place + 1) * stretches - 1) / groups.count].add(group[column])
    }
    let count = within.reduce(0) { $0 + $1.count }
    guard count >= Double(2 * stretches) else { return nil }
    return within.reduce(0) { $0 + $1.squares } / (count - Double(stretches))
  }
}
