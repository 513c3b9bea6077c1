import Foundation

// Standard distributions from uniforms and normals.

extension RandomSource {
  /// Of rate 1.
  mutating func exponential() -> Double { -log(uniform()) }

  mutating func logistic() -> Double {
    let u = uniform()
    return log(u) - log1p(-u)
  }

  mutating func cauchy() -> Double { tan(.pi * (uniform() - 0.5)) }

  /// With ν degrees of freedom.
  mutating func studentT(_ ν: Double) -> Double { normal() * exp(0.5 * (log(0.5 * ν) - logGamma(0.5 * ν))) }

  /// The logarithm of a gamma distributed number of rate 1; not a number where there is no such shape.
  mutating func logGamma(_ shape: Double) -> Double {
    shape > 0 && shape.isFinite ? logGamma(shape: shape) : .nan
  }

  mutating func beta(_ α: Double, _ β: Double) -> Double { 1 / (1 + exp(logGamma(β) - logGamma(α))) }

  /// How many of n uniforms are below p: halved by their middle one, which is beta distributed, as long as they are
  /// many (Relles, JASA 67, 1972).
  mutating func binomial(_ n: Double, _ p: Double) -> Double {
    guard n >= 0, n < 0x1p53, p >= 0, p <= 1 else { return .nan }
    var (count, rest, p) = (0.0, n.rounded(), p)
    while rest > 32 {
      let middle = (rest / 2).rounded(.down) + 1
      let value = beta(middle, rest + 1 - middle)
      if value <= p {
        count += middle
        rest -= middle
        p = min(1, (p - value) / (1 - value))
      } else {
        rest = middle - 1
        p /= value
      }
    }
    for _ in 0..<Int(rest) where uniform() < p { count += 1 }
    return count
  }

  /// How many events come before a time λ. While many are to come, the time of one of them is drawn (Ahrens & Dieter,
  /// Computing 12, 1974).
  mutating func poisson(_ λ: Double) -> Double {
    guard λ >= 0, λ < 0x1p53 else { return .nan }
    var (count, rest) = (0.0, λ)
    while rest > 16 {
      let ahead = (rest * 7 / 8).rounded(.down)
      let time = exp(logGamma(ahead))
      if time > rest { return count + binomial(ahead - 1, rest / time) }
      count += ahead
      rest -= time
    }
    var clock = exponential()
    while clock < rest {
      count += 1
      clock += exponential()
    }
    return count
  }

  /// A category from 1, of probabilities whose sum is 1.
  mutating func category(_ probabilities: [Double]) -> Double {
    var rest = uniform()
    for (place, probability) in probabilities.enumerated() {
      rest -= probability
      if rest < 0 { return Double(place + 1) }
    }
    return Double(probabilities.count)
  }
}
