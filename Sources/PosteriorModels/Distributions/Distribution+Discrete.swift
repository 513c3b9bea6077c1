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
    Distribution("ordered_logistic", ["eta": .real, "c": .vector], on: .categories) { y, a in
      y.with { graph, y in orderedLogistic(&graph, y, a[0].node, a[1].node) }
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

  /// P(y = k) = s(η − cₖ₋₁) − s(η − cₖ) with s the logistic function, s(η − c₀) = 1 and s(η − c_K) = 0.
  ///
  /// With a = η − cₖ₋₁ and b = η − cₖ, s(a) − s(b) = s(a) s(−b) (1 − e^(b − a)).
  private static func orderedLogistic(_ graph: inout Graph, _ y: Node, _ η: Node, _ cuts: Node) -> Node {
    guard case .column(let place) = graph.operation(y) else { preconditionFailure("categories are a column") }
    let categories = graph.columns[place].map { Int32($0) }
    let last = Int32(graph.vectorCount(cuts) - 1)
    let (lower, upper) = (
      graph.map(.rows, places: categories.map { max(0, $0 - 2) }, count: Int(last) + 1),
      graph.map(.rows, places: categories.map { min(last, $0 - 1) }, count: Int(last) + 1)
    )
    let isFirst = graph.column(categories.map { $0 == 1 ? 1 : 0 })
    let isLast = graph.column(categories.map { $0 == last + 2 ? 1 : 0 })
    let (below, above) = (graph.gather(cuts, map: lower), graph.gather(cuts, map: upper))
    return Term.write(&graph, [η, below, above, isFirst, isLast]) { t in
      let (a, b) = (t[0] - t[1], t[0] - t[2])
      let zero = a.constant(0)
      let isEdge = t[3] + t[4]
      // A number stands in for b − a where it is not used, so that no infinity comes into a derivative.
      let difference = isEdge.select(zero, log1p(-exp(isEdge.select(a.constant(-1), b - a))))
      return t[3].select(zero, -softplus(-a)) - t[4].select(zero, softplus(b)) + difference
    }
  }
}
