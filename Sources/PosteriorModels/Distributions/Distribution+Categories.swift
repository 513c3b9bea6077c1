// Distributions of categories 1, …, K.

extension Distribution {
  static let categories: [Distribution] = [
    Distribution("ordered_logistic", ["eta": .real, "c": .vector], on: .categories) { y, a in
      y.with { graph, y in orderedLogistic(&graph, y, a[0].node, a[1].node) }
    },
    // η_y − ln Σ e^ηₖ.
    Distribution(
      "categorical_logit", ["eta": .vectors], on: .categories,
      ofElements: { graph, y, a in
        let logSum = graph.logSumExp(graph.elements(of: a[0]))
        return graph.subtract(element(&graph, of: a[0], chosenBy: y[0]), logSum)
      }),
    Distribution(
      "categorical", ["theta": .simplexes], on: .categories,
      ofElements: { graph, y, a in
        graph.apply(.log, element(&graph, of: a[0], chosenBy: y[0]))
      }),
  ]

  /// The category of each example, from 1.
  private static func categories(_ graph: Graph, _ y: Node) -> [Int32] {
    guard case .column(let place) = graph.operation(y) else { preconditionFailure("categories are a column") }
    return graph.columns[place].map { Int32($0) }
  }

  /// For each example the element of a vector that its category says.
  private static func element(_ graph: inout Graph, of vector: [Node], chosenBy y: Node) -> Node {
    let categories = categories(graph, y)
    if vector.count == 1, case .vector(let count) = graph.extent(vector[0]) {
      return graph.gather(vector[0], map: graph.map(.rows, places: categories.map { $0 - 1 }, count: count))
    }
    var result = vector[0]
    for (place, element) in vector.enumerated().dropFirst() {
      let isChosen = graph.column(categories.map { $0 == place + 1 ? 1 : 0 })
      result = graph.select(isChosen, element, result)
    }
    return result
  }

  /// P(y = k) = s(η − cₖ₋₁) − s(η − cₖ) with s the logistic function, s(η − c₀) = 1 and s(η −
  /// c_K) = 0.
  ///
  /// With a = η − cₖ₋₁ and b = η − cₖ, s(a) − s(b) = s(a) s(−b) (1 − e^(b − a)).
  private static func orderedLogistic(_ graph: inout Graph, _ y: Node, _ η: Node, _ cuts: Node) -> Node {
    let categories = categories(graph, y)
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
