/// The checksum CRC-32 of zip and PNG, which `zlib.crc32` gives too.
struct CRC32 {
  private var state: UInt32 = .max

  /// The checksum of what was added.
  var value: UInt32 { ~state }

  /// Adds bytes.
  mutating func add(_ bytes: some Sequence<UInt8>) {
    var state = state
    Self.table.withUnsafeBufferPointer { table in
      for byte in bytes { state = state >> 8 ^ table[Int((state ^ UInt32(byte)) & 0xFF)] }
    }
    self.state = state
  }

  /// Adds bytes, eight at a time.
  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    let whole = bytes.count / 8 * 8
    var state = state
    Self.tables.withUnsafeBufferPointer { tables in
      for place in stride(from: 0, to: whole, by: 8) {
        let word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)) ^ UInt64(state)
        state = 0
        for byte in 0..<8 { state ^= tables[(7 - byte) << 8 | Int(word >> UInt64(8 * byte) & 0xFF)] }
      }
    }
    self.state = state
    add(bytes[whole...])
  }

  /// The remainders of all bytes that 0 to 7 bytes of zeros follow.
  private static let tables: [UInt32] = (0..<7).reduce(into: table) { tables, _ in
    tables += tables.suffix(256).map { $0 >> 8 ^ table[Int($0 & 0xFF)] }
  }

  /// The remainders of all bytes by the polynomial 0x04C11DB7, bits reversed.
  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { rest, _ in rest >> 1 ^ (rest & 1 == 1 ? 0xEDB8_8320 : 0) }
  }
}
