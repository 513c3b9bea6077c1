import Foundation

extension RandomSource {
  /// ln G for G ~ gamma(shape, 1): finite where G itself, of a small shape, would underflow to zero.
  mutating func logGamma(shape: Double) -> Double {
    if shape >= 1 { return log(gamma(shape: shape)) }
    return log(gamma(shape: shape + 1)) + log(uniform()) / shape
  }

  /// A draw from the Dirichlet distribution: independent gammas over their sum.
  mutating func fillDirichlet(_ position: inout MutableSpan<Double>, concentrations: [Double]) {
    var largest = -Double.infinity
    for k in concentrations.indices {
      position[k] = logGamma(shape: concentrations[k])
      largest = max(largest, position[k])
    }
    var sum = 0.0
    for k in concentrations.indices {
      position[k] = exp(position[k] - largest)
      sum += position[k]
    }
    for k in concentrations.indices { position[k] /= sum }
  }
}

/// factor · ln x, and 0 when the factor is 0 whatever x: an exponent of zero lifts a density off its boundary.
func timesLog(_ factor: Double, _ x: Double) -> Double { factor == 0 ? 0 : factor * log(x) }
