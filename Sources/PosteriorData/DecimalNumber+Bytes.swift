internal import Foundation

/// The number written in a range of bytes: a plain decimal with or without blanks around it, correctly rounded.
///
/// Where the digits fit 53 bits, and the power of ten is one that a double holds, one multiplication or division is
/// exact enough (Clinger, PLDI 1990, doi:10.1145/93542.93557). Other cells go by ``decimalNumber(_:)``.
func decimalNumber(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Double? {
  var (place, end) = (range.lowerBound, range.upperBound)
  while place < end, bytes[place] == 0x20 { place += 1 }
  while place < end, bytes[end - 1] == 0x20 { end -= 1 }
  let first = place
  let isNegative = place < end && bytes[place] == UInt8(ascii: "-")
  if isNegative || (place < end && bytes[place] == UInt8(ascii: "+")) { place += 1 }

  var (digits, digitCount, significant, exponent, isFraction) = (UInt64(0), 0, 0, 0, false)
  while place < end {
    let digit = bytes[place] &- UInt8(ascii: "0")
    if digit < 10 {
      digits = digits &* 10 &+ UInt64(digit)
      digitCount += 1
      if significant > 0 || digit > 0 { significant += 1 }
      if isFraction { exponent -= 1 }
    } else if bytes[place] == UInt8(ascii: "."), !isFraction {
      isFraction = true
    } else {
      break
    }
    place += 1
  }
  if place < end, bytes[place] | 0x20 == UInt8(ascii: "e") {
    place += 1
    let isBelowOne = place < end && bytes[place] == UInt8(ascii: "-")
    if isBelowOne || (place < end && bytes[place] == UInt8(ascii: "+")) { place += 1 }
    let start = place
    var power = 0
    while place < end, place - start < 4, case let digit = bytes[place] &- UInt8(ascii: "0"), digit < 10 {
      power = 10 * power + Int(digit)
      place += 1
    }
    if place == start { digitCount = 0 }
    exponent += isBelowOne ? -power : power
  }
  guard place == end, digitCount > 0 else {
    return decimalNumber(String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self))
  }
  guard significant <= 19, digits <= 1 << 53, (-22...22).contains(exponent) else {
    return rounded(bytes, first..<end)
  }
  let magnitude =
    exponent < 0 ? Double(digits) / powersOfTen[-exponent] : Double(digits) * powersOfTen[exponent]
  return isNegative ? -magnitude : magnitude
}

/// A plain decimal by the C library; nil where it is beyond the largest number.
private func rounded(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>) -> Double? {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: range.count + 1) { text in
    for (i, place) in range.enumerated() { text[i] = CChar(bitPattern: bytes[place]) }
    text[range.count] = 0
    guard let start = text.baseAddress, case let number = strtod(start, nil), number.isFinite else { return nil }
    return number
  }
}

/// 10⁰ to 10²², all of which are doubles.
private let powersOfTen: [Double] = (0...22).map { exponent in (0..<exponent).reduce(1) { power, _ in power * 10 } }
