/// A minimum-cost perfect matching of n rows with n columns, by Jonker and Volgenant's algorithm (1987,
/// doi:10.1007/BF02278710): cheap reductions match most rows, then shortest augmenting paths the rest.
///
/// Its prices prove it optimal: uᵢ + vⱼ ≤ cᵢⱼ everywhere, with equality where i and j are matched.
struct Assignment {
  /// The column of each row.
  var columns: [Int]
  /// The price uᵢ of each row.
  var rowPrices: [Double]
  /// The price vⱼ of each column.
  var columnPrices: [Double]

  private var rows: [Int]

  /// Matches the rows of an n × n matrix of finite costs. O(n³) at worst, and closer to O(n²) on most.
  init(_ costs: Matrix) {
    precondition(costs.rowCount == costs.columnCount, "only as many rows as columns can be matched")
    let n = costs.rowCount
    columns = [Int](repeating: -1, count: n)
    rows = columns
    rowPrices = [Double](repeating: 0, count: n)
    columnPrices = rowPrices
    reduceColumns(costs)
    for _ in 0..<2 { reduceRows(costs) }
    for row in 0..<n where columns[row] < 0 { augment(from: row, costs) }
    for i in 0..<n { rowPrices[i] = costs[i, columns[i]] - columnPrices[columns[i]] }
  }

  private mutating func match(_ row: Int, _ column: Int) {
    columns[row] = column
    rows[column] = row
  }

  /// Prices each column at its cheapest row, and matches the two if the row is free.
  private mutating func reduceColumns(_ costs: Matrix) {
    let n = columns.count
    var cheapest = [Int](repeating: 0, count: n)
    var lowest = costs.row(0)
    for i in 1..<max(1, n) {
      for j in 0..<n where costs[i, j] < lowest[j] { (lowest[j], cheapest[j]) = (costs[i, j], i) }
    }
    columnPrices = lowest
    for j in (0..<n).reversed() where columns[cheapest[j]] < 0 { match(cheapest[j], j) }
  }

  /// Lets each free row take its cheapest column, at a price that leaves its second cheapest as good; the row that is
  /// put out looks for another in turn.
  private mutating func reduceRows(_ costs: Matrix) {
    let n = columns.count
    for start in 0..<n where columns[start] < 0 {
      var row = start
      // Near ties could put rows out for long; whoever is left free is for the augmenting paths.
      for _ in 0..<max(1, n / 4) {
        let (column, cheapest, second) = costs.twoCheapest(row: row, columnPrices)
        let other = rows[column]
        let gain = second - cheapest
        columnPrices[column] -= gain
        if other >= 0 {
          if gain <= 0 { break }
          columns[other] = -1
        }
        match(row, column)
        if other < 0 { break }
        row = other
      }
    }
  }

  /// Shifts the matching along the shortest path from a free row to a free column.
  private mutating func augment(from start: Int, _ costs: Matrix) {
    var paths = ShortestPaths(from: start, prices: columnPrices)
    var column = paths.extend(through: start, offset: 0, costs)
    paths.finish(column)
    while rows[column] >= 0 {
      let row = rows[column]
      // The row's own column is at a reduced cost that is the row's price: paths go on from there.
      let offset = paths.lengths[column] - (costs[row, column] - columnPrices[column])
      column = paths.extend(through: row, offset: offset, costs)
      paths.finish(column)
    }
    for j in paths.finalColumns { columnPrices[j] += paths.lengths[j] - paths.lengths[column] }
    var row: Int
    repeat {
      row = paths.rows[column]
      let next = columns[row]
      match(row, column)
      column = next
    } while row != start
  }
}
