internal import Foundation

/// Writes rows of numbers into a folder, as arrays of NumPy's, `rows-1.npy`, …, of so many rows each.
final class ShardWriter {
  private let folder: String
  private let format: ShardFormat
  private let onRows: (Int) throws -> Void
  private var file: AppendingFile?
  private var checksum = CRC32()
  private var shardRowCount = 0
  private var block: [Double] = []
  private(set) var shards: [StoredTable.Shard] = []
  private(set) var statistics: ColumnStatistics

  /// - Parameter onRows: Told of rows that are written. What it throws ends the work.
  init(_ folder: String, _ format: ShardFormat, onRows: @escaping (Int) throws -> Void) {
    (self.folder, self.format, self.onRows) = (folder, format, onRows)
    statistics = ColumnStatistics(columnCount: format.width, blockRowCount: format.blockRowCount)
    block.reserveCapacity(format.blockRowCount * format.width)
  }

  /// Adds a row.
  func append(row: UnsafeBufferPointer<Double>) throws {
    block.append(contentsOf: row)
    if block.count == format.blockRowCount * format.width { try writeBlock() }
  }

  /// Writes what is left.
  func finish() throws {
    try writeBlock()
    try closeShard()
  }

  private func writeBlock() throws {
    let count = block.count / format.width
    guard count > 0 else { return }
    let name = folder + "/" + ShardFormat.name(shards.count)
    let file = try self.file ?? AppendingFile(name)
    if self.file == nil { try file.append(format.header(rowCount: format.shardRowCount)) }
    self.file = file
    let result = block.withUnsafeBufferPointer { block in
      statistics.add(block)
      let bytes = UnsafeRawBufferPointer(block)
      checksum.add(bytes)
      return Result { () throws(WriteError) in try file.append(bytes) }
    }
    try result.get()
    block.removeAll(keepingCapacity: true)
    shardRowCount += count
    if shardRowCount == format.shardRowCount { try closeShard() }
    try onRows(count)
  }

  private func closeShard() throws {
    guard let file else { return }
    if shardRowCount < format.shardRowCount { try file.replace(at: 0, by: format.header(rowCount: shardRowCount)) }
    try file.synchronize()
    shards.append(StoredTable.Shard(rows: shardRowCount, crc32: checksum.hexadecimal))
    (self.file, checksum, shardRowCount) = (nil, CRC32(), 0)
  }
}

/// How rows of a width are cut into blocks and shards.
struct ShardFormat {
  /// The numbers of a row.
  let width: Int
  /// L: as many rows as have a megabyte, a power of two.
  let blockRowCount: Int
  /// The rows of every shard but the last: whole blocks.
  let shardRowCount: Int

  /// - Parameter shardSize: The bytes of a shard.
  init(width: Int, shardSize: Int = 1 << 26) {
    self.width = width
    var count = 1
    while 2 * count * width * 8 <= min(1 << 20, shardSize) { count *= 2 }
    blockRowCount = count
    shardRowCount = max(1, shardSize / (8 * width * count)) * count
  }

  /// The name of a shard, numbered from 0.
  static func name(_ shard: Int) -> String { "rows-\(shard + 1).npy" }

  /// What comes before the numbers: as many bytes whatever the number of rows.
  func header(rowCount: Int) -> [UInt8] { NPYHeader.bytes(type: "<f8", shape: [rowCount, width]) }
}

extension CRC32 {
  /// Eight hexadecimal digits.
  var hexadecimal: String { String(format: "%08x", value) }
}
