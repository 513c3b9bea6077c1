/// What is known of some numbers: how many, their mean, and the sum of squares about it.
struct Moments {
  var (count, mean, squares) = (0.0, 0.0, 0.0)
  /// What the mean is in units of, a power of two, so that no square vanishes or overflows.
  private(set) var unit = 1.0

  mutating func add(_ other: Moments) {
    guard other.count > 0 else { return }
    let common = isZero ? other.unit : other.isZero ? unit : max(unit, other.unit)
    self.convert(to: common)
    var other = other
    other.convert(to: common)
    let (sum, shift) = (count + other.count, other.mean - mean)
    mean += shift * (other.count / sum)
    squares += other.squares + shift * shift * (count * (other.count / sum))
    count = sum
  }

  /// The same in other units, unless they are these.
  mutating func convert(to other: Double) {
    let ratio = unit / other
    if ratio != 1, !isZero { (mean, squares) = (mean * ratio, squares * ratio * ratio) }
    unit = other
  }

  private var isZero: Bool { mean == 0 && squares == 0 }
}

extension Moments {
  /// Those of numbers of any size.
  init(_ numbers: [Double]) {
    unit = numbers.binaryUnit
    count = Double(numbers.count)
    guard count > 0 else { return }
    mean = numbers.reduce(0) { $0 + $1 / unit } / count
    squares = numbers.reduce(0) { $0 + ($1 / unit - mean) * ($1 / unit - mean) }
  }

  /// Whether squares as sums of ordinary numbers have them may have vanished or overflowed.
  static func isSuspect(_ squares: Double) -> Bool { !(squares >= 1e-230 && squares <= 1e210) }
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
      if let mean { groups[groups.count - 1][column].add(Moments([mean])) }
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

  /// The variance of a column's block means within stretches of the rows, as many as are given, in a unit; nil unless
  /// there are twice as many blocks.
  func variance(_ column: Int, stretches: Int, unit: Double) -> Double? {
    var within = Array(repeating: Moments(), count: stretches)
    for (place, group) in groups.enumerated() {
      within[((place + 1) * stretches - 1) / groups.count].add(group[column])
    }
    let count = within.reduce(0) { $0 + $1.count }
    guard count >= Double(2 * stretches) else { return nil }
    for place in within.indices { within[place].convert(to: unit) }
    return within.reduce(0) { $0 + $1.squares } / (count - Double(stretches))
  }
}
