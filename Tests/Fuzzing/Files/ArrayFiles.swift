/// Bytes of .npy files.
package enum NPYFiles {
  package static func file(_ header: String, _ numbers: [UInt8], version: UInt8 = 1) -> [UInt8] {
    let length = UInt8(header.utf8.count + 1)
    return [0x93] + Array("NUMPY".utf8) + [version, 0] + (version == 1 ? [length, 0] : [length, 0, 0, 0])
      + Array((header + "\n").utf8) + numbers
  }

  package static func header(_ type: String, _ shape: String, fortran: String = "False") -> String {
    "{'descr': '\(type)', 'fortran_order': \(fortran), 'shape': \(shape), }"
  }
}

/// Bytes of IDX files.
package enum IDXFiles {
  /// Two images of 2 × 4 pixels.
  package static let images: [UInt8] =
    [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 4] + [0, 51, 102, 255, 51, 0, 0, 255] + [
      255, 255, 0, 0, 255, 255, 0, 0,
    ]
  package static let labels: [UInt8] = [0, 0, 8, 1, 0, 0, 0, 3, 7, 0, 9]
}
