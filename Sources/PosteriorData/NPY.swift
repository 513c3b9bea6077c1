internal import Foundation
import PosteriorSampling

/// An array of numbers in NumPy's .npy format, versions 1.0 and 2.0 (numpy.lib.format): little-endian float64, float32,
/// int64 or int32, in C or in Fortran order.
package struct NPY: Sendable, Hashable {
  /// The array's extents; none for a single number.
  package let shape: [Int]
  /// The numbers, the last index running fastest.
  package let values: [Double]

  /// An array from its extents and its numbers, the last index running fastest.
  package init(shape: [Int], values: [Double]) {
    precondition(elementCount(shape, size: 8) == values.count, "the numbers do not fill \(shape)")
    self.shape = shape
    self.values = values
  }

  /// Draws as an array of chains × draws × parameters.
  package init(_ draws: Draws) {
    self.init(shape: [draws.chainCount, draws.drawsPerChain, draws.dimension], values: draws.values)
  }

  /// The array as a matrix: one row for each first index. Of a vector, one column.
  package func matrix() throws(DataError) -> Matrix {
    guard shape.count == 1 || shape.count == 2, let columns = shape.count == 1 ? 1 : shape.last, columns > 0 else {
      throw DataError("array", "a matrix needs one or two extents, with columns, not the shape \(shape)")
    }
    return Matrix(columnCount: columns, elements: values)
  }

  /// The bytes of a file, in version 1.0 and float64.
  package var bytes: [UInt8] {
    var bytes = NPYHeader.bytes(type: "<f8", shape: shape)
    bytes.reserveCapacity(bytes.count + 8 * values.count)
    for value in values {
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: value.bitPattern >> UInt64(shift)))
      }
    }
    return bytes
  }

  /// Writes the file, which is replaced if it exists.
  package func write(to path: String) throws(DataError) {
    do throws(WriteError) { try AtomicFile.write(Data(bytes), to: path) } catch {
      throw DataError(path, "the file cannot be written: \(error.reason)")
    }
  }
}
