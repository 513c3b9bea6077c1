extension NPYHeader {
  /// What comes before an array's elements, in version 1.0 and C order.
  ///
  /// - Parameters:
  ///   - type: NumPy's name of the elements' type, such as `<f8`.
  ///   - shape: The array's extents; none for one element.
  static func bytes(type: String, shape: [Int]) -> [UInt8] {
    let extents = shape.map { "\($0)" }.joined(separator: ", ") + (shape.count == 1 ? "," : "")
    var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (\(extents)), }"
    // The elements start at a multiple of 64 bytes, after a newline.
    header += String(repeating: " ", count: (64 - (11 + header.utf8.count) % 64) % 64) + "\n"
    let length = header.utf8.count
    return magic + [1, 0, UInt8(length & 0xFF), UInt8(length >> 8)] + Array(header.utf8)
  }
}
