internal import Foundation

/// Writes a zip archive of files that are stored as they are, one after another, without holding them in memory.
///
/// Sizes and places from 4 GiB on are in fields of zip64. Times are those that stand for none, so that equal files make
/// equal archives.
struct ZipWriter {
  private struct Entry {
    let name: [UInt8]
    let size: Int
    let place: Int
    var checksum: UInt32 = 0
  }

  private let file: AppendingFile
  private var entries: [Entry] = []
  private var end = 0
  /// From where on a number is in a field of zip64.
  private let limit: Int

  init(_ file: AppendingFile, limit: Int = 0xFFFF_FFFF) {
    (self.file, self.limit) = (file, limit)
  }

  /// Adds a file.
  ///
  /// - Parameters:
  ///   - name: Its path in the archive.
  ///   - size: Its number of bytes.
  ///   - contents: Hands on its bytes, piece by piece.
  mutating func add(_ name: String, size: Int, _ contents: (_ append: (Data) throws -> Void) throws -> Void) throws {
    var entry = Entry(name: Array(name.utf8), size: size, place: end)
    let header = local(entry)
    try file.append(header)
    var (checksum, written) = (CRC32(), 0)
    try contents { data in
      checksum.add(data)
      written += data.count
      try file.append(data)
    }
    precondition(written == size, "\(written) bytes were written of a file of \(size)")
    entry.checksum = checksum.value
    try file.replace(at: end, by: local(entry))
    entries.append(entry)
    end += header.count + size
  }

  /// Writes the directory, which ends the archive.
  func finish() throws(WriteError) {
    let directory = entries.reduce(into: Data()) { $0 += central($1) }
    try file.append(directory)
    let isLarge = end >= limit || directory.count >= limit || entries.count >= 0xFFFF
    if isLarge { try file.append(largeEnd(directory.count)) }
    var record = Data()
    record.append(0x0605_4B50 as UInt32)
    record.append(0 as UInt32)
    let count = UInt16(isLarge ? 0xFFFF : entries.count)
    record.append(count)
    record.append(count)
    record.append(isLarge ? .max : UInt32(directory.count))
    record.append(isLarge ? .max : UInt32(end))
    record.append(0 as UInt16)
    try file.append(record)
  }

  private func local(_ entry: Entry) -> Data {
    var record = Data()
    record.append(0x0403_4B50 as UInt32)
    let isLarge = entry.size >= limit
    appendCommon(entry, isLarge: isLarge, sizes: isLarge ? [entry.size, entry.size] : [], to: &record)
    record += entry.name
    if isLarge { appendLarge([entry.size, entry.size], to: &record) }
    return record
  }

  private func central(_ entry: Entry) -> Data {
    var record = Data()
    record.append(0x0201_4B50 as UInt32)
    // Made on a system that has permissions as Unix does.
    record.append(3 << 8 | 45 as UInt16)
    let (isLarge, isFar) = (entry.size >= limit, entry.place >= limit)
    let large: [Int] = (isLarge ? [entry.size, entry.size] : []) + (isFar ? [entry.place] : [])
    appendCommon(entry, isLarge: isLarge, sizes: large, to: &record)
    record += [UInt8](repeating: 0, count: 6)
    record.append(0o100644 << 16 as UInt32)
    record.append(isFar ? .max : UInt32(entry.place))
    record += entry.name
    if !large.isEmpty { appendLarge(large, to: &record) }
    return record
  }

  /// What a file's two headers have in common, from the version that is needed to the lengths.
  private func appendCommon(_ entry: Entry, isLarge: Bool, sizes: [Int], to record: inout Data) {
    record.append(sizes.isEmpty ? 20 : 45 as UInt16)
    // Names are UTF-8. Nothing is compressed. The first of January 1980, midnight.
    record.append(0x0800 as UInt16)
    record.append(0 as UInt16)
    record.append(0 as UInt16)
    record.append(0x21 as UInt16)
    record.append(entry.checksum)
    for _ in 0..<2 { record.append(isLarge ? .max : UInt32(entry.size)) }
    record.append(UInt16(entry.name.count))
    record.append(UInt16(sizes.isEmpty ? 0 : 4 + 8 * sizes.count))
  }

  private func appendLarge(_ numbers: [Int], to record: inout Data) {
    record.append(1 as UInt16)
    record.append(UInt16(8 * numbers.count))
    for number in numbers { record.append(UInt64(number)) }
  }

  /// The end of an archive with more than 32 bits can say, and where it is.
  private func largeEnd(_ directoryCount: Int) -> Data {
    var record = Data()
    record.append(0x0606_4B50 as UInt32)
    record.append(44 as UInt64)
    record.append(3 << 8 | 45 as UInt16)
    record.append(45 as UInt16)
    record.append(0 as UInt64)
    for number in [entries.count, entries.count, directoryCount, end] { record.append(UInt64(number)) }
    record.append(0x0706_4B50 as UInt32)
    record.append(0 as UInt32)
    record.append(UInt64(end + directoryCount))
    record.append(1 as UInt32)
    return record
  }
}

extension Data {
  /// Appends a number, its lowest byte first.
  fileprivate mutating func append(_ number: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }
}
