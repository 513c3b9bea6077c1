/// Values that are affine in the coordinates of the position, constant + Σ slopeⱼ θⱼ: one, a vector's, or all
/// examples'.
///
/// Of numbers that are the same for all values, one is kept.
struct AffineForm {
  /// The part that no parameter changes.
  var constant: [Double]
  /// The coordinates that the values depend on, each with its factors.
  var slopes: [Int: [Double]] = [:]

  /// Whether no parameter changes the values.
  var isKnown: Bool { slopes.isEmpty }

  /// Numbers combined one by one.
  private static func combined(_ x: [Double], _ y: [Double], _ combine: (Double, Double) -> Double) -> [Double] {
    if y.count == 1 { return x.map { combine($0, y[0]) } }
    if x.count == 1 { return y.map { combine(x[0], $0) } }
    return zip(x, y).map(combine)
  }

  /// The sum of two forms.
  static func + (x: AffineForm, y: AffineForm) -> AffineForm {
    func sum(_ a: [Double], _ b: [Double]) -> [Double] {
      if a == [0] { return b }
      return b == [0] ? a : combined(a, b, +)
    }
    return AffineForm(constant: sum(x.constant, y.constant), slopes: x.slopes.merging(y.slopes, uniquingKeysWith: sum))
  }

  /// The form with each value times a known factor.
  func scaled(by factors: [Double]) -> AffineForm {
    if factors == [1] { return self }
    func scaled(_ numbers: [Double]) -> [Double] {
      if numbers == [0] { return numbers }
      return numbers == [1] ? factors : Self.combined(numbers, factors, *)
    }
    return AffineForm(constant: scaled(constant), slopes: slopes.mapValues(scaled))
  }

  /// The form with each value divided by a known number.
  func divided(by divisors: [Double]) -> AffineForm {
    func divided(_ numbers: [Double]) -> [Double] { numbers == [0] ? numbers : Self.combined(numbers, divisors, /) }
    return AffineForm(constant: divided(constant), slopes: slopes.mapValues(divided))
  }

  /// What a function makes of all values' constants, and of their factors for each coordinate.
  func mapped(_ function: ([Double]) -> [Double]) -> AffineForm {
    AffineForm(constant: function(constant), slopes: slopes.mapValues(function))
  }

  /// The values at some places.
  func picked(_ places: [Int]) -> AffineForm {
    mapped { numbers in numbers.count == 1 ? numbers : places.map { numbers[$0] } }
  }
}
