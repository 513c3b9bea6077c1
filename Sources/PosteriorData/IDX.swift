import PosteriorNumerics

/// An array of bytes in the IDX format of the MNIST database: images of one byte a pixel, or labels.
///
/// A file is four bytes (0, 0, the type of the elements, the number of extents), the extents as 32-bit big-endian
/// numbers, then the elements, the last index running fastest. Of the types only unsigned bytes (8) are read.
/// LeCun, Cortes & Burges, The MNIST database of handwritten digits.
public struct IDX: Sendable, Hashable {
  /// The array's extents: images × rows × columns, or labels.
  package let shape: [Int]
  /// The elements, the last index running fastest.
  package let bytes: [UInt8]

  /// The array in a file.
  public init(contentsOf path: String) throws(DataError) {
    let file = try [UInt8](PosteriorData.bytes(ofFile: path, kind: "an IDX file"))
    try self.init(file: file, source: path)
  }

  /// The array in a file's bytes. Errors call them `source`.
  package init(file: [UInt8], source: String) throws(DataError) {
    guard !file.starts(with: [0x1f, 0x8b]) else {
      throw DataError(source, "the file is compressed; unpack it with gunzip first")
    }
    guard file.count >= 4, file[0] == 0, file[1] == 0 else {
      throw DataError(source, "this is no IDX file: those begin with two zero bytes")
    }
    guard file[2] == 0x08 else {
      throw DataError(source, "the elements are of IDX type \(file[2]); only unsigned bytes (8) are read")
    }
    let start = 4 + 4 * Int(file[3])
    guard file[3] >= 1, file.count >= start else { throw DataError(source, "the file ends within its header") }
    let extents = (0..<Int(file[3])).map { place in
      (0..<4).reduce(0) { $0 << 8 | Int(file[4 + 4 * place + $1]) }
    }
    let count = elementCount(extents, size: 1)
    guard let count, file.count - start == count else {
      throw DataError(
        source,
        "there are \(counted(file.count - start, "byte")) of elements where the shape \(extents) needs "
          + "\(count.map { "\($0)" } ?? "more than can be counted"); the file may be cut off")
    }
    shape = extents
    bytes = Array(file[start...])
  }

  /// An array's labels, one for each first index.
  public func labels() throws(DataError) -> [Int] {
    guard shape.count == 1 else { throw DataError("array", "labels have one extent, not the shape \(shape)") }
    return bytes.map(Int.init)
  }

  /// Images as the rows of a matrix, N × pixels, 0 to 1; each square of `pooling` × `pooling` pixels is averaged into
  /// one.
  public func images(pooling: Int = 1) throws(DataError) -> Matrix {
    guard shape.count == 3, shape[1] > 0, shape[2] > 0 else {
      throw DataError("array", "images have three extents, not the shape \(shape)")
    }
    let (rows, columns) = (shape[1], shape[2])
    guard pooling >= 1, rows.isMultiple(of: pooling), columns.isMultiple(of: pooling) else {
      throw DataError("array", "images of \(rows) × \(columns) pixels cannot be cut into squares of \(pooling)")
    }
    let (width, height) = (columns / pooling, rows / pooling)
    var result = Matrix(rowCount: shape[0], columnCount: width * height)
    let scale = 1 / (255 * Double(pooling * pooling))
    for image in 0..<shape[0] {
      for row in 0..<rows {
        for column in 0..<columns {
          let byte = bytes[(image * rows + row) * columns + column]
          result[image, row / pooling * width + column / pooling] += scale * Double(byte)
        }
      }
    }
    return result
  }
}
