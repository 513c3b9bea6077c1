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
  func chunks() -> [(place: [Int], data: Data)] {
    let size = chunkRowCount * chunk.reduce(1, *) * elementSize
    if chunk == rowShape { return [(rowShape.map { _ in 0 }, data + Data(count: size - data.count))] }
    let counts = zip(rowShape, chunk).map { ($0 + $1 - 1) / $1 }
    return (0..<counts.reduce(1, *)).map { number in
      var (place, rest) = (counts, number)
      for axis in counts.indices.reversed() {
        (rest, place[axis]) = rest.quotientAndRemainder(dividingBy: counts[axis])
      }
      var part = Data()
      part.reserveCapacity(size)
      for row in 0..<rowCount { append(axis: 0, from: row, of: place, to: &part) }
      return (place, part + Data(count: size - part.count))
    }
  }

  /// Appends a chunk's elements along the axes from one on. `first` counts what lies before them along the other axes.
  private func append(axis: Int, from first: Int, of place: [Int], to part: inout Data) {
    let low = place[axis] * chunk[axis]
    let count = min(chunk[axis], rowShape[axis] - low)
    let start = first * rowShape[axis] + low
    let unit = rowShape[(axis + 1)...].reduce(elementSize, *)
    if axis == rowShape.count - 1 {
      part += data[start * unit..<(start + count) * unit]
      part += Data(count: (chunk[axis] - count) * unit)
    } else {
      for step in 0..<count { append(axis: axis + 1, from: start + step, of: place, to: &part) }
      part += Data(count: (chunk[axis] - count) * chunk[(axis + 1)...].reduce(elementSize, *))
    }
  }
}
