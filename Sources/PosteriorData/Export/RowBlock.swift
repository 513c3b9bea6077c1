internal import Foundation

/// Rows of an array that are cut into chunks.
struct RowBlock {
  /// The rows, one after another.
  let data: Data
  let rowCount: Int
  /// The extents of a row.
  let rowShape: [Int]
  /// The extents of a chunk's rows.
  let chunk: [Int]
  /// The rows of a whole chunk.
  let chunkRowCount: Int
  /// Bytes an element.
  let elementSize: Int

  /// The chunks, each whole: zeros are where it stands over the array's edges. With each its place along the axes of a
  /// row.
  ///
  /// One axis is cut at the most. Chunks have all places of those behind it, and one of those before it, so that a
  /// chunk's elements stand together.
  func chunks() -> [(place: [Int], data: Data)] {
    let size = chunkRowCount * chunk.reduce(1, *) * elementSize
    guard let cut = chunk.indices.last(where: { chunk[$0] < rowShape[$0] }) else {
      return [(rowShape.map { _ in 0 }, data + Data(count: size - data.count))]
    }
    let counts = zip(rowShape, chunk).map { ($0 + $1 - 1) / $1 }
    return (0..<counts.reduce(1, *)).map { number in
      var (place, rest) = (counts, number)
      for axis in counts.indices.reversed() {
        (rest, place[axis]) = rest.quotientAndRemainder(dividingBy: counts[axis])
      }
      let first = place.indices.reduce(0) { $0 * rowShape[$1] + place[$1] * chunk[$1] }
      let length = min(chunk[cut], rowShape[cut] - place[cut] * chunk[cut])
      let count = length * rowShape[(cut + 1)...].reduce(1, *)
      let part = data[first * elementSize..<(first + count) * elementSize]
      return (place, part + Data(count: size - part.count))
    }
  }
}
