internal import Foundation

/// The files in a zip archive that are stored or deflated, as NumPy writes them: up to 4 GiB.
struct ZipReader {
  /// A file's place in the archive.
  private struct Entry {
    let isDeflated: Bool
    let checksum: UInt32
    let stored: Int
    let size: Int
    let header: Int
  }

  private let bytes: UnsafeRawBufferPointer
  private let source: String
  private var entries: [String: Entry] = [:]

  /// The names of the files.
  var names: Set<String> { Set(entries.keys) }

  /// An archive, whose bytes must stay where they are.
  init(_ bytes: UnsafeRawBufferPointer, source: String) throws(DataError) {
    (self.bytes, self.source) = (bytes, source)
    // The record at the end, which a comment may follow.
    let earliest = max(0, bytes.count - 22 - 0xFFFF)
    guard let end = stride(from: bytes.count - 22, through: earliest, by: -1).first(where: { word($0) == 0x0605_4B50 })
    else { throw DataError(source, "this is no .npz archive, or it is cut off") }
    let (count, directory) = (half(end + 10), word(end + 16))
    guard count != 0xFFFF, directory != 0xFFFF_FFFF else {
      throw DataError(source, "the archive has 4 GiB or more, which is not read")
    }
    var place = directory
    for _ in 0..<count {
      guard place + 46 <= end, word(place) == 0x0201_4B50 else { throw damaged("its directory") }
      let lengths = (name: half(place + 28), rest: half(place + 30) + half(place + 32))
      guard place + 46 + lengths.name + lengths.rest <= end else { throw damaged("its directory") }
      let name = String(decoding: bytes[place + 46..<place + 46 + lengths.name], as: UTF8.self)
      guard half(place + 10) == 0 || half(place + 10) == 8, half(place + 8) & 1 == 0 else {
        throw DataError(source, "\(quoted(name)) is packed otherwise than by numpy.savez or numpy.savez_compressed")
      }
      entries[name] = Entry(
        isDeflated: half(place + 10) == 8, checksum: UInt32(word(place + 16)), stored: word(place + 20),
        size: word(place + 24), header: word(place + 42))
      place += 46 + lengths.name + lengths.rest
    }
  }

  /// The bytes of a file, held against their checksum.
  func contents(_ name: String) throws(DataError) -> [UInt8] {
    guard let entry = entries[name] else { throw DataError(source, "there is no \(quoted(name)) in the archive") }
    let header = entry.header
    guard header + 30 <= bytes.count, word(header) == 0x0403_4B50 else { throw damaged(name) }
    let start = header + 30 + half(header + 26) + half(header + 28)
    guard start <= bytes.count, entry.stored <= bytes.count - start else { throw damaged(name) }
    let stored = UnsafeRawBufferPointer(rebasing: bytes[start..<start + entry.stored])
    let contents = entry.isDeflated ? try inflated(stored, entry) : Array(stored)
    var checksum = CRC32()
    contents.withUnsafeBytes { checksum.add($0) }
    guard contents.count == entry.size, checksum.value == entry.checksum else { throw damaged(name) }
    return contents
  }

  /// What was deflated, by gzip, in whose format nothing else stands but a header, the checksum and the size.
  private func inflated(_ stored: UnsafeRawBufferPointer, _ entry: Entry) throws(DataError) -> [UInt8] {
    var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]
    packed += stored
    for number in [entry.checksum, UInt32(entry.size)] {
      withUnsafeBytes(of: number.littleEndian) { packed += $0 }
    }
    let stream = try GzipStream(InputFile(bytes: packed, named: source))
    var (contents, block) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while contents.count <= entry.size {
      let count = try block.withUnsafeMutableBytes { block in
        Result { () throws(DataError) in try stream.read(into: block) }
      }.get()
      if count == 0 { break }
      contents += block[..<count]
    }
    return contents
  }

  private func damaged(_ what: String) -> DataError { DataError(source, "the archive is damaged: \(shown(what))") }

  /// A number of two bytes, which are inside.
  private func half(_ place: Int) -> Int { Int(bytes[place]) | Int(bytes[place + 1]) << 8 }

  /// A number of four bytes, which are inside.
  private func word(_ place: Int) -> Int { half(place) | half(place + 2) << 16 }
}
