import Foundation
import Fuzzing
import Testing

@testable import PosteriorData

/// Numbers are those of C's strtod, bit for bit: the nearest ones.
@Suite struct DecimalNumberTests {
  private func number(_ text: String) -> Double? { decimalNumber(text) }

  private func checkAgainstTheLibrary(_ text: String) {
    let expected = strtod(text, nil)
    let found = number(text)
    if found?.bitPattern != (expected.isFinite ? expected.bitPattern : nil) {
      Issue.record("\(text): \(found.debugDescription), not \(expected)")
    }
  }

  /// Doubles of any size, as programs write them.
  @Test func writtenDoubles() {
    var random = FuzzRandom(seed: 61)
    for _ in 0..<fuzzCount(20_000) {
      let exponent = Bool.random(using: &random) ? UInt64.random(in: 1003...1043, using: &random) : random.next() % 2047
      let double = Double(bitPattern: exponent << 52 | random.next() & (1 << 52 - 1) | random.next() << 63)
      let format = ["%.17g", "%.16e", "%.15g", "%.18e", "%.6f", "%.3g"].randomElement(using: &random) ?? ""
      checkAgainstTheLibrary(String(format: format, double))
      checkAgainstTheLibrary("\(double)")
    }
  }

  /// Numbers as near as can be to the middle between two doubles, where rounding is hardest.
  @Test func middlesBetweenDoubles() {
    var random = FuzzRandom(seed: 62)
    for _ in 0..<fuzzCount(20_000) {
      // An odd multiple of a power of two has one bit more than a double.
      let odd = UInt64.random(in: 1 << 53...(1 << 54 - 1), using: &random) | 1
      let shift = Int.random(in: -9...9, using: &random)
      let middle =
        shift >= 0
        ? "\(UInt128(odd) << UInt128(shift))" : "\(odd >> UInt64(-shift))." + Self.fraction(odd, -shift)
      for tail in ["", "0", "1", "e0"] { checkAgainstTheLibrary(middle + tail) }
      checkAgainstTheLibrary("\(odd)e\(Int.random(in: -340...290, using: &random))")
    }
  }

  /// The last bits of a number as decimals.
  private static func fraction(_ number: UInt64, _ bitCount: Int) -> String {
    let digits = "\((number & (1 << UInt64(bitCount) - 1)) * (0..<bitCount).reduce(1) { power, _ in power * 5 })"
    return String(repeating: "0", count: bitCount - digits.count) + digits
  }

  /// Any digits, with points, signs, zeros and exponents.
  @Test func anyDigits() {
    var random = FuzzRandom(seed: 63)
    for _ in 0..<fuzzCount(20_000) {
      let digitCount = Int.random(in: 1...24, using: &random)
      var text = (0..<digitCount).map { _ in "\(Int.random(in: 0...9, using: &random))" }.joined()
      if let place = text.indices.randomElement(using: &random), digitCount > 3 { text.insert(".", at: place) }
      if Int.random(in: 0..<4, using: &random) == 0 { text = String(repeating: "0", count: 22) + text }
      if Bool.random(using: &random) { text += "e\(Int.random(in: -345...310, using: &random))" }
      checkAgainstTheLibrary((["", "-", "+"].randomElement(using: &random) ?? "") + text)
    }
  }

  @Test(arguments: [
    "2.2250738585072014e-308", "2.2250738585072011e-308", "4.9406564584124654e-324", "2.4703282292062327e-324",
    "2.4703282292062328e-324", "1.7976931348623158e308", "1.7976931348623159e308", "9007199254740993",
    "9007199254740992.99999999999999999999", "0.000000000000000000000000000000000000001e39", "1e400", "1e-400",
    "0e99999999999999999999", "1e-99999999999999999999", "18446744073709551615", "18446744073709551616",
    "10000000000000000000000000000000000000000e-40", "8.98846567431158e307", "179769313486231580793e289",
  ])
  func edges(_ text: String) { checkAgainstTheLibrary(text) }

  @Test(arguments: [
    "", "-", ".", "e5", "1e", "1e+", "--1", "+-1", "1.2.3", "0x1", "nan", "inf", "1_0", "1e5.5", "1e999", "1,5",
    "1 000",
    "-.", "1e 5", "١",
  ])
  func whatIsNoPlainDecimal(_ text: String) { #expect(number(text) == nil) }

  @Test func whiteSpaceAroundDoesNotCount() {
    for blank in [" ", "\t", "\n", "\u{B}", "\r\n", "\u{A0}", "\u{2003}"] {
      #expect(number(blank + "1.5" + blank) == 1.5)
    }
    #expect(number("1.5\u{200B}") == nil)
  }
}
