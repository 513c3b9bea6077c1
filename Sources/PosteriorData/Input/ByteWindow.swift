/// The part of a stream's bytes that is in memory, which moves along.
final class ByteWindow {
  private let stream: any ByteStream
  private var storage: UnsafeMutableRawBufferPointer
  private var count = 0
  /// Whether the stream ends where the part does.
  private(set) var isWhole = false

  /// The most bytes that are kept: no row is as long.
  let largestSize: Int

  /// - Parameter size: The bytes that are in memory, unless a row is longer.
  init(_ stream: any ByteStream, size: Int = 1 << 20, largestSize: Int = 1 << 26) {
    self.stream = stream
    self.largestSize = largestSize
    storage = .allocate(byteCount: size, alignment: 1)
  }

  deinit { storage.deallocate() }

  /// The part, which the next move makes invalid.
  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: storage.bindMemory(to: UInt8.self)[..<count]) }

  /// Drops the bytes before a place and reads on.
  ///
  /// - Returns: Whether there is memory for more; otherwise nothing is changed.
  func move(to place: Int) throws(DataError) -> Bool {
    let kept = UnsafeRawBufferPointer(rebasing: storage[place..<count])
    if kept.count > storage.count / 2 {
      guard 2 * storage.count <= largestSize else { return false }
      let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: 2 * storage.count, alignment: 1)
      larger.copyMemory(from: kept)
      storage.deallocate()
      storage = larger
    } else {
      // The two may overlap, which this allows.
      storage.copyMemory(from: kept)
    }
    count = kept.count
    while count < storage.count, !isWhole {
      let read = try stream.read(into: UnsafeMutableRawBufferPointer(rebasing: storage[count...]))
      count += read
      isWhole = read == 0
    }
    return true
  }
}
