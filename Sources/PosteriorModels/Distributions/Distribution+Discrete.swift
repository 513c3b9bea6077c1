// Distributions of whole numbers.

extension Distribution {
  static let discrete: [Distribution] = [
    Distribution("bernoulli", ["theta": .unit], on: .binary) { y, a in y.select(log(a[0]), log1p(-a[0])) },
    // yη − ln(1 + e^η).
    Distribution("bernoulli_logit", ["eta": .real], on: .binary) { y, a in y * a[0] - softplus(a[0]) },
    Distribution("binomial", ["n": .count, "theta": .unit], on: .countsUpTo(argument: 0)) { y, a in
      logChoose(a[0], y) + y * log(a[1]) + (a[0] - y) * log1p(-a[1])
    },
    Distribution("binomial_logit", ["n": .count, "eta": .real], on: .countsUpTo(argument: 0)) { y, a in
      logChoose(a[0], y) + y * a[1] - a[0] * softplus(a[1])
    },
    // y ln λ − λ − ln y!.
    Distribution("poisson", ["lambda": .positive], on: .counts) { y, a in
      y * log(a[0]) - a[0] - logGamma(y + 1)
    },
    Distribution("poisson_log", ["eta": .real], on: .counts) { y, a in y * a[0] - exp(a[0]) - logGamma(y + 1) },
    Distribution("neg_binomial_2", ["mu": .positive, "phi": .positive], on: .counts) { y, a in
      negativeBinomial(y, log(a[0]), log(a[0] + a[1]), a[1])
    },
    Distribution("neg_binomial_2_log", ["eta": .real, "phi": .positive], on: .counts) { y, a in
      negativeBinomial(y, a[0], a[0].apply(.logAddExp, log(a[1])), a[1])
    },
  ]

  /// ln (n choose k).
  private static func logChoose(_ n: Term, _ k: Term) -> Term {
    logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
  }

  /// ln Γ(y + φ) − ln y! − ln Γ(φ) + φ (ln φ − ln(μ + φ)) + y (ln μ − ln(μ + φ)).
  private static func negativeBinomial(_ y: Term, _ logMean: Term, _ logSum: Term, _ φ: Term) -> Term {
    logGamma(y + φ) - logGamma(y + 1) - logGamma(φ) + φ * (log(φ) - logSum) + y * (logMean - logSum)
  }
}
