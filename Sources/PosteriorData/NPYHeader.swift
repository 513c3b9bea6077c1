/// What comes before the numbers of a .npy file: a magic string, the version, and a Python dictionary.
struct NPYHeader {
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  /// The longest header that is read, in bytes: numpy.load refuses longer ones too.
  private static let longest = 10_000
  /// As many extents as NumPy's arrays may have.
  private static let mostExtents = 64

  /// '<f8' and the like.
  let type: String
  let shape: [Int]
  /// Whether the first index runs fastest, as pandas has its columns.
  let isFortranOrder: Bool
  /// Where the numbers start.
  let end: Int

  /// Bytes a number.
  var size: Int { type.hasSuffix("8") ? 8 : 4 }

  init(_ bytes: UnsafeRawBufferPointer, _ source: String) throws(DataError) {
    guard bytes.starts(with: Self.magic), bytes.count >= 12 else {
      throw DataError(source, "this is not a .npy file; write one with numpy.save")
    }
    let lengthSize = bytes[6] == 1 ? 2 : 4
    guard bytes[6] == 1 || bytes[6] == 2 else {
      throw DataError(source, "version \(bytes[6]).\(bytes[7]) of the .npy format is not known, only 1.0 and 2.0")
    }
    let length = (0..<lengthSize).reduce(0) { $0 | Int(bytes[8 + $1]) << (8 * $1) }
    end = 8 + lengthSize + length
    guard length <= Self.longest else {
      throw DataError(
        source, "the header has \(length) bytes, more than an array of numbers needs; the file is damaged")
    }
    guard end <= bytes.count else { throw DataError(source, "the file is cut off within its header") }
    let header = String(decoding: bytes[8 + lengthSize..<end], as: UTF8.self)

    func entry(_ key: String) -> Substring? {
      guard let found = header.range(of: "'\(key)':") else { return nil }
      return header[found.upperBound...].drop { $0 == " " }
    }
    guard let descr = entry("descr"), let order = entry("fortran_order"), let extents = entry("shape"),
      descr.hasPrefix("'"), extents.hasPrefix("("), let close = extents.firstIndex(of: ")")
    else { throw DataError(source, "the header is not that of one array of numbers: \(quoted(trimming(header)))") }
    type = String(descr.dropFirst().prefix { $0 != "'" })
    guard ["<f8", "<f4", "<i8", "<i4"].contains(type) else {
      throw DataError(
        source, "the numbers are of the type \(quoted(type)); convert them with .astype('<f8') before numpy.save")
    }
    guard order.hasPrefix("True") || order.hasPrefix("False") else {
      throw DataError(source, "the header does not say whether the order is Fortran's: \(quoted(trimming(header)))")
    }
    isFortranOrder = order.hasPrefix("True")
    let cells = extents[..<close].dropFirst().split(separator: ",").map { trimming(String($0)) }.filter { !$0.isEmpty }
    let shape = cells.compactMap { Int($0) }
    guard shape.count == cells.count, shape.count <= Self.mostExtents, shape.allSatisfy({ $0 >= 0 }) else {
      throw DataError(source, "the shape \(quoted(String(extents[...close]))) is not understood")
    }
    self.shape = shape
  }
}

extension String {
  fileprivate func range(of text: String) -> Range<Index>? { ranges(of: text).first }
}
