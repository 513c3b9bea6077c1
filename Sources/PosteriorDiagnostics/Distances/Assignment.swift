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
      // Ties could put rows out for ever; whoever is left free is for the augmenting paths.
      for _ in 0..<n {
        let (best, second) = costs.elements.span.twoCheapest(row: row, columnPrices.span)
        let other = rows[best.column]
        let gain = second - best.cost
        columnPrices[best.column] -= gain
        if other >= 0 {
          if gain <= 0 { break }
          columns[other] = -1
        }
        match(row, best.column)
        if other < 0 { break }
        row = other
      }
    }
  }

  /// Dijkstra's shortest path in reduced costs from a free row to a free column, along which the matching is shifted.
  private mutating func augment(from start: Int, _ costs: Matrix) {
    let n = columns.count
    var distances = [Double](repeating: .infinity, count: n)
    var predecessors = [Int](repeating: start, count: n)
    // The columns whose distances are not yet final come first.
    var open = [Int](0..<n)
    var (row, price, distance, column) = (start, 0.0, 0.0, 0)
    for openCount in (0..<n).reversed() {
      var places = open.mutableSpan
      var lengths = distances.mutableSpan
      var ways = predecessors.mutableSpan
      let nearest = costs.elements.span.extend(
        from: row, offset: distance - price, columnPrices.span, places: &places, openCount + 1, &lengths, &ways)
      open.swapAt(nearest, openCount)
      column = open[openCount]
      distance = distances[column]
      row = rows[column]
      if row < 0 { break }
      price = costs[row, column] - columnPrices[column]
    }
    for j in columnPrices.indices where distances[j] < distance { columnPrices[j] += distances[j] - distance }
    repeat {
      row = predecessors[column]
      let next = columns[row]
      match(row, column)
      column = next
    } while row != start
  }
}

extension Span<Double> {
  /// The cheapest column of a row of costs after prices, and the cost of the second cheapest.
  fileprivate func twoCheapest(row: Int, _ prices: Span<Double>) -> (best: (column: Int, cost: Double), second: Double)
  {
    let n = prices.count
    var (column, best, second) = (0, self[row * n] - prices[0], Double.infinity)
    for j in 1..<Swift.max(1, n) {
      let cost = self[unchecked: row * n + j] - prices[unchecked: j]
      if cost < second {
        if cost < best { (column, best, second) = (j, cost, best) } else { second = cost }
      }
    }
    return ((column, best), second.isFinite ? second : best)
  }

  /// Shortens the open columns' distances by paths through a row, and returns the place of the nearest.
  fileprivate func extend(
    from row: Int, offset: Double, _ prices: Span<Double>, places: inout MutableSpan<Int>, _ openCount: Int,
    _ distances: inout MutableSpan<Double>, _ predecessors: inout MutableSpan<Int>
  ) -> Int {
    let n = prices.count
    var (nearest, place) = (Double.infinity, 0)
    for k in 0..<openCount {
      let j = places[unchecked: k]
      let through = offset + self[unchecked: row * n + j] - prices[unchecked: j]
      if through < distances[unchecked: j] {
        distances[unchecked: j] = through
        predecessors[unchecked: j] = row
      }
      if distances[unchecked: j] < nearest { (nearest, place) = (distances[unchecked: j], k) }
    }
    return place
  }
}
