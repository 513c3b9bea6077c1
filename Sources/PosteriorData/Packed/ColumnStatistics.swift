/// Means and standard deviations of columns, and how much more blocks of rows differ than they would in random order.
///
/// Rows are summed block by block, each about its own mean: nothing cancels, however far from 0 a column is.
struct ColumnStatistics {
  private let blockRowCount: Int
  private var rows: [Moments]
  private var blocks: BlockMoments
  /// The sums of 1/cells over blocks: what the variances of their means are, in random order, with rows of variance 1.
  private var variances: [Double]
  private var blockCounts: [Double]
  private(set) var rowCount = 0

  /// - Parameter blockRowCount: L, the rows of a block.
  init(columnCount: Int, blockRowCount: Int) {
    self.blockRowCount = blockRowCount
    rows = Array(repeating: Moments(), count: columnCount)
    blocks = BlockMoments(columnCount: columnCount)
    variances = rows.map { _ in 0 }
    blockCounts = variances
  }

  /// Adds a block of rows, the last index running fastest; the last block may be short. NaN is a missing cell.
  mutating func add(_ block: UnsafeBufferPointer<Double>) {
    let width = rows.count
    let count = block.count / width
    rowCount += count
    var sums = [Double](repeating: 0, count: width)
    var counts = sums
    for row in 0..<count {
      for column in 0..<width {
        let value = block[row * width + column]
        let isThere = value == value
        sums[column] += isThere ? value : 0
        counts[column] += isThere ? 1 : 0
      }
    }
    let means = zip(sums, counts).map { $1 > 0 ? $0 / $1 : 0 }
    var squares = [Double](repeating: 0, count: width)
    for row in 0..<count {
      for column in 0..<width {
        let difference = block[row * width + column] - means[column]
        squares[column] += difference == difference ? difference * difference : 0
      }
    }
    for column in 0..<width {
      rows[column].add(
        Moments.isSuspect(squares[column])
          ? Moments((0..<count).map { block[$0 * width + column] }.filter { $0 == $0 })
          : Moments(count: counts[column], mean: means[column], squares: squares[column]))
      if count == blockRowCount, counts[column] > 0 {
        blockCounts[column] += 1
        variances[column] += 1 / counts[column]
      }
    }
    if count == blockRowCount { blocks.add(zip(means, counts).map { $1 > 0 ? $0 : nil }) }
  }

  /// How many cells of a column are missing.
  func missingCount(_ column: Int) -> Int { rowCount - Int(rows[column].count) }

  /// The mean of a column; nil where there is none.
  func mean(_ column: Int) -> Double? { rows[column].count > 0 ? finite(rows[column].mean * rows[column].unit) : nil }

  /// The population standard deviation of a column.
  func standardDeviation(_ column: Int) -> Double? {
    guard rows[column].count > 0 else { return nil }
    return finite((rows[column].squares / rows[column].count).squareRoot() * rows[column].unit)
  }

  /// The design effect of windows, as many blocks, one from each of as many stretches of the rows:
  ///
  ///     L Var(block means within stretches)/Var(rows)
  ///
  /// with L the cells that a block has. It is 1 on average where all orders of the rows are equally likely, and L for
  /// one stretch whose blocks are constant. Nil where there are fewer than two blocks for each stretch, or the column
  /// is constant.
  func designEffect(_ column: Int, window: Int) -> Double? {
    guard rows[column].squares > 0,
      let variance = blocks.variance(column, stretches: window, unit: rows[column].unit)
    else { return nil }
    let expected = rows[column].squares / (rows[column].count - 1) * (variances[column] / blockCounts[column])
    return finite(variance / expected)
  }

  private func finite(_ value: Double) -> Double? { value.isFinite ? value : nil }
}
