import PosteriorDiagnostics

/// Draws that any language can make alike, from Knuth's 64-bit linear congruential generator.
enum Kind: Sendable {
  /// Autoregressive with coefficient 0.9, and with −0.8.
  case ar, anti
  /// With Cauchy-like tails.
  case heavy
  /// Six values, and two.
  case ties, two
  /// Chains with different means, chains that drift, and numbers far from 0.
  case shifted, trend, offset
  /// One number; two chains of one number each; every chain of one number.
  case constant, stuck, constants

  func chains(_ chains: Int, draws: Int, seed: UInt64) -> Matrix {
    var result = Matrix(rowCount: chains, columnCount: draws)
    for chain in 0..<chains {
      var bits = 1000 &* seed &+ UInt64(chain)
      var state = 0.0
      for draw in 0..<draws {
        bits = bits &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let u = (Double(bits >> 11) + 0.5) * 0x1p-53
        result[chain, draw] = value(u, &state, chain: chain, time: Double(draw) / Double(draws))
      }
    }
    return result
  }

  private func value(_ u: Double, _ state: inout Double, chain: Int, time: Double) -> Double {
    switch self {
    case .ar: state = 0.9 * state + (u - 0.5)
    case .anti: state = -0.8 * state + (u - 0.5)
    case .heavy:
      state = 0.5 * state + (u - 0.5)
      return (u - 0.5) / (u * (1 - u)) + state
    case .ties: return (6 * u).rounded(.down) / 2
    case .two: return u < 0.3 ? 1 : 0
    case .shifted:
      state = 0.7 * state + (u - 0.5)
      return state + 0.4 * Double(chain)
    case .trend: return u + time
    case .offset: return 1e6 + u
    case .constant: return 1.5
    case .stuck: return chain < 2 ? Double(chain) : u
    case .constants: return Double(chain)
    }
    return state
  }
}
