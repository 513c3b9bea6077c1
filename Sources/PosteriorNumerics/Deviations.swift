// Means and deviations of numbers of any size. Squares of numbers below 10⁻¹⁵⁴ vanish, and those above 10¹⁵⁴ overflow:
// they are taken in a unit of the numbers' own. It is a power of two, so that nothing else is rounded than without it.

extension Double {
  /// The power of two below a magnitude; 1 for 0 and what is not finite.
  package var binaryUnit: Double {
    isFinite && self != 0 ? Double(sign: .plus, exponent: exponent, significand: 1) : 1
  }
}

extension Collection<Double> {
  /// The power of two below the largest magnitude; 1 where all numbers are 0, or one is infinite.
  package var binaryUnit: Double { reduce(0) { Swift.max($0, abs($1)) }.binaryUnit }

  /// The mean, and the standard deviation with N − `lost` below.
  package func meanAndDeviation(lost: Int) -> (mean: Double, deviation: Double) {
    let unit = binaryUnit
    let mean = reduce(0) { $0 + $1 / unit } / Double(count)
    let squares = reduce(0) { $0 + ($1 / unit - mean) * ($1 / unit - mean) }
    return (mean * unit, (squares / Double(count - lost)).squareRoot() * unit)
  }
}
