// Distributions of vectors: one log density for the whole.

extension Distribution {
  static let ofVectors: [Distribution] = [
    // Σ (αₖ − 1) ln xₖ + ln Γ(Σ αₖ) − Σ ln Γ(αₖ).
    Distribution("dirichlet", ["alpha": .vector], on: .simplex) { x, a in
      let α = a[0].with { graph, α in graph.repeated(α, asOf: x.node) }
      return sum((α - 1) * log(x)) + logGamma(sum(α)) - sum(logGamma(α))
    }
  ]

  private static func sum(_ x: Term) -> Term { x.with { graph, node in graph.sum(node) } }
}
