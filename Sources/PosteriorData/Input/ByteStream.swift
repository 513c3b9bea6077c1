/// Bytes that come one block after another.
protocol ByteStream: AnyObject {
  /// Puts the next bytes at the start of a buffer; returns how many, none only at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(DataError) -> Int
}

/// A file's bytes, from its start.
final class FileStream: ByteStream {
  private let file: InputFile
  private var place = 0

  init(_ file: InputFile) { self.file = file }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(DataError) -> Int {
    let count = try file.read(into: buffer, from: place)
    place += count
    return count
  }
}

extension InputFile {
  /// What is in a table or a file of draws, from its start: unpacked, where gzip has packed it.
  ///
  /// - Throws: ``DataError`` where it is packed in another way.
  func stream() throws(DataError) -> any ByteStream {
    guard let packing = try Packing(of: self) else { return FileStream(self) }
    guard packing.isUnpacked else { throw DataError(name, packing.problem(name, "a CSV file")) }
    return try GzipStream(self)
  }
}
