internal import Foundation

extension StoredTable {
  /// Opens a shard, whose header and size must be what the manifest says.
  func open(_ shard: Int) throws(DataError) -> StoredShard { try StoredShard(self, shard) }

  /// Holds every shard against its checksum.
  ///
  /// - Parameter onRows: Told of rows that were looked at. What it throws ends the work.
  package func verify(onRows: (Int) throws -> Void = { _ in }) throws {
    for number in contents.shards.indices {
      var shard = try open(number)
      while try shard.next() { try onRows(shard.block.count / columns.count) }
    }
  }

  /// The table in memory.
  ///
  /// - Throws: ``DataError`` where a shard is damaged, or the numbers take more than half of the machine's memory.
  public func table() throws(DataError) -> Table {
    let width = columns.count
    guard rowCount <= mostRows(ofWidth: width) else { throw tooLarge(path) }
    var values = columns.map { _ in [Double]() }
    for column in values.indices { values[column].reserveCapacity(rowCount) }
    for number in contents.shards.indices {
      var shard = try open(number)
      while try shard.next() {
        for column in 0..<width {
          for place in stride(from: column, to: shard.block.count, by: width) {
            values[column].append(shard.block[place])
          }
        }
      }
    }
    var tableColumns: [TableColumn] = []
    for (column, numbers) in zip(columns, values) {
      guard let made = TableColumn(numbers, levels: column.levels) else {
        throw DataError(
          path, column: column.name,
          "a cell is not the number of one of the \(column.levels?.count ?? 0) levels; "
            + Self.remedy)
      }
      tableColumns.append(made)
    }
    return Table(
      source: path, columnNames: columns.map(\.name), rowCount: rowCount, columns: tableColumns, lines: nil)
  }
}
