/// A file of a packed set's rows that is open.
struct StoredShard {
  /// The rows that came last, the last index running fastest.
  private(set) var block: [Double] = []
  private let file: InputFile
  private let headerSize: Int
  private let width: Int
  private let shard: StoredTable.Shard
  private var checksum = CRC32()
  private var passedRowCount = 0

  /// Opens a shard of a set, numbered from 0.
  ///
  /// - Throws: ``DataError`` where its header or size is not what the set's manifest says.
  init(_ table: StoredTable, _ number: Int) throws(DataError) {
    let path = table.path + "/" + ShardFormat.name(number)
    (shard, width) = (table.contents.shards[number], table.columns.count)
    let file = try InputFile(path, kind: "a shard of a packed set")
    var start = [UInt8](repeating: 0, count: 256)
    let header = try start.withUnsafeMutableBytes { start in
      Result { () throws(DataError) in
        let count = try file.read(into: start, from: 0)
        return try NPYHeader(UnsafeRawBufferPointer(rebasing: start[..<count]), path)
      }
    }.get()
    (self.file, headerSize) = (file, header.end)
    guard header.shape == [shard.rows, width], header.type == "<f8", !header.isFortranOrder else {
      throw problem(
        "the shape is \(header.shape) of \(quoted(header.type)) where \(StoredTable.manifestName) has "
          + "[\(shard.rows), \(width)] of <f8")
    }
    let size = headerSize + 8 * shard.rows * width
    guard file.size == size else {
      throw problem("the file has \(counted(file.size, "byte")) where its rows take \(size)")
    }
  }

  /// Goes on to the next rows, a megabyte of them; false behind the last.
  ///
  /// - Throws: ``DataError`` behind the last where the rows do not have the checksum that they should have.
  mutating func next() throws(DataError) -> Bool {
    let count = min(max(1, (1 << 20) / (8 * width)), shard.rows - passedRowCount)
    if block.count != count * width { block = [Double](repeating: 0, count: count * width) }
    guard count > 0 else {
      guard checksum.hexadecimal == shard.crc32 else {
        throw problem(
          "the checksum of the rows is \(checksum.hexadecimal) where \(StoredTable.manifestName) has "
            + "\(quoted(shard.crc32)): they have changed")
      }
      return false
    }
    let (shard, first) = (self, passedRowCount)
    try block.withUnsafeMutableBytes { bytes in
      Result { () throws(DataError) in try shard.read(rowsFrom: first, into: bytes) }
    }.get()
    block.withUnsafeBytes { checksum.add($0) }
    passedRowCount += count
    return true
  }

  /// Puts the numbers of rows into the bytes of as many.
  func read(rowsFrom first: Int, into bytes: UnsafeMutableRawBufferPointer) throws(DataError) {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: bytes[done...])
      let count = try file.read(into: rest, from: headerSize + 8 * first * width + done)
      guard count > 0 else { throw problem("the file has become shorter") }
      done += count
    }
  }

  /// Has the system read rows that will be wanted soon.
  func advise(_ count: Int, rowsFrom first: Int) {
    file.advise(8 * width * count, from: headerSize + 8 * width * first)
  }

  private func problem(_ words: String) -> DataError { DataError(file.name, words + "; " + StoredTable.remedy) }
}
