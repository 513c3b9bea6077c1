import Foundation

extension UnaryFunction {
  /// The function's value: what the program's kernels are held against.
  package func callAsFunction(_ x: Double) -> Double {
    switch self {
    case .negate: -x
    case .reciprocal: 1 / x
    case .square: x * x
    case .exp: Foundation.exp(x)
    case .expm1: Foundation.expm1(x)
    case .log: Foundation.log(x)
    case .log1p: Foundation.log1p(x)
    case .sqrt: x.squareRoot()
    case .abs: Swift.abs(x)
    case .sign: x > 0 ? 1 : x < 0 ? -1 : 0
    case .sin: Foundation.sin(x)
    case .cos: Foundation.cos(x)
    case .arctangent: Foundation.atan(x)
    case .tanh: Foundation.tanh(x)
    case .logistic: x < 0 ? Foundation.exp(x) / (1 + Foundation.exp(x)) : 1 / (1 + Foundation.exp(-x))
    case .softplus: max(x, 0) + Foundation.log1p(Foundation.exp(-Swift.abs(x)))
    case .logGamma: lgamma(x)
    case .digamma: plainDigamma(x)
    case .normalCDF: 0.5 * erfc(-x / 2.0.squareRoot())
    case .logNormalCDF: plainLogNormalCDF(x)
    }
  }
}

extension BinaryFunction {
  /// The function's value.
  package func callAsFunction(_ x: Double, _ y: Double) -> Double {
    switch self {
    case .add: x + y
    case .subtract: x - y
    case .multiply: x * y
    case .divide: x / y
    case .power: pow(x, y)
    case .minimum: x <= y ? x : y
    case .maximum: x >= y ? x : y
    case .logAddExp:
      x == y ? x + Foundation.log(2) : max(x, y) + Foundation.log1p(Foundation.exp(-Swift.abs(x - y)))
    case .less: x < y ? 1 : 0
    case .lessOrEqual: x <= y ? 1 : 0
    case .equal: x == y ? 1 : 0
    case .gammaCDF, .gammaTail, .studentCDF: kernelValues(of: opcode, [[x], [y]])[0]
    }
  }
}

/// The digamma function of a positive number, by its recurrence and its asymptotic series (Abramowitz & Stegun 6.3.5,
/// 6.3.18).
private func plainDigamma(_ x: Double) -> Double {
  if x <= 0 { return x == x.rounded() ? .nan : plainDigamma(1 - x) - .pi / Foundation.tan(.pi * x) }
  var (x, sum) = (x, 0.0)
  while x < 10 {
    sum -= 1 / x
    x += 1
  }
  let y = 1 / (x * x)
  let series = y * (1 / 12.0 - y * (1 / 120.0 - y * (1 / 252.0 - y * (1 / 240.0 - y * (1 / 132.0 - y * 691 / 32760)))))
  return sum + Foundation.log(x) - 0.5 / x - series
}

/// ln Φ(x). Far to the left Φ(x) itself is 0: there by the asymptotic series of Mills' ratio (Abramowitz & Stegun
/// 26.2.12).
private func plainLogNormalCDF(_ x: Double) -> Double {
  if x > -20 { return Foundation.log(0.5 * erfc(-x / 2.0.squareRoot())) }
  let y = 1 / (x * x)
  let series = 1 - y * (1 - 3 * y * (1 - 5 * y * (1 - 7 * y)))
  return -0.5 * x * x - Foundation.log(-x) - 0.918938533204672741780329736406 + Foundation.log(series)
}
