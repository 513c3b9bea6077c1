import Foundation
import PosteriorData

/// What a packed set holds, and in which order.
struct PackReport: Encodable {
  let folder: String
  let rows: Int
  let shards: Int
  /// Rows that are read in one piece.
  let blockRows: Int
  let isShuffled: Bool
  let isVerified: Bool
  let columns: [StoredTable.Column]
  /// The columns by which the rows are ordered: those whose design effect is above 1.5, beyond what chance makes of it.
  let orderedBy: [String]
  /// How many blocks far apart, shuffled together, make the order harmless; nil where 64 do not.
  let windowForOrder: Int?

  init(_ table: StoredTable, isVerified: Bool) {
    (folder, rows, shards, blockRows) = (table.path, table.rowCount, table.shardCount, table.blockRowCount)
    (isShuffled, self.isVerified, columns) = (table.isShuffled, isVerified, table.columns)
    orderedBy = table.orderedColumns()
    windowForOrder = table.harmlessWindow(atLeast: 2)
  }

  func table() -> String {
    let title = "\(folder): \(rows) rows in \(shards) \(shards == 1 ? "shard" : "shards")"
    let columns = textTable(
      columns,
      [
        ("column", .left, \.name),
        ("levels", .right, { $0.levels.map { "\($0.count)" } ?? "-" }),
        ("missing", .right, { "\($0.missing)" }),
        ("mean", .right, { shortened($0.mean ?? .nan) }),
        ("sd", .right, { shortened($0.standardDeviation ?? .nan) }),
        ("design effect", .right, { shortened($0.designEffect ?? .nan) }),
      ])
    return [title + (isShuffled ? ", shuffled" : ""), columns, orderWords].compactMap(\.self).joined(separator: "\n")
      + (isVerified ? "Every row is as it was packed.\n" : "")
  }

  /// What the order means, and the remedy; nil where it means nothing.
  private var orderWords: String? {
    guard !orderedBy.isEmpty else { return nil }
    let names = orderedBy.prefix(5).joined(separator: ", ") + (orderedBy.count > 5 ? ", …" : "")
    return "Rows are not in random order: blocks of \(blockRows) differ by \(names) more than chance makes them. "
      + "Minibatches of blocks would bias a chain; --shuffle brings the rows into random order"
      + (windowForOrder.map { ", and windows of \($0) blocks far apart do as well.\n" } ?? ".\n")
  }
}
