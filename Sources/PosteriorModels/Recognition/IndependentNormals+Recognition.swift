extension IndependentNormals {
  /// The priors that a log density is that of, up to a constant; nil where it is no such thing.
  ///
  /// - Parameters:
  ///   - prior: The log density: a node of one value.
  ///   - forms: The graph's affine nodes.
  ///   - dimension: The number d of coordinates.
  init?(_ prior: Node, _ forms: AffineForms, dimension: Int) {
    self.init(
      precisions: [Double](repeating: 0, count: dimension), pulls: [Double](repeating: 0, count: dimension))
    // Nodes whose values are still to be added, each with its factor.
    var rest = [(node: prior, factors: [1.0])]
    while let (node, factors) = rest.popLast() {
      guard let parts = parts(of: node, times: factors, forms) else { return nil }
      rest += parts
    }
    guard (precisions + pulls).allSatisfy(\.isFinite), precisions.allSatisfy({ $0 >= 0 }) else { return nil }
  }

  /// Adds a node's values times factors, or gives the nodes that they are made of.
  private mutating func parts(
    of node: Node, times factors: [Double], _ forms: AffineForms
  ) -> [(node: Node, factors: [Double])]? {
    let graph = forms.graph
    guard graph.extent(node) != .rows else { return nil }
    let size = graph.size(graph.extent(node))
    let factors = factors.count == size ? factors : [Double](repeating: factors[0], count: size)
    func part(_ x: Node, _ factors: [Double]) -> (node: Node, factors: [Double]) {
      (x, graph.extent(x) == .one ? [factors.reduce(0, +)] : factors)
    }
    if let form = forms[node] {
      add(AffineForm(constant: [0], slopes: form.slopes), times: factors)
      return []
    }
    switch graph.operation(node) {
    case .unary(.negate, let x): return [part(x, factors.map(-))]
    case .unary(.square, let x):
      guard let form = forms[x] else { return nil }
      return addSquare(form, times: factors) ? [] : nil
    case .binary(.add, let x, let y): return [part(x, factors), part(y, factors)]
    case .binary(.subtract, let x, let y): return [part(x, factors), part(y, factors.map(-))]
    case .binary(.multiply, let x, let y):
      for (known, other) in [(x, y), (y, x)] {
        guard let form = forms[known], form.isKnown else { continue }
        let all = form.scaled(by: factors).constant
        return [part(other, all.count == size ? all : [Double](repeating: all[0], count: size))]
      }
      return nil
    case .repeated(let x): return [part(x, factors)]
    case .sum(let x): return graph.extent(x) == .rows ? nil : [(x, factors)]
    default: return nil
    }
  }

  /// Adds Σ factor · (s θ): a pull.
  private mutating func add(_ form: AffineForm, times factors: [Double]) {
    for (coordinate, slopes) in form.slopes {
      for (k, factor) in factors.enumerated() { pulls[coordinate] += factor * slopes[slopes.count == 1 ? 0 : k] }
    }
  }

  /// Adds Σ factor · (a + s θ)², each of one coordinate at most; returns whether they are that.
  private mutating func addSquare(_ form: AffineForm, times factors: [Double]) -> Bool {
    for (k, factor) in factors.enumerated() {
      let slopes = form.slopes.mapValues { $0[$0.count == 1 ? 0 : k] }.filter { $0.value != 0 }
      guard slopes.count <= 1 else { return false }
      guard let (coordinate, slope) = slopes.first else { continue }
      precisions[coordinate] -= 2 * factor * slope * slope
      pulls[coordinate] += 2 * factor * slope * form.constant[form.constant.count == 1 ? 0 : k]
    }
    return true
  }
}
