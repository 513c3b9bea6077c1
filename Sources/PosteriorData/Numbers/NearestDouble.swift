/// The double nearest to digits × 10^exponent, the even one of two that are as near; nil where this does not find it.
///
/// Small numbers take one multiplication or division of doubles, which is exact enough (Clinger, PLDI 1990,
/// doi:10.1145/93542.93557). Others take the first 128 bits of the power, and of the product as many as tell how it
/// is rounded (Lemire, Software: Practice and Experience 51, 2021, doi:10.1002/spe.2984).
func nearestDouble(to digits: UInt64, timesTenTo exponent: Int) -> Double? {
  if digits <= 1 << 53, (-22...22).contains(exponent) {
    return exponent < 0
      ? Double(digits) / PowersOfTen.doubles[-exponent] : Double(digits) * PowersOfTen.doubles[exponent]
  }
  guard digits != 0 else { return 0 }
  guard PowersOfTen.range.contains(exponent) else { return nil }
  let power = PowersOfTen.leadingBits[exponent - PowersOfTen.range.lowerBound]
  let shift = digits.leadingZeroBitCount
  let factor = digits << UInt64(shift)

  // The product's first bits lie between these and these + factor.
  var (high, low) = factor.multipliedFullWidth(by: power.high)
  if high & 0x1FF == 0x1FF, low &+ factor < factor {
    let (further, rest) = factor.multipliedFullWidth(by: power.low)
    let (sum, carries) = low.addingReportingOverflow(further)
    if carries { high &+= 1 }
    low = sum
    if high & 0x1FF == 0x1FF, low == .max, rest &+ factor < factor { return nil }
  }
  let top = high >> 63
  var significand = high >> (top + 9)
  // Halfway between two doubles, as far as these bits tell.
  if low == 0, high & 0x1FF == 0, significand & 3 == 1 { return nil }
  significand = (significand + significand & 1) >> 1
  var binaryExponent = (217_706 * exponent) >> 16 + 1087 - shift - (top == 0 ? 1 : 0)
  if significand >> 53 != 0 {
    significand >>= 1
    binaryExponent += 1
  }
  // Neither subnormal nor infinite.
  guard (1..<0x7FF).contains(binaryExponent) else { return nil }
  return Double(bitPattern: UInt64(binaryExponent) << 52 | significand & (1 << 52 - 1))
}

/// Powers of ten.
private enum PowersOfTen {
  /// 10⁰ to 10²², all of which are doubles.
  static let doubles: [Double] = (0...22).map { exponent in (0..<exponent).reduce(1) { power, _ in power * 10 } }

  /// The exponents of ``leadingBits``.
  static let range = -342...308

  /// The first 128 bits of each power, which are those of the power of five.
  static let leadingBits: [(high: UInt64, low: UInt64)] = {
    // Limbs of 32 bits, the lowest first: 5ⁿ, and 2⁹⁶⁰ / 5ⁿ, of which rounding down at each n is rounding
    // down once.
    var (power, reciprocal) = ([UInt32](repeating: 0, count: 24), [UInt32](repeating: 0, count: 31))
    (power[0], reciprocal[30]) = (1, 1)
    var (bits, reciprocalBits) = ([leading(power)], [(high: UInt64, low: UInt64)]())
    for _ in 0..<range.upperBound {
      var carry: UInt64 = 0
      for i in power.indices {
        carry += 5 * UInt64(power[i])
        power[i] = UInt32(truncatingIfNeeded: carry)
        carry >>= 32
      }
      bits.append(leading(power))
    }
    for _ in 0..<(-range.lowerBound) {
      var rest: UInt64 = 0
      for i in reciprocal.indices.reversed() {
        rest = rest << 32 | UInt64(reciprocal[i])
        reciprocal[i] = UInt32(rest / 5)
        rest %= 5
      }
      reciprocalBits.append(leading(reciprocal))
    }
    return reciprocalBits.reversed() + bits
  }()

  /// The first 128 bits from the highest that is set.
  private static func leading(_ limbs: [UInt32]) -> (high: UInt64, low: UInt64) {
    let top = limbs.lastIndex { $0 != 0 } ?? 0
    func limb(_ place: Int) -> UInt64 { place < 0 ? 0 : UInt64(limbs[place]) }
    let shift = UInt64(limbs[top].leadingZeroBitCount)
    /// Two limbs from a place down, with what moves in from the next.
    func pair(_ place: Int) -> UInt64 {
      (limb(place) << 32 | limb(place - 1)) << shift | limb(place - 2) >> (32 - shift)
    }
    return (pair(top), pair(top - 2))
  }
}
