import PosteriorSampling

/// The cheapest plan to ship whole units from n rows, m/g units each, to m columns, n/g units each, g being the
/// greatest common divisor of n and m: the transport between samples of weights 1/n and 1/m, without rounding.
///
/// Row after row ships along the shortest path in reduced costs to a column that still wants units, a path that may
/// take back what earlier rows shipped (Ahuja, Magnanti & Orlin, *Network Flows*, 1993, section 9.7; distances by
/// Dijkstra, which needs prices v with uᵢ + vⱼ ≤ cᵢⱼ, and equality where units go). Large shipments are found
/// first, of at least q units by paths that take back no fewer, q being halved down to 1, so that the searches do not
/// grow with the number of units (section 10.2). With n = m ``Assignment`` is faster.
struct Transportation {
  /// What comes to each column: from which row, and how many units.
  private(set) var arrivals: [[(row: Int, units: Int)]]
  /// The price uᵢ of each row.
  private(set) var rowPrices: [Double] = []
  /// The price vⱼ of each column.
  private(set) var columnPrices: [Double]
  /// The units of all rows together.
  let unitCount: Int

  /// What rows have still to ship, and columns to receive.
  private var spare: [Int]
  private var wanted: [Int]

  /// Some n + m searches for each q, of O(nm) each at worst.
  init(_ costs: Matrix) {
    let (n, m) = (costs.rowCount, costs.columnCount)
    let divisor = greatestCommonDivisor(n, m)
    unitCount = n / divisor * m
    spare = [Int](repeating: m / divisor, count: n)
    wanted = [Int](repeating: n / divisor, count: m)
    arrivals = [[(row: Int, units: Int)]](repeating: [], count: m)
    columnPrices = costs.row(0)
    for i in 1..<max(1, n) { for j in 0..<m { columnPrices[j] = min(columnPrices[j], costs[i, j]) } }
    var quantum = 1
    while 2 * quantum <= min(n, m) / divisor { quantum *= 2 }
    while true {
      for row in 0..<n {
        while spare[row] >= quantum, wanted.contains(where: { $0 >= quantum }) { ship(quantum, from: row, costs) }
      }
      rowPrices = (0..<n).map { costs.twoCheapest(row: $0, columnPrices).cheapest }
      if quantum == 1 { break }
      withdraw(costs)
      quantum /= 2
    }
  }

  /// Takes back shipments, too small to have been kept up, that are no longer the cheapest.
  private mutating func withdraw(_ costs: Matrix) {
    for column in arrivals.indices {
      for (row, units) in arrivals[column] {
        let cost = costs[row, column]
        let excess = cost - columnPrices[column] - rowPrices[row]
        guard excess > 1e-13 * (abs(cost) + abs(columnPrices[column])) else { continue }
        add(-units, row, column)
        spare[row] += units
        wanted[column] += units
      }
    }
  }

  private mutating func ship(_ quantum: Int, from start: Int, _ costs: Matrix) {
    var paths = ShortestPaths(from: start, prices: columnPrices)
    // The column by which each row was reached, and the start by none.
    var origins = [Int?](repeating: nil, count: costs.rowCount)
    var column = paths.extend(through: start, offset: 0, costs)
    paths.finish(column)
    while wanted[column] < quantum {
      // Back along the shipments to this column, whose reduced costs are 0, to rows that may ship elsewhere instead.
      var nearest: Int?
      for (row, units) in arrivals[column] where units >= quantum && row != start && origins[row] == nil {
        origins[row] = column
        let offset = paths.lengths[column] - (costs[row, column] - columnPrices[column])
        nearest = paths.extend(through: row, offset: offset, costs)
      }
      column = nearest ?? paths.nearest()
      paths.finish(column)
    }
    for j in paths.finalColumns { columnPrices[j] += paths.lengths[j] - paths.lengths[column] }

    // The path from its end: a row, the column that it ships to, and the one that it takes the units from.
    var steps: [(row: Int, given: Int, taken: Int?)] = []
    var next: Int? = column
    while let given = next {
      let row = paths.rows[given]
      next = origins[row]
      steps.append((row, given, next))
    }
    var units = min(spare[start], wanted[column])
    for case let (row, _, taken?) in steps { units = min(units, shipped(row, taken)) }
    spare[start] -= units
    wanted[column] -= units
    for (row, given, taken) in steps {
      add(units, row, given)
      if let taken { add(-units, row, taken) }
    }
  }

  private func shipped(_ row: Int, _ column: Int) -> Int {
    arrivals[column].first { $0.row == row }?.units ?? 0
  }

  private mutating func add(_ units: Int, _ row: Int, _ column: Int) {
    guard let place = arrivals[column].firstIndex(where: { $0.row == row }) else {
      return arrivals[column].append((row, units))
    }
    arrivals[column][place].units += units
    if arrivals[column][place].units == 0 { arrivals[column].remove(at: place) }
  }
}

private func greatestCommonDivisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : greatestCommonDivisor(b, a % b) }
