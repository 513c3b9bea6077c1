package import Foundation

/// The checksum SHA-256 of FIPS 180-4, which `sha256sum` gives too.
package struct SHA256 {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
  ]
  private var words = [UInt32](repeating: 0, count: 64)

  /// The checksum of some bytes, in hexadecimal digits.
  package static func hexadecimal(_ data: Data) -> String {
    var hash = SHA256()
    let whole = data.count / 64 * 64
    data.withUnsafeBytes { bytes in
      for place in stride(from: 0, to: whole, by: 64) { hash.add(bytes, at: place) }
    }
    var rest = [UInt8](data.suffix(data.count - whole)) + [0x80]
    while rest.count % 64 != 56 { rest.append(0) }
    let bitCount = UInt64(data.count) &* 8
    for shift in stride(from: 56, through: 0, by: -8) { rest.append(UInt8(truncatingIfNeeded: bitCount >> shift)) }
    rest.withUnsafeBytes { bytes in
      for place in stride(from: 0, to: bytes.count, by: 64) { hash.add(bytes, at: place) }
    }
    return hash.state.map { String(format: "%08x", $0) }.joined()
  }

  /// Mixes in the 64 bytes from a place on.
  private mutating func add(_ bytes: UnsafeRawBufferPointer, at place: Int) {
    for t in 0..<16 {
      words[t] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: place + 4 * t, as: UInt32.self))
    }
    for t in 16..<64 {
      let (u, v) = (words[t - 15], words[t - 2])
      let first = u.rotated(7) ^ u.rotated(18) ^ u >> 3
      let second = v.rotated(17) ^ v.rotated(19) ^ v >> 10
      words[t] = words[t - 16] &+ first &+ words[t - 7] &+ second
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for t in 0..<64 {
      let first =
        h &+ (e.rotated(6) ^ e.rotated(11) ^ e.rotated(25)) &+ (e & f ^ ~e & g)
        &+ Self.constants[t] &+ words[t]
      let second = (a.rotated(2) ^ a.rotated(13) ^ a.rotated(22)) &+ (a & b ^ a & c ^ b & c)
      (h, g, f, e) = (g, f, e, d &+ first)
      (d, c, b, a) = (c, b, a, first &+ second)
    }
    for (i, word) in [a, b, c, d, e, f, g, h].enumerated() { state[i] &+= word }
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = {
    let primes = (2...311).filter { n in !(2..<n).contains { n.isMultiple(of: $0) } }
    return primes.map { prime in
      // The largest r with r³ ≤ 2⁹⁶p, whose last 32 bits those are.
      var root: UInt128 = 0
      for bit in stride(from: 35, through: 0, by: -1) {
        let larger = root | 1 << UInt128(bit)
        if larger * larger * larger <= UInt128(prime) << 96 { root = larger }
      }
      return UInt32(truncatingIfNeeded: root)
    }
  }()
}

extension UInt32 {
  fileprivate func rotated(_ count: UInt32) -> UInt32 { self >> count | self << (32 - count) }
}
