/// What a parameter must be, and how it is made of unconstrained coordinates: Stan's transforms.
///
/// The posterior's density in the unconstrained coordinates is the density of the parameter times the transform's
/// Jacobian.
package enum Constraint: Hashable, Sendable {
  case real
  /// a + eᵘ.
  case above(Node)
  /// b − eᵘ.
  case below(Node)
  /// a + (b − a) / (1 + e^−u).
  case between(Node, Node)
  /// x₁ = u₁, xₖ = xₖ₋₁ + e^uₖ.
  case ordered
  /// The same with x₁ = e^u₁.
  case positiveOrdered
  /// Positive with sum 1, of one coordinate less than elements: the softmax of an isometric log-ratio.
  case simplex

  /// The number of unconstrained coordinates of a parameter of `count` elements.
  package func coordinateCount(of count: Int) -> Int { self == .simplex ? count - 1 : count }

  /// The parameter and the logarithm of its Jacobian's determinant.
  ///
  /// - Parameters:
  ///   - graph: Where the expressions go.
  ///   - coordinates: The unconstrained coordinates: one value, or a vector.
  /// - Returns: The parameter (one value or a vector), and one value.
  package func transform(_ graph: inout Graph, _ coordinates: Node) -> (value: Node, logJacobian: Node) {
    switch self {
    case .real: return (coordinates, graph.constant(0))
    case .above(let bound):
      return (graph.add(bound, graph.apply(.exp, coordinates)), graph.sum(coordinates))
    case .below(let bound):
      return (graph.subtract(bound, graph.apply(.exp, coordinates)), graph.sum(coordinates))
    case .between(let low, let high): return between(low, high, &graph, coordinates)
    case .ordered, .positiveOrdered: return ordered(&graph, coordinates)
    case .simplex: return simplex(&graph, coordinates)
    }
  }

  /// The Jacobian (b − a) s (1 − s), whose logarithm is ln(b − a) − |u| − 2 ln(1 + e^−|u|).
  private func between(
    _ low: Node, _ high: Node, _ graph: inout Graph, _ u: Node
  ) -> (value: Node, logJacobian: Node) {
    let width = graph.subtract(high, low)
    let value = graph.add(low, graph.multiply(width, graph.apply(.logistic, u)))
    // ln s + ln(1 − s) = −softplus(−u) − softplus(u).
    let slope = graph.negate(
      graph.add(graph.apply(.softplus, u), graph.apply(.softplus, graph.negate(u))))
    let each = graph.add(graph.apply(.log, width), slope)
    return (value, graph.sum(graph.repeated(each, asOf: value)))
  }

  private func ordered(_ graph: inout Graph, _ u: Node) -> (value: Node, logJacobian: Node) {
    let count = graph.vectorCount(u)
    if self == .ordered, count == 1 { return (u, graph.constant(0)) }
    if self == .positiveOrdered {
      return (graph.cumulativeSum(graph.apply(.exp, u)), graph.sum(u))
    }
    let steps = graph.slice(u, first: 1, count: count - 1)
    let increments = graph.concatenate([graph.element(u, 0), graph.apply(.exp, steps)])
    return (graph.cumulativeSum(increments), graph.sum(steps))
  }

  /// z = V u with V's columns an orthonormal basis of the vectors of sum 0 (Helmert's), x = softmax(z); the Jacobian's
  /// determinant is √K Πₖ xₖ (Aitchison's inverse isometric log-ratio; Egozcue et al., Mathematical Geology 35,
  /// 2003).
  private func simplex(_ graph: inout Graph, _ u: Node) -> (value: Node, logJacobian: Node) {
    let count = graph.vectorCount(u) + 1
    // zₖ = Σ_{j ≥ k} vⱼ − k' v_{k−1} with vⱼ = uⱼ/√(j(j + 1)), j from 1.
    let scales = graph.knownVector((1..<count).map { 1 / (Double($0) * Double($0 + 1)).squareRoot() })
    let v = graph.multiply(u, scales)
    let zero = graph.constant(0)
    let fromBack = graph.concatenate([graph.cumulativeSum(v, fromBack: true), zero])
    let places = graph.knownVector((0..<count).map(Double.init))
    let z = graph.subtract(fromBack, graph.multiply(places, graph.concatenate([zero, v])))
    let logSum = graph.logSumExp(z)
    let logs = graph.subtract(z, logSum)
    let constant = graph.constant(0.5 * Double(count).logarithm)
    return (graph.apply(.exp, logs), graph.add(constant, graph.sum(logs)))
  }
}
