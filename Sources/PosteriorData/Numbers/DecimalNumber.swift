internal import Foundation

/// A plain decimal among bytes, such as 1, -2.5 or 1e-3, correctly rounded.
///
/// `Double` alone would also take hexadecimal, "nan" and "inf", and would round 1e999 to infinity.
struct DecimalNumber {
  let value: Double
  /// Where it ends.
  let end: Int

  static let point = UInt8(ascii: ".")
  private static let (plus, minus, exponentSign) = (UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "e"))

  /// The number that begins at a place.
  ///
  /// - Parameters:
  ///   - limit: Where the bytes end that may belong to it.
  ///   - point: The sign before its fraction.
  /// - Returns: nil where there is none, or one beyond the largest number.
  init?(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, before limit: Int, point: UInt8 = DecimalNumber.point) {
    var place = start
    let isNegative = place < limit && bytes[place] == Self.minus
    if isNegative || (place < limit && bytes[place] == Self.plus) { place += 1 }

    let first = place
    var digits: UInt64 = 0
    Self.readDigits(&digits, bytes, &place, limit)
    var digitCount = place - first
    var exponent = 0
    if place < limit, bytes[place] == point {
      place += 1
      let fraction = place
      Self.readDigits(&digits, bytes, &place, limit)
      exponent = fraction - place
      digitCount -= exponent
    }
    guard digitCount > 0 else { return nil }
    let lastDigit = place
    if place < limit, bytes[place] | 0x20 == Self.exponentSign {
      guard let power = Self.readPower(bytes, &place, limit) else { return nil }
      exponent += power
    }
    end = place
    // Leading zeros do not count; what has more than 19 digits behind them is not in `digits`.
    let isShort = digitCount <= 19 || Self.significantCount(bytes, first, lastDigit) <= 19
    if isShort, let magnitude = nearestDouble(to: digits, timesTenTo: exponent) {
      value = isNegative ? -magnitude : magnitude
    } else {
      guard let number = Self.converted(bytes, start..<place, point) else { return nil }
      value = number
    }
  }

  @inline(__always)
  private static func readDigits(
    _ digits: inout UInt64, _ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ limit: Int
  ) {
    while limit - place >= 8, let eight = eightDigits(bytes, place) {
      digits = digits &* 100_000_000 &+ eight
      place += 8
    }
    while place < limit, case let digit = bytes[place] &- UInt8(ascii: "0"), digit < 10 {
      digits = digits &* 10 &+ UInt64(digit)
      place += 1
    }
  }

  /// The number of eight digits from a place on, all at once: of their pairs, of fours, of all. Nil where one is no
  /// digit.
  @inline(__always)
  private static func eightDigits(_ bytes: UnsafeBufferPointer<UInt8>, _ place: Int) -> UInt64? {
    let word = UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: place, as: UInt64.self)
    let values = UInt64(littleEndian: word) ^ 0x3030_3030_3030_3030
    guard (values &+ 0x7676_7676_7676_7676 | values) & 0x8080_8080_8080_8080 == 0 else { return nil }
    let pairs = values &* 10 &+ values >> 8
    let fours = (pairs & 0xFF_0000_00FF) &* 0xF_4240_0000_0064
    return (fours &+ (pairs >> 16 & 0xFF_0000_00FF) &* 0x2710_0000_0001) >> 32
  }

  /// What follows an e: digits, with or without a sign.
  private static func readPower(_ bytes: UnsafeBufferPointer<UInt8>, _ place: inout Int, _ limit: Int) -> Int? {
    place += 1
    let isNegative = place < limit && bytes[place] == minus
    if isNegative || (place < limit && bytes[place] == plus) { place += 1 }
    let first = place
    var power = 0
    while place < limit, case let digit = bytes[place] &- UInt8(ascii: "0"), digit < 10 {
      // No text has so many digits that a larger one would be another number.
      if power < 1 << 50 { power = 10 * power + Int(digit) }
      place += 1
    }
    return place == first ? nil : isNegative ? -power : power
  }

  /// How many digits there are behind the leading zeros.
  private static func significantCount(_ bytes: UnsafeBufferPointer<UInt8>, _ first: Int, _ end: Int) -> Int {
    let digits = bytes[first..<end].lazy.map { $0 &- UInt8(ascii: "0") }.filter { $0 < 10 }
    return digits.drop { $0 == 0 }.count { _ in true }
  }

  /// The number by the C library; nil where it is beyond the largest.
  private static func converted(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ point: UInt8) -> Double? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: range.count + 1) { text in
      for (i, place) in range.enumerated() {
        text[i] = CChar(bitPattern: bytes[place] == point ? Self.point : bytes[place])
      }
      text[range.count] = 0
      guard let start = text.baseAddress, case let number = strtod(start, nil), number.isFinite else { return nil }
      return number
    }
  }
}

/// The number that some bytes are, with or without white space around it.
func decimalNumber(
  _ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, point: UInt8 = DecimalNumber.point
) -> Double? {
  var (first, end) = (range.lowerBound, range.upperBound)
  func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
  while first < end, isBlank(bytes[first]) { first += 1 }
  while first < end, isBlank(bytes[end - 1]) { end -= 1 }
  guard first < end else { return nil }
  if let number = DecimalNumber(bytes, from: first, before: end, point: point), number.end == end {
    return number.value
  }
  // White space beyond ASCII.
  guard bytes[first] >= 0x80 || bytes[end - 1] >= 0x80,
    let text = String(validating: bytes[first..<end], as: UTF8.self), case let trimmed = trimming(text),
    trimmed.utf8.count < text.utf8.count
  else { return nil }
  return decimalNumber(trimmed, point: point)
}

/// The number that a text is, with or without white space around it.
func decimalNumber(_ text: String, point: UInt8 = DecimalNumber.point) -> Double? {
  var text = text
  return text.withUTF8 { decimalNumber($0, 0..<$0.count, point: point) }
}
