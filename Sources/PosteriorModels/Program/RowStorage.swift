/// Examples' numbers in memory, which does not change.
struct RowStorage: Sendable {
  /// What stands in a place of a row.
  enum Cell: Hashable {
    case column(Int)
    case map(Int)
  }

  let rowCount: Int
  /// Rows one after another, `stride` numbers each.
  var packed = AlignedNumbers<Double>(count: 0) { _ in }
  /// The same in the order of passes over all examples.
  var ordered = AlignedNumbers<Double>(count: 0) { _ in }
  var stride = 0
  /// The order in which passes over all examples take them: nil where it is the table's.
  var order: [Int32]?
  /// Maps whose equal places stand together in that order.
  var runs: Set<Int> = []
  /// Columns one after another, and maps' places, in that order.
  var columns = AlignedNumbers<Double>(count: 0) { _ in }
  var places = AlignedNumbers<Int32>(count: 0) { _ in }
  /// Where each cell is in a row.
  var cellPlaces: [Cell: Int] = [:]
  /// The vector of a row that a product's columns begin with.
  var productVectors: [[Int]: Int] = [:]
  var columnPlaces: [Int: Int] = [:]
  var mapPlaces: [Int: Int] = [:]

  /// Takes the first free place of a row for a cell.
  mutating func place(_ cell: Cell, in row: inout [Cell?], from first: Int) {
    let place = row[first...].firstIndex(of: nil) ?? row.count
    if place == row.count { row.append(cell) } else { row[place] = cell }
    cellPlaces[cell] = place
  }
}
