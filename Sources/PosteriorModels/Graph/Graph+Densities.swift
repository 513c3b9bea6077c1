// Densities that are the derivatives of distribution functions.

extension Graph {
  /// x^(a − 1) e^−x / Γ(a).
  mutating func gammaDensity(_ x: Node, shape: Node) -> Node {
    Term.write(&self, [x, shape]) { t in exp((t[1] - 1) * log(t[0]) - t[0] - logGamma(t[1])) }
  }

  /// Γ((ν + 1)/2) / (√(νπ) Γ(ν/2)) · (1 + z²/ν)^−(ν + 1)/2.
  mutating func studentDensity(_ z: Node, degrees: Node) -> Node {
    Term.write(&self, [z, degrees]) { t in
      let half = 0.5 * t[1]
      let constant = logGamma(half + 0.5) - logGamma(half) - (0.5 * log(t[1]) + 0.5 * logPi)
      return exp(constant - (half + 0.5) * log1p(square(t[0]) / t[1]))
    }
  }
}
