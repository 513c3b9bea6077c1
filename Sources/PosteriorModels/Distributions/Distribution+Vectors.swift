// Distributions of vectors: one log density for the whole.

extension Distribution {
  static let ofVectors: [Distribution] = [
    // Σ (αₖ − 1) ln xₖ + ln Γ(Σ αₖ) − Σ ln Γ(αₖ).
    Distribution("dirichlet", ["alpha": .positives], on: .simplex) { x, a in
      let α = a[0].with { graph, α in graph.repeated(α, asOf: x.node) }
      return sum((α - 1) * log(x)) + logGamma(sum(α)) - sum(logGamma(α))
    },
    Distribution(
      "multi_normal", ["mu": .vectors, "Sigma": .covariance], on: .vector,
      ofElements: { graph, x, a in
        if let known = graph.known(a[1][0]) {
          return graph.logNormal(of: x, a[0], factor: choleskyFactor(known) ?? known)
        }
        return graph.logNormal(of: x, a[0], rows: graph.choleskyFactor(a[1][0]))
      }),
    Distribution(
      "multi_normal_cholesky", ["mu": .vectors, "L": .cholesky], on: .vector,
      ofElements: { graph, x, a in
        if let known = graph.known(a[1][0]) { return graph.logNormal(of: x, a[0], factor: known) }
        return graph.logNormal(of: x, a[0], rows: graph.triangle(a[1][0]))
      }),
  ]

  private static func sum(_ x: Term) -> Term { x.with { graph, node in graph.sum(node) } }
}
