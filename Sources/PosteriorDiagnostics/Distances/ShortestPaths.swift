internal import CPosteriorKernels
import PosteriorSampling

/// Dijkstra's shortest paths in reduced costs c − v, over the rows and columns of a matrix of costs, from one row.
struct ShortestPaths {
  /// The length to each column that is not final yet; −∞ to those that are.
  private var open: [Double]
  /// The length to each column; final for `finalColumns`.
  private(set) var lengths: [Double]
  /// Columns in the order in which they became final.
  private(set) var finalColumns: [Int] = []
  /// The row before each column.
  private(set) var rows: [Int]
  private let prices: [Double]

  init(from start: Int, prices: [Double]) {
    open = [Double](repeating: .infinity, count: prices.count)
    lengths = open
    rows = [Int](repeating: start, count: prices.count)
    self.prices = prices
  }

  /// Shortens paths by those through a row, `offset` plus the reduced costs from there, and returns the nearest column
  /// that is not final.
  mutating func extend(through row: Int, offset: Double, _ costs: Matrix) -> Int {
    precondition(row >= 0 && row < costs.rowCount && prices.count == costs.columnCount, "no row \(row) of costs")
    return costs.elements.withUnsafeBufferPointer { all in
      guard let first = all.baseAddress else { return 0 }
      return cpk_shorten_paths(first + row * prices.count, prices, offset, prices.count, row, &open, &rows)
    }
  }

  /// The nearest column that is not final.
  mutating func nearest() -> Int {
    cpk_shorten_paths(nil, nil, 0, open.count, 0, &open, &rows)
  }

  mutating func finish(_ column: Int) {
    lengths[column] = open[column]
    open[column] = -.infinity
    finalColumns.append(column)
  }
}

extension Matrix {
  /// The cheapest column of a row of costs less prices, and the cost of the second cheapest.
  func twoCheapest(row: Int, _ prices: [Double]) -> (column: Int, cheapest: Double, second: Double) {
    precondition(row >= 0 && row < rowCount && prices.count == columnCount, "no row \(row) of costs")
    var (column, cheapest, second) = (0, 0.0, 0.0)
    elements.withUnsafeBufferPointer { all in
      guard let first = all.baseAddress else { return }
      cpk_two_cheapest(first + row * columnCount, prices, columnCount, &column, &cheapest, &second)
    }
    return (column, cheapest, second.isFinite ? second : cheapest)
  }
}
