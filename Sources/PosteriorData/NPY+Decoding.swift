internal import Foundation

extension NPY {
  /// The array in a file.
  ///
  /// - Throws: ``DataError`` where it cannot be read, or is no array of numbers.
  package init(contentsOf path: String) throws(DataError) {
    let data = try PosteriorData.bytes(ofFile: path, kind: "a .npy file")
    self = try data.withUnsafeBytes { bytes in
      Result { () throws(DataError) in try NPY(bytes, source: path) }
    }.get()
  }

  /// The array in a file's bytes. Errors call them `source`.
  package init(bytes: [UInt8], source: String) throws(DataError) {
    self = try bytes.withUnsafeBytes { bytes in
      Result { () throws(DataError) in try NPY(bytes, source: source) }
    }.get()
  }

  private init(_ bytes: UnsafeRawBufferPointer, source: String) throws(DataError) {
    let header = try NPYHeader(bytes, source)
    let numbers = UnsafeRawBufferPointer(rebasing: bytes[header.end...])
    let count = elementCount(header.shape, size: header.size)
    guard let count, numbers.count == count * header.size else {
      throw DataError(
        source,
        "there are \(counted(numbers.count, "byte")) of numbers where the shape \(header.shape) of \(header.type) "
          + "needs \(count.map { "\($0 * header.size)" } ?? "more than can be counted"); the file may be cut off")
    }
    let values = Self.values(numbers, header.type, count: count)
    let isTurned = header.isFortranOrder && header.shape.count(where: { $0 > 1 }) > 1 && count > 0
    self.init(shape: header.shape, values: isTurned ? Self.lastIndexFastest(values, header.shape) : values)
  }

  private static func values(_ bytes: UnsafeRawBufferPointer, _ type: String, count: Int) -> [Double] {
    func decoded<Word: FixedWidthInteger & BitwiseCopyable>(
      _ word: Word.Type, _ number: (Word) -> Double
    ) -> [Double] {
      [Double](unsafeUninitializedCapacity: count) { buffer, filled in
        for i in 0..<count {
          let word = bytes.loadUnaligned(fromByteOffset: i * MemoryLayout<Word>.size, as: word)
          buffer.initializeElement(at: i, to: number(Word(littleEndian: word)))
        }
        filled = count
      }
    }
    return switch type {
    case "<f8": decoded(UInt64.self) { Double(bitPattern: $0) }
    case "<f4": decoded(UInt32.self) { Double(Float(bitPattern: $0)) }
    case "<i8": decoded(Int64.self) { Double($0) }
    default: decoded(Int32.self) { Double($0) }
    }
  }

  /// Numbers whose first index runs fastest, with the last one so.
  private static func lastIndexFastest(_ numbers: [Double], _ shape: [Int]) -> [Double] {
    // How far apart two numbers are stored that follow each other on an axis.
    var strides = [1]
    for extent in shape.dropLast() { strides.append(strides[strides.count - 1] * extent) }
    var index = shape.map { _ in 0 }
    var place = 0
    return [Double](unsafeUninitializedCapacity: numbers.count) { buffer, filled in
      for i in numbers.indices {
        buffer.initializeElement(at: i, to: numbers[place])
        for axis in shape.indices.reversed() {
          index[axis] += 1
          place += strides[axis]
          guard index[axis] == shape[axis] else { break }
          place -= strides[axis] * shape[axis]
          index[axis] = 0
        }
      }
      filled = numbers.count
    }
  }
}
