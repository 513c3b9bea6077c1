import PosteriorModels

/// Reads rows of a packed set, from whichever files they are in, as rows of a design and responses.
struct BlockReader: Sendable {
  let precision: DesignPrecision
  private let layout: DesignLayout
  private let width: Int
  private let shards: [StoredShard]
  /// The number of each shard's first row, and that of all rows.
  private let firstRows: [Int]

  init(_ table: StoredTable, _ layout: DesignLayout, _ precision: DesignPrecision) throws(DataError) {
    self.precision = precision
    (self.layout, width) = (layout, table.columns.count)
    var (shards, firstRows) = ([StoredShard](), [0])
    for (number, shard) in table.contents.shards.enumerated() {
      shards.append(try table.open(number))
      firstRows.append(firstRows[number] + shard.rows)
    }
    (self.shards, self.firstRows) = (shards, firstRows)
  }

  /// Puts rows where they are wanted.
  func read(
    _ rows: Range<Int>, _ design: UnsafeMutableRawPointer, _ responses: UnsafeMutablePointer<Double>
  ) throws(DataError) {
    // Pieces that stay in the second-level cache until they have been laid out.
    let most = max(1, (1 << 18) / (8 * width))
    let raw = UnsafeMutablePointer<Double>.allocate(capacity: most * width)
    defer { raw.deallocate() }
    for (shard, part) in parts(rows) {
      for first in stride(from: part.lowerBound, to: part.upperBound, by: most) {
        let count = min(most, part.upperBound - first)
        let bytes = UnsafeMutableRawBufferPointer(start: raw, count: 8 * count * width)
        try shards[shard].read(rowsFrom: first - firstRows[shard], into: bytes)
        let place = first - rows.lowerBound
        let row = design + place * layout.names.count * precision.size
        switch precision {
        case .double:
          layout.fill(
            row.assumingMemoryBound(to: Double.self), responses + place, from: UnsafePointer(raw), width: width,
            count: count)
        case .single:
          layout.fill(
            row.assumingMemoryBound(to: Float.self), responses + place, from: UnsafePointer(raw), width: width,
            count: count)
        }
      }
    }
  }

  /// Has the system read rows that will be wanted soon.
  func advise(_ rows: Range<Int>) {
    for (shard, part) in parts(rows) {
      shards[shard].advise(part.count, rowsFrom: part.lowerBound - firstRows[shard])
    }
  }

  /// The parts of some rows that are in one shard each.
  private func parts(_ rows: Range<Int>) -> [(shard: Int, rows: Range<Int>)] {
    shards.indices.compactMap { shard in
      let part = rows.clamped(to: firstRows[shard]..<firstRows[shard + 1])
      return part.isEmpty ? nil : (shard, part)
    }
  }
}
