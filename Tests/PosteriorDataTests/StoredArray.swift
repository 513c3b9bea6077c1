import Foundation
import Testing

/// An array read back from a store of Zarr 2 or an archive of NumPy's, by what their specifications say alone.
struct StoredArray {
  var dimensions: [String] = []
  let shape: [Int]
  let type: String
  /// The elements' bytes, the last index running fastest.
  let bytes: [UInt8]

  var size: Int { type.hasPrefix("<U") ? 4 * (Int(type.dropFirst(2)) ?? 0) : Int(String(type.last ?? "0")) ?? 0 }

  private func words<Word: FixedWidthInteger>(_ word: Word.Type) -> [Word] {
    stride(from: 0, to: bytes.count, by: Word.bitWidth / 8).map { place in
      (0..<Word.bitWidth / 8).reduce(0) { $0 | Word(truncatingIfNeeded: bytes[place + $1]) << (8 * $1) }
    }
  }

  var numbers: [Double] { words(UInt64.self).map(Double.init(bitPattern:)) }
  var integers: [Int] { words(Int64.self).map(Int.init) }
  var flags: [Bool] { bytes.map { $0 == 1 } }
  var text: [String] {
    let scalars = words(UInt32.self)
    return stride(from: 0, to: scalars.count, by: size / 4).map { first in
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars[first..<first + size / 4].filter { $0 != 0 }.compactMap(Unicode.Scalar.init))
      return String(text)
    }
  }

  static func object(_ path: String) throws -> [String: Any] {
    try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as? [String: Any])
  }
}

extension StoredArray {
  /// The array in a folder of a store.
  init(store path: String) throws {
    let array = try Self.object(path + "/.zarray")
    #expect(array["zarr_format"] as? Int == 2 && array["order"] as? String == "C")
    #expect(array["compressor"] is NSNull && array["filters"] is NSNull && array["fill_value"] is NSNull)
    let shape = try #require(array["shape"] as? [Int]), chunks = try #require(array["chunks"] as? [Int])
    let type = try #require(array["dtype"] as? String)
    let dimensions = try #require(try Self.object(path + "/.zattrs")["_ARRAY_DIMENSIONS"] as? [String])
    self.init(dimensions: dimensions, shape: shape, type: type, bytes: [])
    let (size, count) = (size, shape.reduce(1, *))
    var bytes = [UInt8](repeating: 0, count: count * size)
    let chunkCount = chunks.reduce(1, *)
    var files: [String: [UInt8]] = [:]
    for element in 0..<count {
      var (index, rest) = ([Int](repeating: 0, count: shape.count), element)
      for axis in shape.indices.reversed() { (rest, index[axis]) = rest.quotientAndRemainder(dividingBy: shape[axis]) }
      let key = shape.isEmpty ? "0" : zip(index, chunks).map { "\($0 / $1)" }.joined(separator: ".")
      let file = try files[key] ?? Array(Data(contentsOf: URL(fileURLWithPath: path + "/" + key)))
      if files[key] == nil { #expect(file.count == chunkCount * size, "\(path)/\(key)") }
      files[key] = file
      let place = zip(index, chunks).reduce(0) { $0 * $1.1 + $1.0 % $1.1 }
      for byte in 0..<size { bytes[element * size + byte] = file[place * size + byte] }
    }
    // No file is one too many.
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
    #expect(Set(names).subtracting(files.keys) == [".zarray", ".zattrs"])
    self.init(dimensions: dimensions, shape: shape, type: type, bytes: bytes)
  }

  /// The array in a .npy file's bytes.
  init(npy bytes: [UInt8]) throws {
    let length = Int(bytes[8]) | Int(bytes[9]) << 8
    let header = String(decoding: bytes[10..<10 + length], as: UTF8.self)
    #expect((10 + length) % 64 == 0 && header.hasSuffix("\n") && header.contains("'fortran_order': False"))
    let type = try #require(header.firstMatch(of: /'descr': '([^']+)'/)).1
    let shape = try #require(header.firstMatch(of: /'shape': \(([^)]*)\)/)).1
    self.init(
      shape: shape.split(separator: ",").compactMap { Int($0.trimmingCharacters(in: .whitespaces)) },
      type: String(type), bytes: Array(bytes[(10 + length)...]))
    #expect(self.bytes.count == self.shape.reduce(1, *) * size)
  }
}

/// The files of a zip archive, by its directory.
struct StoredArchive {
  private(set) var files: [String: [UInt8]] = [:]
  private(set) var isLarge = false
  private let bytes: [UInt8]

  init(_ path: String) throws {
    bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    let end = bytes.count - 22
    #expect(number(at: end, 4) == 0x0605_4B50)
    var (count, place) = (number(at: end + 10, 2), number(at: end + 16, 4))
    if place == 0xFFFF_FFFF {
      isLarge = true
      #expect(number(at: end - 20, 4) == 0x0706_4B50)
      let record = number(at: end - 12, 8)
      #expect(number(at: record, 4) == 0x0606_4B50 && number(at: record + 4, 8) == 44)
      (count, place) = (number(at: record + 32, 8), number(at: record + 48, 8))
    }
    for _ in 0..<count { place = try readEntry(at: place) }
  }

  private func number(at place: Int, _ size: Int) -> Int {
    (0..<size).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
  }

  /// Reads an entry of the directory; returns where the next one is.
  private mutating func readEntry(at entry: Int) throws -> Int {
    #expect(number(at: entry, 4) == 0x0201_4B50)
    let (nameCount, extraCount) = (number(at: entry + 28, 2), number(at: entry + 30, 2))
    var (size, place) = (number(at: entry + 24, 4), number(at: entry + 42, 4))
    var extra = entry + 46 + nameCount + 4
    if size == 0xFFFF_FFFF {
      size = number(at: extra, 8)
      #expect(number(at: extra + 8, 8) == size)
      extra += 16
    }
    if place == 0xFFFF_FFFF { place = number(at: extra, 8) }
    let name = bytes[entry + 46..<entry + 46 + nameCount]
    // The file's own header says the same.
    #expect(number(at: place, 4) == 0x0403_4B50 && number(at: place + 14, 4) == number(at: entry + 16, 4))
    let (ownName, ownExtra) = (number(at: place + 26, 2), number(at: place + 28, 2))
    #expect(bytes[place + 30..<place + 30 + ownName] == name)
    let first = place + 30 + ownName + ownExtra
    let contents = Array(bytes[first..<first + size])
    #expect(Self.checksum(contents) == number(at: entry + 16, 4))
    files[String(decoding: name, as: UTF8.self)] = contents
    return entry + 46 + nameCount + extraCount
  }

  /// CRC-32, bit by bit.
  static func checksum(_ bytes: [UInt8]) -> Int {
    var state: UInt32 = .max
    for byte in bytes {
      state ^= UInt32(byte)
      for _ in 0..<8 { state = state & 1 == 1 ? state >> 1 ^ 0xEDB8_8320 : state >> 1 }
    }
    return Int(~state)
  }
}
