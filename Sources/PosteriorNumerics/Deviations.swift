// Means and deviations of numbers of any size. Squares of numbers below 10⁻¹⁵⁴ vanish, and those above 10¹⁵⁴ overflow:
// they are taken in a unit of the numbers' own. It is a power of two, so that nothing else is rounded than without it.

extension Double {
  /// The power of two below a magnitude; 1 where fourth powers are numbers without it, for 0 and what is not finite.
  package var binaryUnit: Double {
    isFinite && self != 0 && !(1e-50...1e50).contains(magnitude)
      ? Double(sign: .plus, exponent: exponent, significand: 1) : 1
  }
}

extension Collection<Double> {
  /// The unit of the largest magnitude; 1 where one number is infinite.
  package var binaryUnit: Double { reduce(0) { Swift.max($0, abs($1)) }.binaryUnit }

  /// The standard deviation, with N − 1 below; 0 for one number.
  package var standardDeviation: Double { meanAndDeviation(lost: Swift.min(1, count - 1)).deviation }

  /// The mean, and the standard deviation with N − `lost` below.
  package func meanAndDeviation(lost: Int) -> (mean: Double, deviation: Double) {
    let unit = binaryUnit
    let mean = reduce(0) { $0 + $1 / unit } / Double(count)
    let squares = reduce(0) { $0 + ($1 / unit - mean) * ($1 / unit - mean) }
    return (mean * unit, (squares / Double(count - lost)).squareRoot() * unit)
  }
}
