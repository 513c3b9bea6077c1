internal import Foundation
import PosteriorSampling

/// Brings the rows of shards into random order in bounded memory: each goes to a bucket at random, and each bucket, a
/// file, is shuffled in memory. All permutations are equally likely.
struct RowShuffle {
  /// A part of the rows: a file, and rows that are not there yet.
  private final class Bucket {
    let path: String
    let file: AppendingFile
    var rest: [Double] = []
    var count = 0

    init(_ path: String) throws { (self.path, file) = (path, try AppendingFile(path)) }

    func flush() throws {
      let (file, rest) = (file, rest)
      try rest.withUnsafeBytes { rest in Result { () throws(WriteError) in try file.append(rest) } }.get()
      self.rest.removeAll(keepingCapacity: true)
    }
  }

  /// The most files that are open at a time.
  private static let mostBuckets = 512

  let folder: String
  let memory: Int
  private var random: GSLRandom

  init(in folder: String, memory: Int, seed: UInt64) {
    (self.folder, self.memory) = (folder, memory)
    random = GSLRandom(stream: StreamSeed(seed).child("pack"))
  }

  /// Moves the rows of a set into a writer. Its shards are removed as they are read.
  mutating func move(_ table: StoredTable, into writer: ShardWriter, onRows: (Int) throws -> Void) throws {
    let width = table.columns.count
    let buckets = try buckets(ofBytes: table.rowCount * (8 * width + 4), rowCount: table.rowCount)
    let most = max(1, memory / 2 / (8 * width * buckets.count)) * width
    for number in 0..<table.shardCount {
      var shard = try table.open(number)
      while try shard.next() {
        for first in stride(from: 0, to: shard.block.count, by: width) {
          let bucket = buckets[Int.random(in: 0..<buckets.count, using: &random)]
          bucket.rest.append(contentsOf: shard.block[first..<first + width])
          bucket.count += 1
          if bucket.rest.count >= most { try bucket.flush() }
        }
        try onRows(shard.block.count / width)
      }
      unlink(table.path + "/" + ShardFormat.name(number))
    }
    for bucket in buckets {
      try bucket.flush()
      bucket.rest = []
    }
    for bucket in buckets {
      try write(bucket, width, into: writer)
      unlink(bucket.path)
    }
    try writer.finish()
  }

  private func buckets(ofBytes size: Int, rowCount: Int) throws -> [Bucket] {
    let count = max(1 + (2 * size - 1) / memory, 1 + (rowCount >> 30))
    guard count <= Self.mostBuckets else {
      let needed = 1 + ((2 * size / Self.mostBuckets) >> 20)
      throw DataError(folder, "shuffling these rows takes more memory: give --memory \(needed)M or more")
    }
    return try (0..<count).map { try Bucket("\(folder)/bucket-\($0 + 1)") }
  }

  private mutating func write(_ bucket: Bucket, _ width: Int, into writer: ShardWriter) throws {
    guard bucket.count > 0 else { return }
    let file = try InputFile(bucket.path, kind: "a part of the rows")
    var rows = [Double](repeating: 0, count: bucket.count * width)
    try rows.withUnsafeMutableBytes { bytes in
      Result { () throws(DataError) in
        var done = 0
        while done < bytes.count {
          let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: bytes[done...]), from: done)
          guard count > 0 else { throw DataError(bucket.path, "the file has become shorter") }
          done += count
        }
      }
    }.get()
    let order = random.permutation(bucket.count)
    try rows.withUnsafeBufferPointer { rows in
      for row in order {
        let first = Int(row) * width
        try writer.append(row: UnsafeBufferPointer(rebasing: rows[first..<first + width]))
      }
    }
  }
}
