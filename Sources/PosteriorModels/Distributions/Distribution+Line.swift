// Distributions on the whole line, and their halves: z = (x − μ)/σ.

/// ln π.
let logPi = 1.14472988584940017414342735135
private let logTwo = 0.693147180559945309417232121458

extension Distribution {
  static let onTheLine: [Distribution] = [
    // −½ z² − ln σ − ½ ln 2π.
    Distribution(
      "normal", ["mu": .real, "sigma": .positive], on: .real, cumulative: { x, a in normalCDF((x - a[0]) / a[1]) }
    ) { x, a in -0.5 * square((x - a[0]) / a[1]) - (log(a[1]) + halfLogTwoPi) },
    Distribution(
      "student_t", ["nu": .positive, "mu": .real, "sigma": .positive], on: .real, shape: 0,
      cumulative: { x, a in studentCDF((x - a[1]) / a[2], a[0]) }
    ) { x, a in studentT((x - a[1]) / a[2], a[0], a[2]) },
    // −ln(1 + z²) − ln πσ.
    Distribution(
      "cauchy", ["mu": .real, "sigma": .positive], on: .real,
      cumulative: { x, a in cauchyCDF((x - a[0]) / a[1]) }
    ) { x, a in
      -log1p(square((x - a[0]) / a[1])) - (log(a[1]) + logPi)
    },
    // −|z| − ln 2σ.
    Distribution(
      "laplace", ["mu": .real, "sigma": .positive], on: .real,
      cumulative: { x, a in
        let z = (x - a[0]) / a[1], tail = 0.5 * exp(-abs(z))
        return z.apply(.less, z.constant(0)).select(tail, 1 - tail)
      }
    ) { x, a in -abs(x - a[0]) / a[1] - (log(a[1]) + logTwo) },
    // −z − ln σ − 2 ln(1 + e^−z).
    Distribution(
      "logistic", ["mu": .real, "sigma": .positive], on: .real,
      cumulative: { x, a in ((x - a[0]) / a[1])(.logistic) }
    ) { x, a in
      let z = (x - a[0]) / a[1]
      return -z - log(a[1]) - 2 * softplus(-z)
    },
    Distribution(
      "half_normal", ["sigma": .positive], on: .positive, cumulative: { x, a in 2 * normalCDF(x / a[0]) - 1 }
    ) { x, a in -0.5 * square(x / a[0]) - (log(a[0]) + (halfLogTwoPi - logTwo)) },
    Distribution(
      "half_cauchy", ["sigma": .positive], on: .positive,
      cumulative: { x, a in (2 / Double.pi) * (x / a[0])(.arctangent) }
    ) { x, a in
      -log1p(square(x / a[0])) - (log(a[0]) + (logPi - logTwo))
    },
    Distribution(
      "half_student_t", ["nu": .positive, "sigma": .positive], on: .positive, shape: 0,
      cumulative: { x, a in 2 * studentCDF(x / a[1], a[0]) - 1 }
    ) { x, a in studentT(x / a[1], a[0], a[1]) + logTwo },
  ]

  /// ½ + atan(z)/π; far to the left, where that would round to 0, atan(−1/z)/π.
  private static func cauchyCDF(_ z: Term) -> Term {
    let isFar = z.apply(.less, z.constant(-1))
    // A number stands in for z where it is not used, so that no infinity comes into a derivative.
    let tail = (1 / Double.pi) * (-1 / isFar.select(z, z.constant(-1)))(.arctangent)
    return isFar.select(tail, 0.5 + (1 / Double.pi) * z(.arctangent))
  }

  /// ln Γ((ν + 1)/2) − ln Γ(ν/2) − ½ ln νπ − ln σ − ½ (ν + 1) ln(1 + z²/ν).
  private static func studentT(_ z: Term, _ ν: Term, _ σ: Term) -> Term {
    let half = 0.5 * ν
    let constant = logGamma(half + 0.5) - logGamma(half) - (0.5 * log(ν) + 0.5 * logPi) - log(σ)
    return constant - (half + 0.5) * log1p(square(z) / ν)
  }
}
