// Distributions of positive numbers.

extension Distribution {
  static let positive: [Distribution] = [
    // The normal distribution's density of ln x, and − ln x.
    Distribution(
      "lognormal", ["mu": .real, "sigma": .positive], on: .positive,
      cumulative: { x, a in normalCDF((log(x) - a[0]) / a[1]) }
    ) { x, a in -0.5 * square((log(x) - a[0]) / a[1]) - log(x) - (log(a[1]) + halfLogTwoPi) },
    // ln β − βx.
    Distribution("exponential", ["beta": .positive], on: .positive, cumulative: { x, a in -(-(a[0] * x))(.expm1) }) {
      x, a in log(a[0]) - a[0] * x
    },
    Distribution(
      "gamma", ["alpha": .positive, "beta": .positive], on: .positive, shape: 0,
      cumulative: { x, a in gammaCDF(a[1] * x, a[0]) }
    ) { x, a in gamma(x, a[0], a[1]) },
    // α ln β − ln Γ(α) − (α + 1) ln x − β/x.
    Distribution(
      "inv_gamma", ["alpha": .positive, "beta": .positive], on: .positive, shape: 0,
      cumulative: { x, a in (a[1] / x).apply(.gammaTail, a[0]) }
    ) { x, a in
      a[0] * log(a[1]) - logGamma(a[0]) - (a[0] + 1) * log(x) - a[1] / x
    },
    Distribution(
      "chi_square", ["nu": .positive], on: .positive, shape: 0,
      cumulative: { x, a in gammaCDF(0.5 * x, 0.5 * a[0]) }
    ) { x, a in gamma(x, 0.5 * a[0], x.constant(0.5)) },
    // ln α/σ + (α − 1) ln(x/σ) − (x/σ)^α.
    Distribution(
      "weibull", ["alpha": .positive, "sigma": .positive], on: .positive,
      cumulative: { x, a in -(-exp(a[0] * (log(x) - log(a[1]))))(.expm1) }
    ) { x, a in
      let logRatio = log(x) - log(a[1])
      return log(a[0]) - log(a[1]) + (a[0] - 1) * logRatio - exp(a[0] * logRatio)
    },
    // ln α + α ln m − (α + 1) ln x.
    Distribution(
      "pareto", ["y_min": .positive, "alpha": .positive], on: .above(argument: 0),
      cumulative: { x, a in -(a[1] * (log(a[0]) - log(x)))(.expm1) }
    ) { x, a in log(a[1]) + a[1] * log(a[0]) - (a[1] + 1) * log(x) },
  ]

  /// α ln β − ln Γ(α) + (α − 1) ln x − βx.
  private static func gamma(_ x: Term, _ α: Term, _ β: Term) -> Term {
    α * log(β) - logGamma(α) + (α - 1) * log(x) - β * x
  }

  static let onTheInterval: [Distribution] = [
    // (α − 1) ln x + (β − 1) ln(1 − x) − ln B(α, β).
    Distribution("beta", ["alpha": .positive, "beta": .positive], on: .unit) { x, a in
      (a[0] - 1) * log(x) + (a[1] - 1) * log1p(-x) + (logGamma(a[0] + a[1]) - logGamma(a[0]) - logGamma(a[1]))
    },
    Distribution(
      "uniform", ["alpha": .real, "beta": .real], on: .between(0, 1),
      cumulative: { x, a in (x - a[0]) / (a[1] - a[0]) }
    ) { _, a in -log(a[1] - a[0]) },
  ]
}
